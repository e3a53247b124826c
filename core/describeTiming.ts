/** Everything that the timing model says about one host's settings, for reports, the command line and policies. */
import { channelTimeoutFor, globalType } from "./channelTypes";
import { defaultCountMax, kernelDefaults } from "./directives";
import { type Hop, parseHop } from "./networkPath";
import { isAtLeast, type OpenSshVersionLike, parseOpenSshVersion } from "./openssh";
import type { ClientSettings, KernelSettings, ServerSettings } from "./settings";
import {
    clientEndsUnreachable,
    clientEndsUnresponsive,
    defaultTcpRetries2,
    least,
    probePeriod,
    retransmissionLimit,
    sshdEndsUnreachable,
    sshdEndsUnresponsive,
    survives,
    tcpKeepaliveEnds,
} from "./timing";
import { timingWarnings } from "./timingWarnings";

/** What a host does, as far as it is known; what is left out is OpenSSH's and the kernel's default. */
export interface TimedSettings {
    server?: ServerSettings | undefined;
    kernel?: KernelSettings | undefined;
    /** The clients' settings, where they are known; without them no client sends anything. */
    client?: ClientSettings | undefined;
}

/** What the settings meet. */
export interface Conditions {
    /** The server's OpenSSH version; without it, one that probes at every interval and knows every directive. */
    openssh?: OpenSshVersionLike | undefined;
    /** `net.ipv4.tcp_retries2` on both ends. */
    tcpRetries2?: number | undefined;
    networkPath?: readonly (string | number)[] | undefined;
}

/** All times in seconds; null is "never". */
export interface TimingReport {
    /** "9.2", or null where it was not given. */
    openssh: string | null;
    /** Time between two questions that sshd really sends. */
    probePeriod: number | null;
    /** The longest silence on the connection while both ends are well, whoever breaks it. */
    silence: number | null;
    /** When sshd ends the session of a peer that nothing reaches. */
    endsUnreachable: number | null;
    /** When sshd ends the session of a peer whose kernel answers but whose ssh does not. */
    endsUnresponsive: number | null;
    /** When TCP keepalive alone would end a connection to an unreachable peer. */
    tcpKeepaliveEnds: number | null;
    /** How long the kernel retransmits before it gives up. */
    retransmissionLimit: number;
    clientEndsUnreachable: number | null;
    clientEndsUnresponsive: number | null;
    /** When a user who does not type loses the session; no keepalive does that, only ChannelTimeout. */
    idleSessionEnds: number | null;
    /** When a connection without open channels ends. */
    unusedConnectionEnds: number | null;
    hops: HopReport[];
    warnings: string[];
}

export interface HopReport {
    name: string;
    title: string;
    idleTimeout: number;
    /** The longest silence that this hop sees; it does not see TCP keepalive where that does not reset its clock. */
    silence: number | null;
    survives: boolean;
    /** Seconds left when the next packet comes; negative: too late. */
    margin: number | null;
    source: string;
}

/** Applies the model to the settings under the given conditions. Unknown hops are left out; never throws. */
export function describeTiming(settings: TimedSettings, conditions: Conditions = {}): TimingReport {
    const server = {
        tcpKeepAlive: true,
        clientAliveInterval: 0,
        clientAliveCountMax: defaultCountMax,
        ...settings.server,
    };
    const kernel = { ...kernelDefaults, ...settings.kernel };
    const tcpRetries2 = conditions.tcpRetries2 ?? defaultTcpRetries2;
    const sshd = { ...server, kernel, openssh: conditions.openssh, tcpRetries2 };
    // The client's machine has a kernel of its own, which these settings do not reach.
    const client = { ...settings.client, tcpRetries2 };
    const silenceFor = (tcpKeepaliveCounts: boolean) =>
        least(
            probePeriod(sshd),
            settings.client?.serverAliveInterval || null,
            tcpKeepaliveCounts && server.tcpKeepAlive ? kernel.time : null,
        );
    const version = conditions.openssh === undefined ? undefined : parseOpenSshVersion(conditions.openssh);
    const report: TimingReport = {
        openssh: version === undefined ? null : `${version.major}.${version.minor}`,
        probePeriod: probePeriod(sshd),
        silence: silenceFor(true),
        endsUnreachable: sshdEndsUnreachable(sshd),
        endsUnresponsive: sshdEndsUnresponsive(sshd),
        tcpKeepaliveEnds: tcpKeepaliveEnds(sshd),
        retransmissionLimit: retransmissionLimit(tcpRetries2),
        clientEndsUnreachable: settings.client === undefined ? null : clientEndsUnreachable(client),
        clientEndsUnresponsive: clientEndsUnresponsive(client),
        idleSessionEnds: idleSessionEnds(server, conditions.openssh),
        unusedConnectionEnds: knows(conditions.openssh, "9.2") ? server.unusedConnectionTimeout || null : null,
        hops: (conditions.networkPath ?? [])
            .map(parseHop)
            .filter((hop) => hop !== undefined)
            .map((hop) => hopReport(hop, silenceFor(hop.resetByTcpKeepalive))),
        warnings: [],
    };
    report.warnings = timingWarnings(report, server, { ...settings, tcpRetries2 });
    return report;
}

function hopReport({ name, title, idleTimeout, source }: Hop, silence: number | null): HopReport {
    return { name, title, idleTimeout, silence, ...survives(idleTimeout, silence), source };
}

// A shell's channel, and since 9.7 all channels together, whichever is closed first.
function idleSessionEnds({ channelTimeout }: ServerSettings, openssh: OpenSshVersionLike | undefined): number | null {
    if (!knows(openssh, "9.2")) return null;
    const all = knows(openssh, "9.7") ? channelTimeout?.[globalType] || null : null;
    return least(channelTimeoutFor(channelTimeout, "session:shell"), all);
}

function knows(openssh: OpenSshVersionLike | undefined, since: string): boolean {
    return openssh === undefined || isAtLeast(openssh, since);
}
