import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../remote/args";

/** Directives of the hosts' sshd. A directive that is not set keeps the host's value. */
export interface Server {
    /** `TCPKeepAlive`. */
    tcpKeepAlive?: pulumi.Input<boolean>;
    /** `ClientAliveInterval`, seconds, 0 to 86400; 0 never probes. */
    clientAliveInterval?: pulumi.Input<number>;
    /** `ClientAliveCountMax`, 1 to 10000. */
    clientAliveCountMax?: pulumi.Input<number>;
    /** `ChannelTimeout`: seconds by channel type, such as `{ "session:*": 900 }`. OpenSSH 9.2 or newer. */
    channelTimeout?: pulumi.Input<Record<string, pulumi.Input<number>>>;
    /** `UnusedConnectionTimeout`, seconds, 0 for none. OpenSSH 9.2 or newer. */
    unusedConnectionTimeout?: pulumi.Input<number>;
}

/** TCP keepalive of the hosts' kernels. A value that is not set keeps the host's value. */
export interface Kernel {
    /** `net.ipv4.tcp_keepalive_time`, seconds, 1 to 32767. */
    time?: pulumi.Input<number>;
    /** `net.ipv4.tcp_keepalive_intvl`, seconds, 1 to 32767. */
    interval?: pulumi.Input<number>;
    /** `net.ipv4.tcp_keepalive_probes`, 1 to 127. */
    probes?: pulumi.Input<number>;
}

/** The settings alone, which every way of applying them to a host takes. */
export interface KeepaliveSettings {
    /** A named, complete set of settings, which `server` and `kernel` refine. See docs/profiles.md. */
    profile?: pulumi.Input<string>;
    /** The hops between clients and hosts, by name or idle timeout in seconds; derives the interval. */
    networkPath?: pulumi.Input<pulumi.Input<string>[]>;
    /** Directives of sshd. */
    server?: pulumi.Input<Server>;
    /** TCP keepalive of the kernel. */
    kernel?: pulumi.Input<Kernel>;
}

/** Arguments of `SshKeepalive`. Without profile, networkPath, server and kernel, the profile `balanced` applies. */
export interface SshKeepaliveArgs extends KeepaliveSettings {
    /** The hosts by a stable logical name of letters, digits, `.`, `_` and `-`, which names their resource. */
    hosts: Record<string, pulumi.Input<Host>>;
    /**
     * True checks each host at every `pulumi up` and warns of drift; it changes nothing. False by default.
     * `repairDrift` also repairs.
     */
    check?: pulumi.Input<boolean>;
    /** True checks each host at every `pulumi up`, repairs drift, and warns of it. False by default. */
    repairDrift?: pulumi.Input<boolean>;
    /** True takes over hosts that another stack manages. False by default. */
    takeOver?: pulumi.Input<boolean>;
}
