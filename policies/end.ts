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
export function endsOf({ where, server, client }: Statement): End[] {
    return [
        ...(server === undefined ? [] : [sshdEnd(where, server)]),
        ...(client === undefined ? [] : [sshEnd(where, client)]),
    ];
}

function sshdEnd(where: string, reading: Reading<ServerSettings>): End {
    const { settings, unknown } = reading;
    const { clientAliveInterval, clientAliveCountMax, tcpKeepAlive } = settings;
    return {
        program: "sshd",
        where,
        keywords: {
            interval: rowOf(sshdDirectives, "clientAliveInterval").keyword,
            count: rowOf(sshdDirectives, "clientAliveCountMax").keyword,
        },
        ...known({ interval: clientAliveInterval, count: clientAliveCountMax, tcpKeepAlive }),
        unset: unsetOf(reading, "clientAliveInterval", "clientAliveCountMax"),
        period: (openssh) => probePeriod({ ...settings, openssh }),
        endsUnresponsive: (openssh) =>
            unknown.has("clientAliveCountMax") ? null : sshdEndsUnresponsive({ ...settings, openssh }),
    };
}

function sshEnd(where: string, reading: Reading<ClientSettings>): End {
    const { settings, unknown } = reading;
    const { serverAliveInterval: interval, serverAliveCountMax: count, tcpKeepAlive } = settings;
    return {
        program: "ssh",
        where,
        keywords: {
            interval: rowOf(sshClientDirectives, "serverAliveInterval").keyword,
            count: rowOf(sshClientDirectives, "serverAliveCountMax").keyword,
        },
        ...known({ interval, count, tcpKeepAlive }),
        unset: unsetOf(reading, "serverAliveInterval", "serverAliveCountMax"),
        // The client never waited two intervals, so its version does not matter.
        period: () => (interval !== undefined && interval > 0 ? interval : null),
        endsUnresponsive: () => (unknown.has("serverAliveCountMax") ? null : clientEndsUnresponsive(settings)),
    };
}

function unsetOf<Settings extends { tcpKeepAlive?: boolean }>(
    reading: Reading<Settings>,
    interval: keyof Settings,
    count: keyof Settings,
): End["unset"] {
    return {
        interval: isUnset(reading, interval),
        count: isUnset(reading, count),
        tcpKeepAlive: isUnset(reading, "tcpKeepAlive"),
    };
}

type Values = { interval: number | undefined; count: number | undefined; tcpKeepAlive: boolean | undefined };

function known(values: Values): Pick<End, "interval" | "count" | "tcpKeepAlive"> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
