/**
 * When a connection really ends. Every time is in seconds, counted from the last data of the peer; null is "never".
 *
 * The model distinguishes two kinds of dead peers: a peer is *unreachable* when nothing comes back at all (cable
 * pulled, NAT entry lost), and *unresponsive* when its kernel still acknowledges data, but its ssh sends nothing
 * (stopped, hung). A peer whose user does not type is neither, and none of these timers ends that session.
 */
import { defaultCountMax, kernelDefaults } from "./directives";
import { doublesInterval, hasQuirk, isAtLeast, type OpenSshVersionLike, slowestVersion } from "./openssh";
import type { ClientSettings, KernelSettings, ServerSettings } from "./settings";

/** The number of retransmissions after which Linux gives up: `net.ipv4.tcp_retries2`. Source: net/ipv4/sysctl_net_ipv4.c. */
export const retransmissions = { max: 255, default: 15 } as const;

/** What sshd's end of a connection depends on. A value that is not given is OpenSSH's or the kernel's default. */
export interface SshdTiming extends Pick<
    ServerSettings,
    "tcpKeepAlive" | "clientAliveInterval" | "clientAliveCountMax" | "unusedConnectionTimeout"
> {
    /** The server's OpenSSH version; without it, one that probes at every interval. */
    openssh?: OpenSshVersionLike | undefined;
    /** The time in `RekeyLimit`, seconds; 0 or undefined where there is none. */
    rekeyInterval?: number | undefined;
    kernel?: KernelSettings | undefined;
    /** `net.ipv4.tcp_retries2` on the server. */
    tcpRetries2?: number | undefined;
}

/** What the client's end of a connection depends on. A value that is not given is OpenSSH's or the kernel's default. */
export interface ClientTiming extends ClientSettings {
    /** The client's OpenSSH version; without it, a recent one. */
    openssh?: OpenSshVersionLike | undefined;
    /** The time in the client's `RekeyLimit`, seconds; 0 or undefined where there is none. */
    rekeyInterval?: number | undefined;
    /** The kernel values of the client's machine. */
    kernel?: KernelSettings | undefined;
    /** `net.ipv4.tcp_retries2` on the client's machine. */
    tcpRetries2?: number | undefined;
}

/**
 * Time between two probes that sshd really sends, as long as it sends any (see `probesStopAfter`). P = I, but
 * - 2 × I in OpenSSH 9.2 to 9.4 (see `doublesInterval`);
 * - up to 10.2 the first multiple of an `UnusedConnectionTimeout` shorter than I that is at least I, and up to 9.4 the
 *   first that is longer than I: sshd wakes up at each multiple and compares then.
 *
 * Null at interval 0. Source: serverloop.c; measured on 8.4, 9.2, 10.0, 10.3 and 10.6.
 */
export function probePeriod(timing: SshdTiming): number | null {
    const { clientAliveInterval: interval = 0, unusedConnectionTimeout: unused = 0, openssh } = timing;
    if (interval <= 0 || probesStopAfter(timing) === 0) return null;
    const doubles = openssh !== undefined && doublesInterval(openssh);
    if (unused > 0 && unused < interval && hasQuirk(openssh, "unusedTimeoutStretches"))
        return unused * (doubles ? Math.floor(interval / unused) + 1 : Math.ceil(interval / unused));

    return doubles ? 2 * interval : interval;
}

/** The period on the given version; where it is not known, the longest on any version. */
export function longestProbePeriod(timing: SshdTiming): number | null {
    return probePeriod({ ...timing, openssh: timing.openssh ?? slowestVersion });
}

/**
 * When sshd sends its last probe on a session whose keys are not exchanged again, counted from the last key exchange; 0
 * where it never sends any, null where it goes on. With a time in `RekeyLimit`, some versions wait for the keys to fall
 * due instead of for the next probe once that is sooner, and an idle session does not exchange keys (see `quirks`).
 * Source: serverloop.c; measured on 8.2 and 8.4.
 */
