import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import type { Stated } from "../fragments/stated";

/** A resource as a rule sees it, its properties copied by `knownProps`. */
export interface JudgedResource {
    type: string;
    name: string;
    urn: string;
    props: Record<string, unknown>;
}

/** What one part of a resource tells an sshd, a kernel or an ssh client. A part that it does not speak of is left out. */
export interface Judged {
    /** The part, for messages: "args", "create", "userData". */
    where: string;
    server?: Stated<ServerSettings>;
    kernel?: Stated<KernelSettings>;
    client?: Stated<ClientSettings>;
    /** The hops between client and server, where the resource names them. */
    networkPath?: readonly string[];
}

export const sshKeepaliveType = "pulumi-ssh-keepalive:index:SshKeepalive";
export const sshKeepaliveAssociationType = "pulumi-ssh-keepalive:index:SshKeepaliveAssociation";
export const sshClientKeepaliveType = "pulumi-ssh-keepalive:index:SshClientKeepalive";

/** Whether a component of this project made this resource: its args are judged in its place, and nothing twice. */
export function isMadeBySshKeepalive(urn: string): boolean {
    const types = urn.split("::")[2]?.split("$").slice(0, -1) ?? [];
    return [sshKeepaliveType, sshKeepaliveAssociationType, sshClientKeepaliveType].some((type) => types.includes(type));
}
