import type * as pulumi from "@pulumi/pulumi";
import type { Proxy } from "../remote/args";

// Interfaces without "Args": see ../server/args.ts.
export type ClientHostArgs = ClientHost;
export type ClientArgs = Client;

/** One user's `~/.ssh/config` on another machine: the fields of a `@pulumi/command` connection, under the same names. */
export interface ClientHost extends Proxy {
    /** The bastion to go through, if any. */
    proxy?: pulumi.Input<Proxy>;
    /** Whose file it is: with `none`, the default, that of the user who logs in; with `sudo` or `doas`, root's. */
    become?: pulumi.Input<string>;
}

/** Directives of the SSH client. One that is not set is left as the user has it. */
export interface Client {
    /** `TCPKeepAlive`. */
    tcpKeepAlive?: pulumi.Input<boolean>;
    /** `ServerAliveInterval`, seconds, 0 to 86400; 0 never probes. */
    serverAliveInterval?: pulumi.Input<number>;
    /** `ServerAliveCountMax`, 1 to 10000. */
    serverAliveCountMax?: pulumi.Input<number>;
}

/**
 * What `SshClientKeepalive` takes: at least one of `hosts` and `local`. Without profile, networkPath and client, the
 * profile `balanced` applies.
 */
export interface SshClientKeepaliveArgs {
    /** Users on other machines by a stable logical name of letters, digits, `.`, `_` and `-`; not `local`. */
    hosts?: Record<string, pulumi.Input<ClientHost>>;
    /** True keeps the file of the user who runs Pulumi on this machine as well. False by default. */
    local?: pulumi.Input<boolean>;
    /** The hosts that the settings are for, as ssh's `Host` takes them; `["*"]`, all of them, by default. */
    patterns?: pulumi.Input<pulumi.Input<string>[]>;
    /** A named, complete set of settings, which `client` refines. See docs/profiles.md. */
    profile?: pulumi.Input<string>;
    /** The hops between these clients and their hosts, by name or idle timeout in seconds; derives the interval. */
    networkPath?: pulumi.Input<pulumi.Input<string>[]>;
    /** Directives of the SSH client. */
    client?: pulumi.Input<Client>;
    /**
     * True looks at each file at every `pulumi up` and warns of drift; it changes nothing. False by default. `repairDrift`
     * looks as well, and repairs.
     */
    check?: pulumi.Input<boolean>;
    /** True looks at each file at every `pulumi up`, puts drift right, and warns of it. False by default. */
    repairDrift?: pulumi.Input<boolean>;
    /** True takes over blocks that another stack keeps. False by default. */
    takeOver?: pulumi.Input<boolean>;
}
