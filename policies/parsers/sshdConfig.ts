import { sshdDirectives } from "../../core/directives";
import type { ServerSettings } from "../../core/settings";
import type { Reading } from "./reading";
import { splitSshdLine, type SshdLine } from "./sshdTokens";
import { parseChannelTimeouts, parseCount, parseFlag, parseTime } from "./sshdValues";
import { hasUnknown, unknownText } from "./unknown";

type Property = keyof ServerSettings;
type Values = Map<Property, ServerSettings[Property] | "unknown">;

/** What an sshd_config, or a piece of one, makes effective for every connection. */
export interface SshdReading extends Reading<ServerSettings> {
    /** The line that sshd rejects, if any; then nothing takes effect. */
    refused?: Refusal;
}

/** A line that sshd rejects. Neither field quotes anything from the text but a keyword. */
export interface Refusal {
    /** As sshd_config(5) spells it; undefined if the line has no known keyword. */
    keyword?: string;
    reason: string;
}

/** Whether a line applies to every connection from the start, as a Match for all that overrides, or to some only. */
type Scope = "global" | "all" | "everybody" | "some";

interface State {
    global: Values;
    /** The values from blocks that match everyone; they override the values outside. */
    matched: Values;
    scope: Scope;
    /** Whether something is unknown: an Include, or a line that cannot be read. */
    isOpen: boolean;
    include: (pattern: string) => readonly string[];
}

/** The maximum nesting of Include, the same as sshd's. */
const deepest = 16;

/**
 * Reads the text as sshd does: the first value wins, keywords in any case, `=` or blanks between, quotes, comments.
 * A `Match` block counts only if it matches everyone; it then overrides the values outside. The text that `include`
 * returns for a pattern replaces the Include. A line that cannot be read may be any line, but the lines below it count
 * as intended. `complete` is false if the text leaves something unknown.
 */
export function readSshdConfig(text: string, include: State["include"] = () => []): SshdReading {
    const state: State = { global: new Map(), matched: new Map(), scope: "global", isOpen: false, include };
    const refused = readLines(text, state, 0);
    return refused === undefined
        ? toReading(new Map([...state.global, ...state.matched]), !state.isOpen)
        : { settings: {}, unknown: new Set(), complete: false, refused };
}

/** Why sshd refuses the text, if it does. */
function readLines(text: string, state: State, depth: number): Refusal | undefined {
    let before = "";
    for (const line of text.split("\n")) {
        const split = splitSshdLine(line);
        if (typeof split === "string") {
            // Unknown text may end without a newline, so this may be the rest of a line.
            if (before !== unknownText) return { reason: split };

            continue;
        }
        before = line;
        const refused = split === undefined ? undefined : readLine(split, state, depth);
        if (refused !== undefined) return refused;
    }
    return undefined;
}

function readLine({ keyword, args }: SshdLine, state: State, depth: number): Refusal | undefined {
    if (hasUnknown(keyword)) {
        state.isOpen = true; // it may be any number of lines
        return undefined;
    }
    if (keyword === "match") {
        state.scope = scopeOf(args);
        return undefined;
    }
    if (keyword === "include") {
        state.isOpen = true;
        return depth > deepest ? undefined : readIncluded(args, state, depth);
    }
    const property = properties.get(keyword);
    if (property === undefined) return undefined;

    const value = args.some(hasUnknown) ? "unknown" : parseValue(property, args);
    const isInactive = state.scope === "some" || state.scope === "everybody";
    if (value === undefined) {
        const isOneTooMany = args.length > 1 && property !== "channelTimeout";
        return refuse(property, isOneTooMany ? "has more than one value" : "has a value that sshd does not take");
    }
    if (isInactive && property === "tcpKeepAlive") return refuse(property, "may not be in a Match block");

    const isNone = property === "unusedConnectionTimeout" && args[0]?.toLowerCase() === "none";
    if (!isInactive) set(state.global, property, value, isNone);

    if ((state.scope === "all" || state.scope === "everybody") && property !== "tcpKeepAlive")
        set(state.matched, property, value, isNone);

    return undefined;
}

function refuse(property: Property, reason: string): Refusal {
    const keyword = sshdDirectives.find((directive) => directive.property === property)?.keyword;
    return { ...(keyword === undefined ? {} : { keyword }), reason };
}

/** A Match in an included file ends with it. */
function readIncluded(patterns: readonly string[], state: State, depth: number): Refusal | undefined {
    const { scope } = state;
    for (const text of patterns.flatMap((pattern) => state.include(pattern))) {
        const refused = readLines(text, state, depth + 1);
        if (refused !== undefined) return refused;

        state.scope = scope;
    }
    return undefined;
}

const everybody = /^(user|group|host|address|localaddress|localport|rdomain)$/;

/** `Match all`; `Match User *` and its like; anything else matches some users. */
function scopeOf(args: readonly string[]): Scope {
    if (args.length === 1 && args[0]?.toLowerCase() === "all") return "all";

    const pairs = args.flatMap((arg) => arg.split(/=/).filter((each) => each !== ""));
    const isForAll =
        pairs.length > 0 &&
        pairs.length % 2 === 0 &&
        pairs.every((each, i) => (i % 2 === 0 ? everybody.test(each.toLowerCase()) : each === "*"));
    return isForAll && !/^(local|rdomain)/i.test(pairs[0]!) ? "everybody" : "some";
}

/** The keywords that are read, in lower case; `KeepAlive` is TCPKeepAlive's old name. */
const properties = new Map<string, Property>([
    ...sshdDirectives.map(({ keyword, property }) => [keyword.toLowerCase(), property] as const),
    ["keepalive", "tcpKeepAlive"],
]);

/** `undefined` when sshd refuses the arguments. */
function parseValue(property: Property, args: readonly string[]): ServerSettings[Property] {
    if (property === "channelTimeout") return parseChannelTimeouts(args);

    const [arg = "", ...more] = args;
    if (more.length > 0) return undefined;

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
    if (always || !values.has(property)) values.set(property, value);
}

function toReading(values: Values, complete: boolean): SshdReading {
    const known = [...values].filter(([, value]) => value !== "unknown");
    const unknown = [...values].filter(([, value]) => value === "unknown").map(([property]) => property);
    return { settings: Object.fromEntries(known), unknown: new Set(unknown), complete };
}
