import type { ServerSettings } from "../../core/settings";
import { hasUnknown } from "./unknown";
import { splitSshdLine } from "./sshdTokens";
import { parseChannelTimeouts, parseCount, parseFlag, parseTime } from "./sshdValues";
import type { Reading } from "./reading";

type Property = keyof ServerSettings;
type Values = Map<Property, ServerSettings[Property] | "unknown">;

/** What an sshd_config, or a piece of one, makes effective for every connection. */
export interface SshdReading extends Reading<ServerSettings> {
    /** Why sshd refuses the text; it then makes nothing effective. */
    refused?: string;
}

/**
 * Reads the text as sshd does: the first value wins, keywords in any case, `=` or blanks between, quotes, comments.
 * What stands in a `Match` counts only if it is `Match all`, which overrides what stands before it.
 * `complete` is false when the text leaves something open: an Include, or a line that cannot be read.
 */
export function readSshdConfig(text: string): SshdReading {
    const global: Values = new Map();
    const matchAll: Values = new Map();
    let [inMatch, active, open] = [false, true, false];
    for (const line of text.split("\n")) {
        const split = splitSshdLine(line);
        if (split === undefined) {
            continue;
        }
        if (typeof split === "string") {
            return refuse(split);
        }
        if (hasUnknown(split.keyword)) {
            open = true; // it may be any number of lines, a Match among them
            break;
        }
        if (split.keyword === "match") {
            inMatch = true;
            active = split.args.length === 1 && split.args[0]?.toLowerCase() === "all";
        } else if (split.keyword === "include") {
            open = true;
        } else {
            const property = properties[split.keyword];
            if (property === undefined) {
                continue;
            }
            const value = split.args.some(hasUnknown) ? "unknown" : parseValue(property, split.args);
            if (value === undefined || (!active && property === "tcpKeepAlive")) {
                return refuse(`${split.keyword} ${split.args.join(" ")}`);
            }
            const isNone = property === "unusedConnectionTimeout" && split.args[0]?.toLowerCase() === "none";
            if (active) {
                set(global, property, value, isNone);
            }
            if (active && inMatch && property !== "tcpKeepAlive") {
                set(matchAll, property, value, isNone);
            }
        }
    }
    return toReading(new Map([...global, ...matchAll]), !open);
}

/** The keywords that are read, in lower case; `KeepAlive` is TCPKeepAlive's old name. */
const properties: Record<string, Property | undefined> = {
    tcpkeepalive: "tcpKeepAlive",
    keepalive: "tcpKeepAlive",
    clientaliveinterval: "clientAliveInterval",
    clientalivecountmax: "clientAliveCountMax",
    channeltimeout: "channelTimeout",
    unusedconnectiontimeout: "unusedConnectionTimeout",
};

/** `undefined` when sshd refuses the arguments. */
function parseValue(property: Property, args: readonly string[]): ServerSettings[Property] {
    if (property === "channelTimeout") {
        return parseChannelTimeouts(args);
    }
    const [arg = "", ...more] = args;
    if (more.length > 0) {
        return undefined;
    }
    switch (property) {
        case "tcpKeepAlive":
            return parseFlag(arg);
        case "clientAliveCountMax":
            return parseCount(arg);
        case "clientAliveInterval":
            return parseTime(arg);
        case "unusedConnectionTimeout":
            return arg.toLowerCase() === "none" ? 0 : parseTime(arg);
    }
}

/** The first value wins, but for `UnusedConnectionTimeout none`, which sshd takes at any time. */
function set(values: Values, property: Property, value: ServerSettings[Property] | "unknown", always: boolean): void {
    if (always || !values.has(property)) {
        values.set(property, value);
    }
}

function refuse(reason: string): SshdReading {
    return { settings: {}, unknown: new Set(), complete: false, refused: reason };
}

function toReading(values: Values, complete: boolean): SshdReading {
    const known = [...values].filter(([, value]) => value !== "unknown");
    const unknown = [...values].filter(([, value]) => value === "unknown").map(([property]) => property);
    return { settings: Object.fromEntries(known), unknown: new Set(unknown), complete };
}
