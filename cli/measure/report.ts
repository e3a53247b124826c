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
export const speakers: Record<Breaker, string> = { client: "you speak first", host: "host speaks first" };

/** The answer first, then the evidence, then what to do. */
export function reportText(measurement: Measurement, screen: Screen): string {
    const finding = conclude(measurement);
    return [
        [answer(measurement, finding)],
        breakers.map((breaker) => direction(breaker, finding)),
        picture(measurement, finding, screen),
        remarks(measurement, finding),
        whatToDo(measurement, finding),
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
            ? `${soFar}he path to ${host} loses a connection that is silent for ${atMost} s, the shortest silence that was tried.`
            : `${soFar}he path to ${host} remembers a silent connection for ${atLeast} s, and has forgotten it after ${atMost} s.`;
    }
    if (atLeast === 0) return `Nothing is known about the path to ${host} yet: no silence has ended at both ends.`;
    const remembers = `${soFar}he path to ${host} remembers a silent connection for at least ${atLeast} s`;
    if (interrupted || failure !== null) return `${remembers}; nothing was lost.`;
    if (hostSpeaksAfter !== null)
        return `${remembers}; the host lets no silence grow longer than ${hostSpeaksAfter} s.`;
    if (hostEndsAfter !== null) return `${remembers}; the host ends an idle session after ${hostEndsAfter} s.`;
    return `${remembers}; nothing was lost${atLeast >= upTo ? ", up to the limit (--up-to)" : ""}.`;
}

function direction(breaker: Breaker, { bounds, how }: Finding): string {
    const { kept, lost } = bounds[breaker];
    const ways = { dropped: "no answer", reset: "connection reset" };
    const end = how[breaker];
    return [
        `${`${speakers[breaker]}:`.padEnd(20)}${kept === 0 ? "never kept" : `kept after ${kept} s`}`,
        ...(lost === null ? [] : [`lost after ${lost} s${end === null ? "" : ` (${ways[end]})`}`]),
    ].join(", ");
}

function remarks(measurement: Measurement, finding: Finding): string[] {
    const { hostSpeaksAfter, tcpKeepaliveTime, jumpHosts, proxyCommand } = measurement;
    const { atLeast, atMost, bounds } = finding;
    const told: string[] = [];
    for (const breaker of breakers) {
        const remark = oneSided(breaker, bounds[breaker], bounds[otherThan(breaker)]);
        if (remark !== undefined) told.push(remark);
        if (bounds[breaker].contradictions > 0) {
            told.push(
                `The path is not regular where ${speakers[breaker]}: ${bounds[breaker].contradictions} of the trials say otherwise.`,
            );
        }
    }
    if (atMost === null && hostSpeaksAfter !== null) {
        told.push(
            `The host's own probes (ClientAliveInterval) come every ${hostSpeaksAfter} s and get through, so as it is set now, idle sessions survive this path. To find out how long the path remembers, switch them off for your user while you measure: "Match User NAME" and "ClientAliveInterval 0" at the end of its sshd_config.`,
        );
    }
    if (atMost === null && tcpKeepaliveTime !== null && atLeast === tcpKeepaliveTime) {
        told.push(
            `The host's kernel sends TCP keepalive after ${tcpKeepaliveTime} s, which may have kept the connections of longer silences (if its sshd says TCPKeepAlive yes, the default), so they prove nothing.`,
        );
    }
    if (jumpHosts.length > 0) {
        told.push(
            `Through ${jumpHosts.join(", ")}: all legs were silent, so the one with the shortest timeout counts.`,
        );
    }
    if (proxyCommand)
        told.push("Through your ProxyCommand: if that program sends keepalives of its own, its leg was never silent.");

    if (finding.likely.length > 0) told.push(`Known hops with such a timeout: ${finding.likely.join(", ")}.`);
    return [...told, ...measurement.notes];
}

function oneSided(breaker: Breaker, own: Bounds, other: Bounds): string | undefined {
    if (own.lost === null || own.kept >= (other.lost ?? Infinity) || other.kept < own.lost) return undefined;
    return breaker === "host"
        ? "A hop re-creates a forgotten connection for packets from your side, but not from the host's: a late sshd probe (ClientAliveInterval) is lost, while what you type still gets through."
        : "A hop re-creates a forgotten connection for packets from the host's side, but not from yours.";
}

function whatToDo({ hostSpeaksAfter, hostEndsAfter }: Measurement, finding: Finding): string[] {
    const { networkPath, derived, atMost } = finding;
    if (networkPath === null || derived === null) return [];
    const cautious = atMost === null && (derived.server.clientAliveInterval ?? 0) < longestDerivedInterval;
    const hindered = hostSpeaksAfter !== null || hostEndsAfter !== null;
    const reason = hindered ? ", more cautious than the path may need" : "";
    return [
        "For your Pulumi program:",
        `    networkPath: [${JSON.stringify(networkPath[0])}],`,
        `which makes of it${cautious ? reason || ", on the safe side" : ""}:`,
        ...[...sshdLines(derived.server), ...sshClientLines(derived.client)].map((line) => `    ${line}`),
        `All of it: npx pulumi-ssh-keepalive explain --path ${networkPath[0]}`,
    ];
}
