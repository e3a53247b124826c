import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import type { Reading } from "../parsers/reading";

/** A resource as a rule sees it, its properties copied by `knownProps`. */
export interface Resource {
    type: string;
    name: string;
    urn: string;
    props: Record<string, unknown>;
}

/** What one part of a resource tells an sshd, a kernel or an ssh client. A part that it does not speak of is left out. */
export interface Statement {
    /** The part, for messages: "args", "create", "userData". */
    where: string;
    server?: Reading<ServerSettings>;
    kernel?: Reading<KernelSettings>;
    client?: Reading<ClientSettings>;
    /** The hops between client and server, where the resource names them. */
    networkPath?: readonly string[];
}

export const sshKeepaliveType = "pulumi-ssh-keepalive:index:SshKeepalive";
export const sshClientKeepaliveType = "pulumi-ssh-keepalive:index:SshClientKeepalive";
export const sshKeepaliveAssociationType = "pulumi-ssh-keepalive-aws:index:SshKeepaliveAssociation";

const ownTypes = [sshKeepaliveType, sshClientKeepaliveType, sshKeepaliveAssociationType];

/** Whether the args of the type speak of servers. */
export function isServerComponent(type: string): boolean {
    return type === sshKeepaliveType || type === sshKeepaliveAssociationType;
}

/**
 * Whether one of this project's components made the resource: it stands under one, and runs the host program. The
 * component's args are judged in its place, so that nothing is judged twice.
 */
export function isMadeByComponent({ urn, props }: Pick<Resource, "urn" | "props">): boolean {
    const types = urn.split("::")[2]?.split("$").slice(0, -1) ?? [];
    if (!types.some((type) => ownTypes.includes(type))) {
        return false;
    }
    const texts = [props.create, props.content].filter((text) => typeof text === "string");
    return texts.every((text) => /\bsh -c '[^']*' keepalive (apply|check|restore) --owner /.test(text));
}
