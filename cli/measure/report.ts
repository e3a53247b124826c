/** The result as text. */
import { longestDerivedInterval } from "../../core/networkPath";
import { sshClientLines } from "../../core/render/sshConfig";
import { sshdLines } from "../../core/render/sshdConfig";
import { conclude, type Finding } from "./finding";
import type { Measurement } from "./measure";
import { picture } from "./picture";
import type { Screen } from "./screen";
import { type Bounds, type Breaker, breakers, otherThan } from "./trials";

/** The names of the ends in sentences. */
export const breakerNames: Record<Breaker, string> = { client: "you send first", host: "host sends first" };

/** The answer first, then the evidence, then what to do. */
export function reportText(measurement: Measurement, screen: Screen): string {
    const finding = conclude(measurement);
    return [
        [answer(measurement, finding)],
        breakers.map((breaker) => direction(breaker, finding)),
        picture(measurement, finding, screen),
        remarks(measurement, finding),
        recommendation(measurement, finding),
    ]
        .filter((part) => part.length > 0)
        .map((part) => part.flatMap((line) => screen.wrap(line)).join("\n"))
        .join("\n\n")
        .concat("\n");
}

function answer(measurement: Measurement, { atLeast, atMost }: Finding): string {
    const { host, interrupted, failure, upTo, hostSpeaksAfter, hostEndsAfter } = measurement;
    const soFar = interrupted || failure !== null ? "So far: t" : "T";
    if (atMost !== null) {
        return atLeast === 0
            ? `${soFar}he path to ${host} drops a connection that is idle for ${atMost} s, the shortest time that was tried.`
            : `${soFar}he path to ${host} keeps an idle connection for ${atLeast} s, and drops it within ${atMost} s.`;
    }
    if (atLeast === 0)
        return `There is no result for the path to ${host} yet: no idle session of both ends has been used.`;
    const keeps = `${soFar}he path to ${host} keeps an idle connection for at least ${atLeast} s`;
    if (interrupted || failure !== null) return `${keeps}; no connection was lost.`;
    if (hostSpeaksAfter !== null) return `${keeps}; the host itself sends a packet after ${hostSpeaksAfter} s.`;
    if (hostEndsAfter !== null) return `${keeps}; the host ends an idle session after ${hostEndsAfter} s.`;
    return `${keeps}; no connection was lost${atLeast >= upTo ? ", up to the limit (--up-to)" : ""}.`;
}

function direction(breaker: Breaker, { bounds, how }: Finding): string {
    const { kept, lost } = bounds[breaker];
    const ways = { dropped: "no answer", reset: "connection reset" };
    const end = how[breaker];
    return [
        `${`${breakerNames[breaker]}:`.padEnd(20)}${kept === 0 ? "never kept" : `kept after ${kept} s`}`,
        ...(lost === null ? [] : [`lost after ${lost} s${end === null ? "" : ` (${ways[end]})`}`]),
    ].join(", ");
}

function remarks(measurement: Measurement, finding: Finding): string[] {
    const { hostSpeaksAfter, tcpKeepaliveTime, jumpHosts, proxyCommand } = measurement;
    const { atLeast, atMost, bounds } = finding;
    const remarks: string[] = [];
    for (const breaker of breakers) {
        const remark = oneSided(breaker, bounds[breaker], bounds[otherThan(breaker)]);
        if (remark !== undefined) remarks.push(remark);
        if (bounds[breaker].contradictions > 0) {
            remarks.push(
                `The path is irregular where ${breakerNames[breaker]}: ${bounds[breaker].contradictions} of the trials contradict this result.`,
            );
        }
    }
    if (atMost === null && hostSpeaksAfter !== null) {
        remarks.push(
            `The host's own probes (ClientAliveInterval) arrive every ${hostSpeaksAfter} s, so with its current settings, idle sessions survive this path. To measure the path's idle timeout, disable the probes for your user during the measurement: "Match User NAME" and "ClientAliveInterval 0" at the end of its sshd_config.`,
        );
    }
    if (atMost === null && tcpKeepaliveTime !== null && atLeast === tcpKeepaliveTime) {
        remarks.push(
            `The host's kernel sends TCP keepalive probes after ${tcpKeepaliveTime} s (if its sshd has TCPKeepAlive yes, the default), which may have kept connections that were idle for longer, so those prove nothing.`,
        );
    }
    if (jumpHosts.length > 0) {
        remarks.push(
            `Through ${jumpHosts.join(", ")}: all legs were idle, so the result is the shortest timeout among them.`,
        );
    }
    if (proxyCommand)
        remarks.push("Through your ProxyCommand: if that program sends its own keepalives, its leg was never idle.");

    if (finding.likely.length > 0) remarks.push(`Known hops with such a timeout: ${finding.likely.join(", ")}.`);
    return [...remarks, ...measurement.notes];
}

function oneSided(breaker: Breaker, own: Bounds, other: Bounds): string | undefined {
    if (own.lost === null || own.kept >= (other.lost ?? Infinity) || other.kept < own.lost) return undefined;
    return breaker === "host"
        ? "A hop restores a dropped connection for packets from your side, but not from the host's: a late sshd probe (ClientAliveInterval) is lost, while your input still gets through."
        : "A hop restores a dropped connection for packets from the host's side, but not from yours.";
}

function recommendation({ hostSpeaksAfter, hostEndsAfter }: Measurement, finding: Finding): string[] {
    const { networkPath, derived, atMost } = finding;
    if (networkPath === null || derived === null) return [];
    const cautious = atMost === null && (derived.server.clientAliveInterval ?? 0) < longestDerivedInterval;
    const isLimited = hostSpeaksAfter !== null || hostEndsAfter !== null;
    const reason = isLimited ? ", more cautious than the path may need" : "";
    return [
        "For your Pulumi program:",
        `    networkPath: [${JSON.stringify(networkPath[0])}],`,
        `which results in${cautious ? reason || ", on the safe side" : ""}:`,
        ...[...sshdLines(derived.server), ...sshClientLines(derived.client)].map((line) => `    ${line}`),
        `Details: npx pulumi-ssh-keepalive explain --path ${networkPath[0]}`,
    ];
}
