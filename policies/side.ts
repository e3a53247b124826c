import { clientEndsUnresponsive, probePeriod, sshdEndsUnresponsive } from "../core/timing";
import type { ClientSettings, ServerSettings } from "../core/settings";
import { isUnset, type Stated } from "./fragments/stated";
import type { Judged } from "./judged/types";

/** One end of a connection that may ask the other whether it is still there, in the same terms for both ends. */
export interface Side {
    end: "sshd" | "ssh";
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
export function sidesOf(judged: Judged): Side[] {
    return [
        ...(judged.server === undefined ? [] : [sshdSide(judged.where, judged.server)]),
        ...(judged.client === undefined ? [] : [sshSide(judged.where, judged.client)]),
    ];
}

function sshdSide(where: string, stated: Stated<ServerSettings>): Side {
    const { tcpKeepAlive, clientAliveInterval: interval, clientAliveCountMax: count } = stated.settings;
    const countIsKnown = !stated.unknown.has("clientAliveCountMax");
    return {
        end: "sshd",
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

function sshSide(where: string, stated: Stated<ClientSettings>): Side {
    const { tcpKeepAlive, serverAliveInterval: interval, serverAliveCountMax: count } = stated.settings;
    const countIsKnown = !stated.unknown.has("serverAliveCountMax");
    return {
        end: "ssh",
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

function known(values: Values): Pick<Side, "interval" | "count" | "tcpKeepAlive"> {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