export function probesStopAfter(timing: SshdTiming): number | null {
    const { clientAliveInterval = 0, rekeyInterval, openssh } = timing;
    if (!hasQuirk(openssh, "rekeyLimitStopsProbes") || openssh === undefined) return null;
    return isAtLeast(openssh, "8.0")
        ? lastProbeBeforeRekey(clientAliveInterval, rekeyInterval)
        : rekeyInterval && clientAliveInterval > 0
          ? 0
          : null;
}

/** As `probesStopAfter`, for the client up to 8.2. Source: clientloop.c; measured on 8.2. */
export function clientProbesStopAfter({
    serverAliveInterval = 0,
    rekeyInterval,
    openssh,
}: ClientTiming): number | null {
    if (!hasQuirk(openssh, "clientRekeyLimitStopsProbes")) return null;
    return lastProbeBeforeRekey(serverAliveInterval, rekeyInterval);
}

// The wait for the next probe begins at a multiple of the interval, and only if the keys are due later than its end.
function lastProbeBeforeRekey(interval: number, rekeyInterval: number | undefined): number | null {
    if (interval <= 0 || !rekeyInterval) return null;
    return Math.max(0, Math.ceil(rekeyInterval / interval) - 1) * interval;
}

/** Time between two probes that the client sends, as long as it sends any; null at interval 0. */
export function clientProbePeriod(timing: ClientTiming): number | null {
    const { serverAliveInterval = 0 } = timing;
    return serverAliveInterval <= 0 || clientProbesStopAfter(timing) === 0 ? null : serverAliveInterval;
}

/**
 * How long Linux retransmits one unanswered segment before it ends the connection: the sum of min(0.2 × 2^k, 120) for
 * k = 0 … n, n = `tcp_retries2`; 924.6 s at 15, 12.6 s at 5. A lower bound, because the first timeout is a little above
 * 0.2 s on a short path and more on a long one. Source: kernel ip-sysctl; measured 938 to 947 s at 15, 13.4 s at 5.
 *
 * The kernel looks at its limit when a timer fires, and counts from the first retransmission. Up to n = 3 the timer of the
 * sum is too early by that, so the next one ends the connection: measured 3.4 s at 2, 6.8 s at 3 and at 4, on short paths.
 */
export function retransmissionLimit(retries: number = retransmissions.default): number {
    const whole = Math.max(0, Math.floor(retries));
    const timeouts = whole + (whole <= 3 ? 2 : 1);
    // The sum of the doubling part is a power of two; summing tenths would gather rounding errors.
    const doubling = Math.min(timeouts, 10);
    return (2 * (2 ** doubling - 1)) / 10 + 120 * (timeouts - doubling);
}

/**
 * When the kernel's TCP keepalive alone ends the connection to an unreachable peer: time + probes × interval, 7875 s at
 * the defaults; null with TCPKeepAlive no. Source: kernel ip-sysctl; measured 11 s at 5, 3 × 2.
 */
export function tcpKeepaliveEnds(timing: Pick<SshdTiming, "tcpKeepAlive" | "kernel">): number | null {
    if (timing.tcpKeepAlive === false) return null;
    const { time, interval, probes } = { ...kernelDefaults, ...timing.kernel };
    return time + probes * interval;
}

/**
 * When sshd ends the session of a peer whose kernel answers but whose ssh does not: (N + 1) × P, and not N × P as the
 * manual page says, because the count is incremented before it is compared. Null at interval 0: the peer's kernel
 * answers TCP keepalive. With N = 0 null since 8.2, and P before. 7.6 to 7.9 count every interval twice: ceil((N + 1) /
 * 2) × P. Null as well where the probes stop, since a session that is older is never ended.
 *
 * Where output counts as activity (see `quirks`), this is for an idle session: one without output.
 * Source: serverloop.c, packet.c; measured.
 */
export function sshdEndsUnresponsive(timing: SshdTiming): number | null {
    const period = lastingProbePeriod(timing);
    const count = timing.clientAliveCountMax ?? defaultCountMax;
    if (period === null) return null;
    if (count <= 0) return hasQuirk(timing.openssh, "countZeroEnds") ? period : null;
    return (hasQuirk(timing.openssh, "doubledCount") ? Math.ceil((count + 1) / 2) : count + 1) * period;
}

