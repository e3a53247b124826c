/** The answer in two lines, and what to do: does an idle session survive, and when does a dead one end. */
import { duration } from "../duration";
import { intervalFor } from "../networkPath";
import { doublingVersions } from "../openssh";
import { defaultProfile, profileNamed } from "../profiles";
import type { Problem } from "../settings";
import type { HopReport, TimingReport } from "../timing/report";

export interface Answer {
    /** Whether nothing is wrong: idle sessions survive, dead ones are noticed, healthy ones are left alone. */
    readonly ok: boolean;
    /** Whether an idle session survives. */
    readonly idle: string;
    /** When a dead session ends. */
    readonly dead: string;
    /** What to do; empty if there is nothing to do. Each is one or two sentences. */
    readonly todo: readonly string[];
}

export interface AnswerParts {
    readonly timing: TimingReport;
    /** The same on the version that probes least often, where the version is not known. */
    readonly slowest?: TimingReport | undefined;
    readonly problems: readonly Problem[];
    /** The remedies for what this version does to the settings. */
    readonly harms: readonly string[];
    /** What was requested but this version cannot do. */
    readonly leftOut?: readonly string[];
}

/** Puts the answer into words. */
export function answerFor({ timing, slowest, problems, harms, leftOut = [] }: AnswerParts): Answer {
    const todo = [
        ...problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}.`),
        ...harms,
        ...leftOut.map((sentence) => `${sentence}; update OpenSSH, or do without.`),
        ...(problems.length === 0 && harms.length === 0 ? lostPathRemedy(timing) : []),
        ...(problems.length === 0 ? undetectedRemedy(timing) : []),
    ];
    return {
        ok: isSound(timing) && problems.length === 0 && leftOut.length === 0,
        idle: idleLine(timing, slowest),
        dead: deadLine(timing, slowest),
        todo,
    };
}

/** Whether the settings do what keepalive is for, and no harm. */
function isSound(timing: TimingReport): boolean {
    const { endsUnreachable, hops, healthySessionEnds, clientHealthySessionEnds, probesStopAfter } = timing;
    return (
        endsUnreachable !== null &&
        hops.every(({ survives }) => survives) &&
        healthySessionEnds === null &&
        clientHealthySessionEnds === null &&
        probesStopAfter === null
    );
}

function idleLine(timing: TimingReport, slowest: TimingReport | undefined): string {
    const cut = timing.healthySessionEnds ?? timing.clientHealthySessionEnds;
    if (cut !== null) return `A healthy idle session is cut after ${duration(cut)}, on every path.`;
    const lost = firstLost(timing.hops);
    if (lost !== undefined) return `An idle session does not survive this path: ${droppedBy(lost)}.`;
    const lostByDoubling = firstLost(slowest?.hops ?? []);
    if (lostByDoubling !== undefined)
        return `An idle session survives this path, but not on ${doublingVersions}: there, ${droppedBy(lostByDoubling)}.`;

    const nearest = timing.hops.reduce<HopReport | undefined>(
        (least, hop) => (least && (least.margin ?? 0) <= (hop.margin ?? 0) ? least : hop),
        undefined,
    );
    if (nearest !== undefined)
        return `An idle session survives this path: a packet crosses it every ${duration(nearest.silence)}, and ${nearest.title} waits ${duration(nearest.idleTimeout)} for one.`;

    if (timing.silence === null)
        return "Nothing keeps an idle session alive: no packet crosses the connection, and a hop that drops silent connections drops it.";

    const longer =
        slowest?.silence != null && slowest.silence > timing.silence
            ? ` (${duration(slowest.silence)} on ${doublingVersions})`
            : "";
    return `An idle session survives every hop that waits longer than ${duration(timing.silence)}${longer} for a packet.`;
}

function deadLine({ endsUnreachable, endsUnresponsive }: TimingReport, slowest: TimingReport | undefined): string {
    if (endsUnreachable === null && endsUnresponsive === null) return "A dead session never ends: nothing detects it.";
    const doubled =
        slowest !== undefined && slowest.endsUnresponsive !== endsUnresponsive
            ? `; on ${doublingVersions}, after ${duration(slowest.endsUnresponsive)} if the peer hangs`
            : "";
    if (endsUnresponsive === null)
        return `A dead session ends after ${duration(endsUnreachable)} if the peer is unreachable, and never if the peer hangs.`;

    if (endsUnreachable === endsUnresponsive)
        return `A dead session ends after ${duration(endsUnresponsive)}${doubled}.`;
    return `A dead session ends after ${duration(endsUnreachable)} if the peer is unreachable, and after ${duration(endsUnresponsive)} if the peer hangs${doubled}.`;
}

function firstLost(hops: readonly HopReport[]): HopReport | undefined {
    return hops
        .filter(({ survives }) => !survives)
        .sort((a, b) => a.idleTimeout - b.idleTimeout)
        .at(0);
}

function droppedBy({ title, idleTimeout, silence }: HopReport): string {
    const next = silence === null ? "nothing is sent" : `the next packet comes after ${duration(silence)}`;
    return `${title} drops the connection after ${duration(idleTimeout)}, and ${next}`;
}

function lostPathRemedy(timing: TimingReport): string[] {
    const interval = intervalFor(timing.hops.map(({ name }) => name));
    if (firstLost(timing.hops) === undefined || interval === undefined) return [];
    return [
        `Set ClientAliveInterval on the server, or ServerAliveInterval on the client, to ${interval}: that keeps every hop, on every OpenSSH version.`,
    ];
}

function undetectedRemedy({ endsUnreachable, endsUnresponsive }: TimingReport): string[] {
    const interval = profileNamed(defaultProfile)?.server.clientAliveInterval;
    if (endsUnreachable === null)
        return [`Set ClientAliveInterval to ${interval}, so that dead sessions are detected.`];
    if (endsUnresponsive !== null) return [];
    return [`Set ClientAliveInterval to ${interval}, so that the session of a peer that hangs ends too.`];
}
