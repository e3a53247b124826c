/** What somebody who reads only the numbers would get wrong, one sentence each. */
import { globalType } from "./channelTypes";
import { maxSeconds, minInterval, minSeconds } from "./bounds";
import type { HopReport, TimedSettings, TimingReport } from "./describeTiming";
import { duration } from "./duration";
import { marginFor } from "./networkPath";
import { isAtLeast } from "./openssh";
import type { ServerSettings } from "./settings";

type Numbers = Omit<TimingReport, "warnings">;

/** The warnings for a report; `server` has its defaults filled in, `given` is as the caller has it. */
export function timingWarnings(
    report: Numbers,
    server: ServerSettings & { clientAliveInterval: number; clientAliveCountMax: number },
    given: TimedSettings & { tcpRetries2: number },
): string[] {
    return [
        ...periodWarnings(report, server),
        ...detectionWarnings(report, server, given),
        ...directiveWarnings(report, server),
        ...report.hops.flatMap(hopWarning),
    ];
}

function periodWarnings({ openssh, probePeriod }: Numbers, { clientAliveInterval }: ServerSettings): string[] {
    if (probePeriod === null || probePeriod === clientAliveInterval) return [];
    return [
        `OpenSSH ${openssh} probes every ${probePeriod} s, twice the ClientAliveInterval of ${clientAliveInterval} (mended in 9.5).`,
    ];
}

function detectionWarnings(
    report: Numbers,
    server: ServerSettings & { clientAliveInterval: number; clientAliveCountMax: number },
    given: TimedSettings & { tcpRetries2: number },
): string[] {
    const { probePeriod, endsUnreachable, endsUnresponsive } = report;
    const { clientAliveCountMax, tcpKeepAlive } = server;
    const warnings: string[] = [];
    if (probePeriod === null) {
        if (tcpKeepAlive === false) {
            warnings.push("Nothing detects a dead peer: TCPKeepAlive is no and ClientAliveInterval is 0.");
        } else {
            warnings.push(
                "Only TCP keepalive detects a dead peer; its probes can be spoofed, and it never ends a session whose peer is hung.",
            );
        }
    } else if (clientAliveCountMax === 0) {
        warnings.push(
            "ClientAliveCountMax 0 means “never end the session” since OpenSSH 8.2 and “end it at the first interval” before.",
        );
    }
    if (probePeriod !== null && probePeriod < minInterval) {
        warnings.push(
            `A probe every ${probePeriod} s is aggressive; no known hop needs one more often than ${minInterval} s.`,
        );
    }
    if (endsUnresponsive !== null && endsUnresponsive < minSeconds) {
        warnings.push(
            `An outage of ${duration(endsUnresponsive)} already ends sessions; ${minSeconds} s or more is advised.`,
        );
    }
    if (endsUnresponsive !== null && endsUnresponsive > maxSeconds) {
        warnings.push(`A hung peer's session stays for ${duration(endsUnresponsive)}.`);
    }
    if (endsUnreachable !== null && endsUnresponsive !== null && endsUnreachable < endsUnresponsive) {
        const why =
            probePeriod !== null && endsUnreachable > probePeriod
                ? `the kernel gives up retransmitting (tcp_retries2 ${given.tcpRetries2})`
                : "TCP keepalive ends it before sshd asks for the first time";
        warnings.push(
            `An unreachable peer's session ends after ${duration(endsUnreachable)}, not after ${duration(endsUnresponsive)}: ${why}.`,
        );
    }
    if (tcpKeepAlive === false && given.kernel !== undefined && Object.keys(given.kernel).length > 0) {
        warnings.push("The kernel's keepalive values do not concern sshd, because TCPKeepAlive is no.");
    }
    return warnings;
}

function directiveWarnings(
    { openssh, idleSessionEnds, unusedConnectionEnds }: Numbers,
    server: ServerSettings,
): string[] {
    const { channelTimeout, unusedConnectionTimeout } = server;
    const warnings: string[] = [];
    const tooOld = openssh !== null && !isAtLeast(openssh, "9.2");
    for (const [keyword, value] of Object.entries({
        ChannelTimeout: channelTimeout,
        UnusedConnectionTimeout: unusedConnectionTimeout,
    })) {
        if (value !== undefined && tooOld) warnings.push(`OpenSSH ${openssh} does not know ${keyword} (since 9.2).`);
    }
    if (channelTimeout?.[globalType] !== undefined && openssh !== null && !isAtLeast(openssh, "9.7")) {
        warnings.push(
            `OpenSSH ${openssh} does not know the ChannelTimeout type global (since 9.7) and ignores it silently.`,
        );
    }
    if (idleSessionEnds !== null && unusedConnectionEnds === null) {
        warnings.push(
            "An idle session's channel is closed, but its connection may stay open; UnusedConnectionTimeout ends it.",
        );
    }
    return warnings;
}

function hopWarning({ title, idleTimeout, silence, survives, margin }: HopReport): string[] {
    if (silence === null)
        return [`Nothing crosses ${title} while the session is idle: it forgets it after ${idleTimeout} s.`];
    if (!survives)
        return [`${title} forgets the connection after ${idleTimeout} s; the next packet comes after ${silence} s.`];
    if (margin === null || margin >= marginFor(idleTimeout)) return [];
    return [
        `${title}: only ${margin} s are left before it forgets (${idleTimeout} s); ${Math.ceil(marginFor(idleTimeout))} s are advised.`,
    ];
}
