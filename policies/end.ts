import { clientEndsUnresponsive, probePeriod, sshdEndsUnresponsive } from "../core/timing";
import type { ClientSettings, ServerSettings } from "../core/settings";
import { isUnset, type Reading } from "./parsers/reading";
import type { Statement } from "./resources/types";

/** One end of a connection that may ask the other whether it is still there, in the same terms for both ends. */
export interface End {
    /** The program at this end. */
    program: "sshd" | "ssh";
    where: string;
    keywords: { interval: string; count: string };
    /** Known values; undefined when not stated, or not yet known. */
    interval?: number;
    count?: number;
    tcpKeepAlive?: boolean;
    /** Whether the setting is known to be left at its default. */
    unset: { interval: boolean; count: boolean; tcpKeepAlive: boolean };
    /** Seconds between two questions on the given OpenSSH version; null when none are asked, or it is not known. */
    period(openssh?: string): number | null;
    /** Seconds until a peer that does not answer is let go; null for never, or when it is not known. */
    endsUnresponsive(openssh?: string): number | null;
}

/** The ends that a part of a resource speaks of. */
export function endsOf(statement: Statement): End[] {
    return [
        ...(statement.server === undefined ? [] : [sshdEnd(statement.where, statement.server)]),
        ...(statement.client === undefined ? [] : [sshEnd(statement.where, statement.client)]),
    ];
}

function sshdEnd(where: string, stated: Reading<ServerSettings>): End {
    const { tcpKeepAlive, clientAliveInterval: interval, clientAliveCountMax: count } = stated.settings;
    const countIsKnown = !stated.unknown.has("clientAliveCountMax");
    return {
        program: "sshd",
        where,
        keywords: { interval: "ClientAliveInterval", count: "ClientAliveCountMax" },
        ...known({ interval, count, tcpKeepAlive }),
        unset: {
            interval: isUnset(stated, "clientAliveInterval"),
            count: isUnset(stated, "clientAliveCountMax"),
            tcpKeepAlive: isUnset(stated, "tcpKeepAlive"),
        },
        period: (openssh) => probePeriod({ ...stated.settings, openssh }),
        endsUnresponsive: (openssh) => (countIsKnown ? sshdEndsUnresponsive({ ...stated.settings, openssh }) : null),
    };
}

function sshEnd(where: string, stated: Reading<ClientSettings>): End {
    const { tcpKeepAlive, serverAliveInterval: interval, serverAliveCountMax: count } = stated.settings;
    const countIsKnown = !stated.unknown.has("serverAliveCountMax");
    return {
        program: "ssh",
        where,
        keywords: { interval: "ServerAliveInterval", count: "ServerAliveCountMax" },
        ...known({ interval, count, tcpKeepAlive }),
        unset: {
            interval: isUnset(stated, "serverAliveInterval"),
            count: isUnset(stated, "serverAliveCountMax"),
            tcpKeepAlive: isUnset(stated, "tcpKeepAlive"),
        },
        // The client never waited two intervals, so its version does not matter.
        period: () => (interval !== undefined && interval > 0 ? interval : null),
        endsUnresponsive: () => (countIsKnown ? clientEndsUnresponsive(stated.settings) : null),
    };
}

type Values = { interval: number | undefined; count: number | undefined; tcpKeepAlive: boolean | undefined };

function known(values: Values): Pick<End, "interval" | "count" | "tcpKeepAlive"> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
