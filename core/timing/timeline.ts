/** What a timeline of the timing model shows, however it is drawn. All in seconds. */
import type { HopReport, TimingReport } from "./report";

/** One way in which a session ends: which end ends it, and what has become of its peer. */
export interface PeerRow {
    readonly name: string;
    /** Between two probes; null where none are sent. */
    readonly period: number | null;
    /** When the probes stop; null where they do not. */
    readonly stop: number | null;
    /** When the session ends; null for never. */
    readonly end: number | null;
}

export interface Timeline {
    readonly peers: readonly PeerRow[];
    readonly hops: readonly HopReport[];
    /** The last event, with which the scale ends; 0 where nothing ever happens. */
    readonly horizon: number;
}

export function timelineOf(timing: TimingReport): Timeline {
    const peers = peerRows(timing);
    const last = Math.max(0, ...peers.map(({ end }) => end ?? 0));
    // A hop that forgets much later than the session ends would press everything else into the first columns.
    const hops = timing.hops.filter(({ idleTimeout }) => last === 0 || idleTimeout <= 2 * last);
    return { peers, hops, horizon: Math.max(last, ...hops.map(({ idleTimeout }) => idleTimeout)) };
}

function peerRows(timing: TimingReport): PeerRow[] {
    const server = { period: timing.probePeriod, stop: timing.probesStopAfter };
    const client = { period: timing.clientProbePeriod, stop: timing.clientProbesStopAfter };
    return [
        { name: "sshd: peer hung", ...server, end: timing.endsUnresponsive },
        { name: "sshd: peer lost", ...server, end: timing.endsUnreachable },
        ...(client.period === null
            ? []
            : [
                  { name: "ssh: server hung", ...client, end: timing.clientEndsUnresponsive },
                  { name: "ssh: server lost", ...client, end: timing.clientEndsUnreachable },
              ]),
    ];
}
