import { rowOf, sshClientDirectives, sshdDirectives } from "../core/directives";
import type { ClientSettings, ServerSettings } from "../core/settings";
import { clientEndsUnresponsive, probePeriod, sshdEndsUnresponsive } from "../core/timing";
import { isUnset, type Reading } from "./parsers/reading";
import type { Statement } from "./resources/types";

/** The end of a connection that probes the other end: sshd or ssh, described in the same terms. */
export interface End {
    /** The program at this end. */
    program: "sshd" | "ssh";
    where: string;
    keywords: { interval: string; count: string };
    /** Known values; undefined when not set or not yet known. */
    interval?: number;
    count?: number;
    tcpKeepAlive?: boolean;
    /** Whether the setting is known to be left at its default. */
    unset: { interval: boolean; count: boolean; tcpKeepAlive: boolean };
    /** Seconds between two probes on the given OpenSSH version; null if there are none, or the period is unknown. */
    period(openssh?: string): number | null;
    /** Seconds until the session of a peer that does not answer ends; null if it never ends, or the time is unknown. */
    endsUnresponsive(openssh?: string): number | null;
}

/** The ends whose settings the statement contains. */
export function endsOf(statement: Statement): End[] {
    return [
        ...(statement.server === undefined ? [] : [sshdEnd(statement.where, statement.server)]),
        ...(statement.client === undefined ? [] : [sshEnd(statement.where, statement.client)]),
    ];
}

function sshdEnd(where: string, reading: Reading<ServerSettings>): End {
    const { tcpKeepAlive, clientAliveInterval: interval, clientAliveCountMax: count } = reading.settings;
    const countIsKnown = !reading.unknown.has("clientAliveCountMax");
    return {
        program: "sshd",
        where,
        keywords: {
            interval: rowOf(sshdDirectives, "clientAliveInterval").keyword,
            count: rowOf(sshdDirectives, "clientAliveCountMax").keyword,
        },
        ...known({ interval, count, tcpKeepAlive }),
        unset: {
            interval: isUnset(reading, "clientAliveInterval"),
            count: isUnset(reading, "clientAliveCountMax"),
            tcpKeepAlive: isUnset(reading, "tcpKeepAlive"),
        },
        period: (openssh) => probePeriod({ ...reading.settings, openssh }),
        endsUnresponsive: (openssh) => (countIsKnown ? sshdEndsUnresponsive({ ...reading.settings, openssh }) : null),
    };
}

function sshEnd(where: string, reading: Reading<ClientSettings>): End {
    const { tcpKeepAlive, serverAliveInterval: interval, serverAliveCountMax: count } = reading.settings;
    const countIsKnown = !reading.unknown.has("serverAliveCountMax");
    return {
        program: "ssh",
        where,
        keywords: {
            interval: rowOf(sshClientDirectives, "serverAliveInterval").keyword,
            count: rowOf(sshClientDirectives, "serverAliveCountMax").keyword,
        },
        ...known({ interval, count, tcpKeepAlive }),
        unset: {
            interval: isUnset(reading, "serverAliveInterval"),
            count: isUnset(reading, "serverAliveCountMax"),
            tcpKeepAlive: isUnset(reading, "tcpKeepAlive"),
        },
        // The client never waited two intervals, so its version does not matter.
        period: () => (interval !== undefined && interval > 0 ? interval : null),
        endsUnresponsive: () => (countIsKnown ? clientEndsUnresponsive(reading.settings) : null),
    };
}

type Values = { interval: number | undefined; count: number | undefined; tcpKeepAlive: boolean | undefined };

function known(values: Values): Pick<End, "interval" | "count" | "tcpKeepAlive"> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
