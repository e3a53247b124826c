import { isRecord } from "../../core/records";
import type { Finding } from "../finding";
import { notYetKnown } from "../resources/known";
import { isOwnCommand } from "../resources/ownCommands";
import { type Resource, sshClientKeepaliveType, sshKeepaliveType } from "../resources/types";
import { resourceRule } from "../rule";

const name = "host-key-pinned";

/** Rejects connections that trust any server that answers. */
export const hostKeyPinned = resourceRule(
    {
        name,
        displayName: "Host keys are pinned",
        description: "Checks that connections pin the host's key.",
        severity: "medium",
        enforcementLevel: "advisory",
        tags: ["ssh", "host-key"],
        remediationSteps:
            "Set hostKey to the host's public key (ssh-keyscan from a trusted network, or the cloud's console output), " +
            "also in the connection's proxy.",
        settings: {},
    },
    (resource) =>
        connectionsOf(resource).map(({ where }): Finding => ({
            where,
            setting: "hostKey is not set",
            effect: "any server that answers at the address is trusted, and receives the credentials and the commands",
            bound: "the host's public key is required",
            source: name,
            remedy: 'Set hostKey to the host\'s public key, such as "ssh-ed25519 AAAA…".',
        })),
);

const commandTypes = /^command:remote:(Command|CopyToRemote|CopyFile)$/;

/** The connections without a host key, including proxies. */
function connectionsOf(resource: Resource): { where: string }[] {
    const { type, urn, props } = resource;
    if ((type === sshKeepaliveType || type === sshClientKeepaliveType) && isRecord(props.hosts)) {
        componentHosts.set(urn, Object.values(props.hosts));
        return Object.entries(props.hosts).flatMap(([host, connection]) => unpinned(`hosts.${host}`, connection));
    }
    if (!commandTypes.test(type)) return [];

    const found = unpinned("connection", props.connection);
    return isOwnCommand(resource) ? found.filter((each) => !isReportedByComponent(resource, each)) : found;
}

/** The hosts of this project's components, by URN. The engine checks a parent before its children. */
const componentHosts = new Map<string, readonly unknown[]>();

/**
 * Whether the component's own check reports the same connection. A component's commands connect as its `hosts` specify,
 * unless a transform changed that; hosts that are not known yet may specify anything.
 */
function isReportedByComponent({ parent = "", props }: Resource, { where }: { where: string }): boolean {
    const hosts = componentHosts.get(parent);
    const { host } = isRecord(props.connection) ? props.connection : {};
    const isOf = (each: unknown): boolean =>
        isRecord(each) && each.host === host && unpinned("connection", each).some((own) => own.where === where);
    return hosts === undefined || hosts.some((each) => each === notYetKnown || isOf(each));
}

/** A key that is not known yet counts as pinned. */
function unpinned(where: string, connection: unknown): { where: string }[] {
    if (!isRecord(connection)) return [];

    const isUnset = connection.hostKey === undefined || connection.hostKey === null || connection.hostKey === "";
    return [...(isUnset ? [{ where }] : []), ...unpinned(`${where}.proxy`, connection.proxy)];
}
