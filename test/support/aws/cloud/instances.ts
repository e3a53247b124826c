import { randomBytes } from "node:crypto";
import { addHosts, exec, type Host, mustExec, openSet, reachOnlyThrough, removeHosts } from "../../testbed";
import { waitUntil } from "../../testbed/processes";
import { bornWith } from "../cloudInit";
import type { Kind, Properties } from "./kind";
import type { Place } from "./place";

/** Instances that are real hosts: light ones, or with systemd and cloud-init where they have user data. */
export function instanceKind(place: Place): Kind {
    return {
        replacedBy: ["ami", "keyName", "associatePublicIpAddress", "userData", "userDataBase64"],
        create: async (_name, inputs) => {
            const { host, id } = await start(place, inputs);
            if (inputs["associatePublicIpAddress"] === false) {
                await reachOnlyThrough(host, await bastionOf(place));
                return { id, outputs: { publicIp: "", privateIp: host.address } };
            }
            return { id, outputs: { publicIp: host.address, privateIp: host.address } };
        },
        remove: (id) => end(place, id),
    };
}

/** The instance of that name, which may be started at the same time. */
async function bastionOf(place: Place): Promise<Host> {
    const gate = (): string | undefined => place.instances().find(({ tags }) => tags["Name"] === "bastion")?.id;
    await waitUntil(
        () => gate() !== undefined,
        60,
        () => "a bastion to be started",
    );
    return hostOf(place, gate() as string);
}

/** Boots the host of a new instance, and lets its sshd listen when its fate wants it. */
export async function start(place: Place, inputs: Properties): Promise<{ host: Host; id: string }> {
    const id = `i-${Date.now().toString(16)}${randomBytes(3).toString("hex")}`.slice(0, 19);
    const tags = (inputs["tags"] ?? {}) as Record<string, string>;
    const { listensAfter = 0 } = place.fates[tags["Name"] ?? ""] ?? {};
    const spec =
        typeof inputs["userDataBase64"] === "string"
            ? bornWith(Buffer.from(inputs["userDataBase64"], "base64"), id)
            : {};
    const [host] = await addHosts(place.set, [{ ...spec, name: id, user: "admin" }]);
    if (host === undefined) throw new Error(`The instance ${id} has no host.`);
    place.started({ id, tags });
    if (listensAfter !== 0) {
        await mustExec(host, 'kill "$(cat /run/sshd.pid)"');
        // This process lives as long as the update that waits for the instance.
        if (listensAfter !== "never")
            setTimeout(() => void exec(host, "/usr/sbin/sshd -E /var/log/sshd.log"), listensAfter * 1000);
    }
    return { host, id };
}

/** Terminates an instance in any state of its host. */
export async function end(place: Place, id: string): Promise<void> {
    await removeHosts(place.set, [id]);
    place.ended(id);
}

/** The host of an instance. */
export function hostOf(place: Place, id: string): Host {
    return openSet(place.set).host(id);
}
