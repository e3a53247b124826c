import type * as pulumi from "@pulumi/pulumi";
import type { Proxy } from "../remote/args";

/** One user's `~/.ssh/config` on another machine: the fields of a `@pulumi/command` connection, under the same names. */
export interface ClientHost extends Proxy {
    /** The bastion to go through, if any. */
    proxy?: pulumi.Input<Proxy>;
    /** Which user's file: with `none`, the default, that of the user who logs in; with `sudo` or `doas`, root's. */
    become?: pulumi.Input<string>;
}

/** Directives of the SSH client. A directive that is not set keeps the user's value. */
export interface Client {
    /** `TCPKeepAlive`. */
    tcpKeepAlive?: pulumi.Input<boolean>;
    /** `ServerAliveInterval`, seconds, 0 to 86400; 0 never probes. */
    serverAliveInterval?: pulumi.Input<number>;
    /** `ServerAliveCountMax`, 1 to 10000. */
    serverAliveCountMax?: pulumi.Input<number>;
}

/**
 * Arguments of `SshClientKeepalive`: at least one of `hosts` and `local`. Without profile, networkPath and client, the
 * profile `balanced` applies.
 */
export interface SshClientKeepaliveArgs {
    /** Users on other machines by a stable logical name of letters, digits, `.`, `_` and `-`; not `local`. */
    hosts?: Record<string, pulumi.Input<ClientHost>>;
    /** True also manages the file of the user who runs Pulumi on this machine. False by default. */
    local?: pulumi.Input<boolean>;
    /** The hosts that the settings apply to, in the syntax of ssh's `Host`; `["*"]`, all hosts, by default. */
    patterns?: pulumi.Input<pulumi.Input<string>[]>;
    /** A named, complete set of settings, which `client` refines. See docs/profiles.md. */
    profile?: pulumi.Input<string>;
    /** The hops between these clients and their hosts, by name or idle timeout in seconds; derives the interval. */
    networkPath?: pulumi.Input<pulumi.Input<string>[]>;
    /** Directives of the SSH client. */
    client?: pulumi.Input<Client>;
    /**
     * True checks each file at every `pulumi up` and warns of drift; it changes nothing. False by default.
     * `repairDrift` also repairs.
     */
    check?: pulumi.Input<boolean>;
    /** True checks each file at every `pulumi up`, repairs drift, and warns of it. False by default. */
    repairDrift?: pulumi.Input<boolean>;
    /** True takes over blocks that another stack manages. False by default. */
    takeOver?: pulumi.Input<boolean>;
}
