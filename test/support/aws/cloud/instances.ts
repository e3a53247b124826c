import { randomBytes } from "node:crypto";
import { addHosts, exec, type Host, mustExec, openSet, reachOnlyThrough, removeHosts } from "../../testbed";
import { waitUntil } from "../../testbed/processes";
import { hostWithUserData } from "../cloudInit";
import type { Kind, Properties } from "./kind";
import type { CloudState } from "./state";

/** Instances that are real hosts: light ones, or with systemd and cloud-init if they have user data. */
export function instanceKind(cloud: CloudState): Kind {
    return {
        replacedBy: ["ami", "keyName", "associatePublicIpAddress", "userData", "userDataBase64"],
        create: async (_name, inputs) => {
            const { host, id } = await startInstance(cloud, inputs);
            if (inputs["associatePublicIpAddress"] === false) {
                await reachOnlyThrough(host, await bastionHost(cloud));
                return { id, outputs: { publicIp: "", privateIp: host.address } };
            }
            return { id, outputs: { publicIp: host.address, privateIp: host.address } };
        },
        remove: (id) => terminateInstance(cloud, id),
    };
}

/** Returns the host of the bastion, which may still be starting. */
async function bastionHost(cloud: CloudState): Promise<Host> {
    const gate = (): string | undefined => cloud.instances().find(({ tags }) => tags["Name"] === "bastion")?.id;
    await waitUntil(
        () => gate() !== undefined,
        60,
        () => "a bastion to be started",
    );
    return hostOf(cloud, gate() as string);
}

/** Boots the host of a new instance. Its sshd starts to listen as `sshd` in the cloud's state defines. */
export async function startInstance(cloud: CloudState, inputs: Properties): Promise<{ host: Host; id: string }> {
    const id = `i-${Date.now().toString(16)}${randomBytes(3).toString("hex")}`.slice(0, 19);
    const tags = (inputs["tags"] ?? {}) as Record<string, string>;
    const { listensAfter = 0 } = cloud.sshd[tags["Name"] ?? ""] ?? {};
    const spec =
        typeof inputs["userDataBase64"] === "string"
            ? hostWithUserData(Buffer.from(inputs["userDataBase64"], "base64"), id)
            : {};
    const [host] = await addHosts(cloud.set, [{ ...spec, name: id, user: "admin" }]);
    if (host === undefined) throw new Error(`The instance ${id} has no host.`);
    cloud.addInstance({ id, tags });
    if (listensAfter !== 0) {
        await mustExec(host, 'kill "$(cat /run/sshd.pid)"');
        // This process lives as long as the update that waits for the instance.
        if (listensAfter !== "never")
            setTimeout(() => void exec(host, "/usr/sbin/sshd -E /var/log/sshd.log"), listensAfter * 1000);
    }
    return { host, id };
}

/** Terminates an instance, whatever the state of its host. */
export async function terminateInstance(cloud: CloudState, id: string): Promise<void> {
    await removeHosts(cloud.set, [id]);
    cloud.removeInstance(id);
}

/** Returns the host of an instance. */
export function hostOf(cloud: CloudState, id: string): Host {
    return openSet(cloud.set).host(id);
}
