/** What is easy to overlook in the numbers, one sentence each. */
import { maxSeconds, minInterval, minSeconds } from "../bounds";
import { globalType, globalTypeSince } from "../channelTypes";
import { duration } from "../duration";
import { hopLimit } from "../hops";
import { marginFor } from "../networkPath";
import { doublesInterval } from "../openssh";
import type { PartialSettings, ServerSettings } from "../settings";
import { knows, unknownKeywords } from "../unknownSettings";
import type { Conditions, HopReport, TimingReport } from "./report";

type Numbers = Omit<TimingReport, "warnings">;
type Server = ServerSettings & { clientAliveInterval: number; clientAliveCountMax: number };
type Given = PartialSettings & Conditions & { tcpRetries2: number };

/** The warnings for a report; `server` has its defaults filled in, `given` is the caller's input. */
export function timingWarnings(report: Numbers, server: Server, given: Given): string[] {
    return [
        ...harmWarnings(report, server, given),
        ...periodWarnings(report, server),
        ...detectionWarnings(report, server, given),
        ...directiveWarnings(report, server),
        ...report.hops.flatMap(hopWarning),
        ...report.hops.flatMap(hopLimit),
    ];
}

/** See `harmsOf`. */
export function harmWarnings(report: Numbers, server: ServerSettings, given: Conditions & PartialSettings): string[] {
    return [
        ...healthyWarnings(report, server, given),
        ...rekeyWarnings(report, given),
        ...unusedTimeoutWarnings(report, server),
    ];
}

function healthyWarnings(report: Numbers, server: ServerSettings, { client }: PartialSettings): string[] {
    const { openssh, healthySessionEnds, clientHealthySessionEnds } = report;
    const warnings: string[] = [];
    if (healthySessionEnds !== null && server.clientAliveCountMax === 0) {
        warnings.push(
            `OpenSSH ${openssh} ends healthy idle sessions after ${duration(healthySessionEnds)}, because ClientAliveCountMax is 0; give 1 or more, or 2 or more on 7.6 to 7.9.`,
        );
    } else if (healthySessionEnds !== null) {
        warnings.push(
            `OpenSSH ${openssh} counts each interval twice and ends healthy idle sessions after ${duration(healthySessionEnds)} with ClientAliveCountMax 1; give 2 or more, or update OpenSSH (fixed in 8.0).`,
        );
    }
    if (clientHealthySessionEnds !== null && client?.serverAliveCountMax === 0) {
        warnings.push(
            `ssh ends healthy idle sessions after ${duration(clientHealthySessionEnds)}, because ServerAliveCountMax is 0; give 1 or more.`,
        );
    }
    return warnings;
}

function rekeyWarnings(report: Numbers, { rekeyInterval, clientRekeyInterval }: Conditions): string[] {
    const { openssh, probesStopAfter, clientProbesStopAfter } = report;
    const remedy = "remove the time from RekeyLimit (keep its amount of data)";
    const stops = (after: number) => (after === 0 ? "never probes" : `stops probing ${duration(after)} into a session`);
    const warnings: string[] = [];
    if (probesStopAfter !== null) {
        warnings.push(
            `OpenSSH ${openssh} ${stops(probesStopAfter)}, because RekeyLimit has a time (${rekeyInterval} s): from then on no hung peer is detected and hops drop the idle connection; ${remedy}, or update OpenSSH (fixed in 8.7).`,
        );
    }
    if (clientProbesStopAfter !== null) {
        warnings.push(
            `The client ${stops(clientProbesStopAfter)}, because its RekeyLimit has a time (${clientRekeyInterval} s); ${remedy}, or update OpenSSH (fixed in 8.3).`,
        );
    }
    return warnings;
}

function unusedTimeoutWarnings(
    { openssh, probePeriod }: Numbers,
    { clientAliveInterval = 0, unusedConnectionTimeout = 0 }: ServerSettings,
): string[] {
    const isDoubled = openssh !== null && doublesInterval(openssh);
    if (probePeriod === null || isDoubled || probePeriod === clientAliveInterval) return [];
    return [
        `OpenSSH ${openssh} probes every ${probePeriod} s instead of ${clientAliveInterval} s, because UnusedConnectionTimeout ${unusedConnectionTimeout} is shorter than the interval; give a timeout of ${clientAliveInterval} or more, or an interval of ${unusedConnectionTimeout} or less (fixed in 10.3).`,
    ];
}

/** That OpenSSH probes at another time than configured. */
export function periodWarnings({ openssh, probePeriod }: Numbers, { clientAliveInterval }: ServerSettings): string[] {
    if (probePeriod === null || openssh === null || !doublesInterval(openssh)) return [];
    const how = probePeriod === 2 * (clientAliveInterval ?? 0) ? "twice" : "more than";
    return [
        `OpenSSH ${openssh} probes every ${probePeriod} s, ${how} the ClientAliveInterval of ${clientAliveInterval} (fixed in 9.5).`,
    ];
}

function detectionWarnings(report: Numbers, server: Server, given: Given): string[] {
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
    if (endsUnresponsive !== null && endsUnresponsive > maxSeconds)
        warnings.push(`A hung peer's session stays for ${duration(endsUnresponsive)}.`);

    if (endsUnreachable !== null && endsUnresponsive !== null && endsUnreachable < endsUnresponsive) {
        const why =
            probePeriod !== null && endsUnreachable > probePeriod
                ? `the kernel gives up retransmitting (tcp_retries2 ${given.tcpRetries2})`
                : "TCP keepalive ends it before sshd sends its first probe";
        warnings.push(
            `An unreachable peer's session ends after ${duration(endsUnreachable)}, not after ${duration(endsUnresponsive)}: ${why}.`,
        );
    }
    if (tcpKeepAlive === false && given.kernel !== undefined && Object.keys(given.kernel).length > 0)
        warnings.push("The kernel's keepalive values do not affect sshd, because TCPKeepAlive is no.");

    return warnings;
}

function directiveWarnings(
    { openssh, idleSessionEnds, unusedConnectionEnds }: Numbers,
    server: ServerSettings,
): string[] {
    const warnings: string[] = [];
    for (const { keyword, since } of unknownKeywords(server, openssh ?? undefined))
        warnings.push(`OpenSSH ${openssh} does not know ${keyword} (since ${since}).`);

    if (server.channelTimeout?.[globalType] !== undefined && !knows(openssh ?? undefined, globalTypeSince)) {
        warnings.push(
            `OpenSSH ${openssh} does not know the ChannelTimeout type global (since ${globalTypeSince}) and ignores it silently.`,
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
    if (silence === null) {
        return [
            `Nothing crosses ${title} while the session is idle, so it drops the connection after ${idleTimeout} s.`,
        ];
    }
    if (!survives)
        return [`${title} drops the connection after ${idleTimeout} s; the next packet comes after ${silence} s.`];
    if (margin === null || margin >= marginFor(idleTimeout)) return [];
    return [
        `${title} drops the connection after ${idleTimeout} s, only ${margin} s after the next packet is due; a margin of ${Math.ceil(marginFor(idleTimeout))} s is advised.`,
    ];
}
