import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import type { ConfigReading } from "../parsers/configFiles";
import type { Reading } from "../parsers/reading";

/** A resource as a rule sees it, its properties copied by `knownProps`. */
export interface Resource {
    type: string;
    name: string;
    urn: string;
    /** The URN of its parent. */
    parent?: string | undefined;
    props: Record<string, unknown>;
}

/** The settings that one part of a resource makes for sshd, a kernel or an ssh client. Groups without any are left out. */
export interface Statement extends ConfigReading {
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

/** Whether the args of the type are about servers. */
export function isServerComponent(type: string): boolean {
    return type === sshKeepaliveType || type === sshKeepaliveAssociationType;
}

export function isOwnComponent(type: string): boolean {
    return isServerComponent(type) || type === sshClientKeepaliveType;
}
