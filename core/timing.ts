/**
 * When a connection really ends. Every time is in seconds, counted from the last data of the peer; null is "never".
 *
 * Two ways for a peer to be gone are kept apart: it is *unreachable* when nothing comes back at all (cable pulled, NAT
 * entry lost), and *unresponsive* when its kernel still acknowledges what is sent, but its ssh says nothing (stopped,
 * hung). A user who merely does not type is neither, and none of these timers ends that session.
 */
import { defaultCountMax, kernelDefaults } from "./directives";
import { doublesInterval, isAtLeast, type OpenSshVersionLike } from "./openssh";
import type { ClientSettings, KernelSettings, ServerSettings } from "./settings";

/** The number of retransmissions after which Linux gives up, where nobody changed `net.ipv4.tcp_retries2`. */
export const defaultTcpRetries2 = 15;

/** What sshd's end of a connection depends on. What is not given is OpenSSH's or the kernel's default. */
export interface SshdTiming extends Pick<
    ServerSettings,
    "tcpKeepAlive" | "clientAliveInterval" | "clientAliveCountMax"
> {
    /** The server's OpenSSH version; without it, one that probes at every interval. */
    openssh?: OpenSshVersionLike | undefined;
    kernel?: KernelSettings | undefined;
    /** `net.ipv4.tcp_retries2` on the server. */
    tcpRetries2?: number | undefined;
}

/** What the client's end of a connection depends on. What is not given is OpenSSH's or the kernel's default. */
export interface ClientTiming extends ClientSettings {
    /** The kernel values of the client's machine. */
    kernel?: KernelSettings | undefined;
    /** `net.ipv4.tcp_retries2` on the client's machine. */
    tcpRetries2?: number | undefined;
}

/**
 * Time between two questions that sshd really sends: P = I, but 2 × I in OpenSSH 9.2 to 9.4 (see `doublesInterval`).
 * Null at interval 0. Source: serverloop.c; measured on 8.4, 9.2 and 10.0.
 */
export function probePeriod({ clientAliveInterval = 0, openssh }: SshdTiming): number | null {
    if (clientAliveInterval <= 0) return null;
    return openssh !== undefined && doublesInterval(openssh) ? 2 * clientAliveInterval : clientAliveInterval;
}

/**
 * How long Linux retransmits one unanswered segment before it ends the connection: the sum of min(0.2 × 2^k, 120) for
 * k = 0 … n, n = `tcp_retries2`; 924.6 s at 15, 12.6 s at 5. A lower bound, because the first timeout is a little above
 * 0.2 s on a short path and more on a long one. Source: kernel ip-sysctl; measured 938 to 947 s at 15, 13.4 s at 5.
 */
export function retransmissionLimit(tcpRetries2: number = defaultTcpRetries2): number {
    // The sum of the doubling part is a power of two; summing tenths would gather rounding errors.
    const timeouts = Math.max(0, Math.floor(tcpRetries2)) + 1;
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
 * manual page says, because the count is raised before it is compared. Null at interval 0: TCP keepalive is content
 * with the kernel's answer. With N = 0 null since 8.2, and P before. Source: serverloop.c, packet.c; measured.
 */
export function sshdEndsUnresponsive(timing: SshdTiming): number | null {
    const period = probePeriod(timing);
    const count = timing.clientAliveCountMax ?? defaultCountMax;
    if (period === null) return null;
    if (count <= 0 && (timing.openssh === undefined || isAtLeast(timing.openssh, "8.2"))) return null;
    return (Math.max(0, count) + 1) * period;
}

/**
 * When sshd ends the session of an unreachable peer: the least of
 * - (N + 1) × P, sshd's own count;
 * - P + R, the kernel's limit for the first question that nobody acknowledges (R: `retransmissionLimit`);
 * - time + probes × interval, TCP keepalive, if that is before the first question. Later it does not count: the kernel
 *   sends no keepalive probes while it has data to retransmit.
 *
 * At interval 0, TCP keepalive alone, or null where that is off too. Measured on 8.4, 9.2 and 10.0.
 */
export function sshdEndsUnreachable(timing: SshdTiming): number | null {
    return endsUnreachable(
        probePeriod(timing),
        sshdEndsUnresponsive(timing),
        tcpKeepaliveEnds(timing),
        timing.tcpRetries2,
    );
}

/**
 * When the ssh client ends a session with a server whose kernel answers but whose sshd does not: (N + 1) × I on every
 * version; null at interval 0. Source: clientloop.c; measured on 8.4, 9.2 and 10.0.
 */
export function clientEndsUnresponsive({ serverAliveInterval = 0, serverAliveCountMax }: ClientTiming): number | null {
    if (serverAliveInterval <= 0) return null;
    return (Math.max(0, serverAliveCountMax ?? defaultCountMax) + 1) * serverAliveInterval;
}

/** When the ssh client ends a session with an unreachable server: as `sshdEndsUnreachable`, with P = I on every version. */
export function clientEndsUnreachable(timing: ClientTiming): number | null {
    const interval = timing.serverAliveInterval ?? 0;
    return endsUnreachable(
        interval > 0 ? interval : null,
        clientEndsUnresponsive(timing),
        tcpKeepaliveEnds(timing),
        timing.tcpRetries2,
    );
}

function endsUnreachable(
    period: number | null,
    byCount: number | null,
    byTcpKeepalive: number | null,
    tcpRetries2: number | undefined,
): number | null {
    if (period === null) return byTcpKeepalive;
    const beforeFirstQuestion = byTcpKeepalive !== null && byTcpKeepalive < period ? byTcpKeepalive : null;
    return least(byCount, period + retransmissionLimit(tcpRetries2), beforeFirstQuestion);
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