/**
 * When sshd ends an idle session whose peer is well: with count 1 on 7.6 to 7.9, where the first interval counts twice,
 * and with count 0 before 8.2, after one interval. Null for never, as it should be.
 */
export function healthySessionEnds(timing: SshdTiming): number | null {
    const count = timing.clientAliveCountMax ?? defaultCountMax;
    const ends =
        (count === 1 && hasQuirk(timing.openssh, "doubledCount")) ||
        (count <= 0 && hasQuirk(timing.openssh, "countZeroEnds"));
    return ends ? probePeriod(timing) : null;
}

/**
 * When sshd ends the session of an unreachable peer: the smallest of
 * - (N + 1) × P, sshd's own count;
 * - P + R, the kernel's limit for the first unacknowledged probe (R: `retransmissionLimit`);
 * - time + probes × interval, TCP keepalive, if that is before the first probe. Later it does not count: the kernel
 *   sends no keepalive probes while it has data to retransmit.
 *
 * At interval 0, or where sshd's probes stop, TCP keepalive alone, or null where that is off too. Measured on 8.4, 9.2,
 * 10.0 and 10.6.
 */
export function sshdEndsUnreachable(timing: SshdTiming): number | null {
    return endsUnreachable(
        lastingProbePeriod(timing),
        sshdEndsUnresponsive(timing),
        tcpKeepaliveEnds(timing),
        timing.tcpRetries2,
    );
}

/** The period of probes that never stop; null where there are none, or where they stop. */
export function lastingProbePeriod(timing: SshdTiming): number | null {
    return probesStopAfter(timing) === null ? probePeriod(timing) : null;
}

/** As `lastingProbePeriod`, for the client. */
export function clientLastingProbePeriod(timing: ClientTiming): number | null {
    return clientProbesStopAfter(timing) === null ? clientProbePeriod(timing) : null;
}

/**
 * When the ssh client ends a session with a server whose kernel answers but whose sshd does not: (N + 1) × I; null at
 * interval 0, and where the probes stop. Up to 8.2, for a session in which the user does not type.
 * Source: clientloop.c; measured on 8.2, 8.4, 9.2, 10.0 and 10.6.
 */
export function clientEndsUnresponsive(timing: ClientTiming): number | null {
    const period = clientLastingProbePeriod(timing);
    return period === null ? null : (Math.max(0, timing.serverAliveCountMax ?? defaultCountMax) + 1) * period;
}

/** When the ssh client ends an idle session whose server is well: after one interval with count 0. Null for never. */
export function clientHealthySessionEnds(timing: ClientTiming): number | null {
    return (timing.serverAliveCountMax ?? defaultCountMax) <= 0 ? clientProbePeriod(timing) : null;
}

/** When the ssh client ends a session with an unreachable server: as `sshdEndsUnreachable`, with P = I. */
export function clientEndsUnreachable(timing: ClientTiming): number | null {
    return endsUnreachable(
        clientLastingProbePeriod(timing),
        clientEndsUnresponsive(timing),
        tcpKeepaliveEnds(timing),
        timing.tcpRetries2,
    );
}

function endsUnreachable(
    period: number | null,
    byCount: number | null,
    byTcpKeepalive: number | null,
    retries: number | undefined,
): number | null {
    if (period === null) return byTcpKeepalive;
    const beforeFirstProbe = byTcpKeepalive !== null && byTcpKeepalive < period ? byTcpKeepalive : null;
    return least(byCount, period + retransmissionLimit(retries), beforeFirstProbe);
}

/**
 * Whether a hop that forgets after `idleTimeout` still knows the connection when the next packet comes after `period`,
 * and how many seconds it had left (negative: too late). A period of null sends nothing, which no hop survives.
 */
export function survives(idleTimeout: number, period: number | null): { survives: boolean; margin: number | null } {
    if (period === null) return { survives: false, margin: null };
    return { survives: period < idleTimeout, margin: idleTimeout - period };
}

/** The smallest of the times, where null is "never". */
export function least(...times: (number | null)[]): number | null {
    const ends = times.filter((time) => time !== null);
    return ends.length === 0 ? null : Math.min(...ends);
}
