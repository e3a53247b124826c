/**
 * The settings that everything in this project speaks of. Every time is in seconds.
 * Which values are allowed stands in directives.ts; what they mean together, in timing.ts.
 */

/** What sshd is told. A property that is not set leaves sshd's own value alone. */
export interface ServerSettings {
    /** `TCPKeepAlive`: whether the kernel probes the peer of an idle connection. */
    tcpKeepAlive?: boolean;
    /** `ClientAliveInterval`: seconds without data from the client after which sshd asks it to answer; 0 never asks. */
    clientAliveInterval?: number;
    /** `ClientAliveCountMax`: how many unanswered questions end the session. */
    clientAliveCountMax?: number;
    /** `ChannelTimeout`: seconds without traffic after which a channel is closed, by channel type. */
    channelTimeout?: Record<string, number>;
    /** `UnusedConnectionTimeout`: seconds after which a connection without any open channel is ended. */
    unusedConnectionTimeout?: number;
}

/** What the host's kernel is told. A property that is not set leaves the kernel's own value alone. */
export interface KernelSettings {
    /** `net.ipv4.tcp_keepalive_time`: seconds without traffic before the first probe. */
    time?: number;
    /** `net.ipv4.tcp_keepalive_intvl`: seconds between two unanswered probes. */
    interval?: number;
    /** `net.ipv4.tcp_keepalive_probes`: how many unanswered probes end the connection. */
    probes?: number;
}

/** What an SSH client is told. A property that is not set leaves the client's own value alone. */
export interface ClientSettings {
    /** `TCPKeepAlive`. */
    tcpKeepAlive?: boolean;
    /** `ServerAliveInterval`: seconds without data from the server after which the client asks it to answer. */
    serverAliveInterval?: number;
    /** `ServerAliveCountMax`: how many unanswered questions end the session. */
    serverAliveCountMax?: number;
}

/** One thing that is wrong with an input, in the shape that Pulumi's InputPropertiesError takes. */
export interface Problem {
    /** Where it is, for example `server.clientAliveInterval`. */
    propertyPath: string;
    /** The value, the rule and the remedy, in one sentence or two. */
    reason: string;
}
