import { parseChannelTimeouts, parseCount, parseFlag, parseTime } from "../../../core/parse/values";
import type { ServerSettings } from "../../../core/settings";
import type { Reading } from "../reading";
import { namesSetting } from "../text";
import { hasUnknown, unknownText } from "../unknown";
import { keywordOf, propertyOf, refusalOfKeyword } from "./keywords";
import { matchScope, type MatchScope } from "./match";
import { splitSshdLine, type SshdLine } from "./tokens";

type Property = keyof ServerSettings;
type Values = Map<Property, ServerSettings[Property] | "unknown">;

/** The settings that an sshd_config, or a part of one, makes effective for every connection. */
export interface SshdReading extends Reading<ServerSettings> {
    /** The line that sshd rejects, if any; the file then has no effect. */
    refused?: Refusal;
    /** The values for the users that a Match such as `User *,!root` excludes, if they differ. */
    exempted?: Reading<ServerSettings>;
}

/** A line that sshd rejects. Of the text, the fields quote only a keyword. */
export interface Refusal {
    /** As sshd_config(5) spells it; undefined if the line has no known keyword. */
    keyword?: string;
    reason: string;
}

interface State {
    global: Values;
    /** The values from blocks that match everyone; they override the values outside. */
    matched: Values;
    /** Whom a line applies to: every connection from the start, or those that a Match selects. */
    scope: "global" | MatchScope;
    hasExempted: boolean;
    /** Whether something is unknown: an Include, or a line that cannot be read. */
    hasUnknownLines: boolean;
    include: (pattern: string) => readonly string[];
}

/** The maximum nesting of Include, the same as sshd's. */
const maxIncludeDepth = 16;

/**
 * Reads the text like sshd: the first value wins, keywords are in any case, followed by `=` or blanks, with quotes and
 * comments. A `Match` block counts only if it matches everyone; it then overrides the values outside. The text that
 * `include` returns for a pattern replaces the Include. A line that cannot be read may be any line; the lines below it
 * still count. `complete` is false if anything in the text is unknown.
 */
export function readSshdConfig(text: string, include: State["include"] = () => []): SshdReading {
    const state: State = {
        global: new Map(),
        matched: new Map(),
        scope: "global",
        hasExempted: false,
        hasUnknownLines: false,
        include,
    };
    const refused = readLines(text, state, 0);
    if (refused !== undefined) return { settings: {}, unknown: new Set(), complete: false, refused };

    const reading = toReading(new Map([...state.global, ...state.matched]), !state.hasUnknownLines);
    return state.hasExempted ? { ...reading, exempted: toReading(state.global, false) } : reading;
}

/** Reads the lines; returns why sshd refuses the text, if it does. */
function readLines(text: string, state: State, depth: number): Refusal | undefined {
    let before = "";
    for (const line of text.split("\n")) {
        const split = splitSshdLine(line);
        if (typeof split === "string") {
            // Unknown text may end without a newline, so this may be the rest of a line.
            if (before !== unknownText || namesSetting(line)) return { reason: split };

            continue;
        }
        const refused = split === undefined ? undefined : readLine(split, state, depth, before === unknownText);
        before = line;
        if (refused !== undefined) return refused;
    }
    return undefined;
}

function readLine(
    { keyword, args }: SshdLine,
    state: State,
    depth: number,
    isAfterUnknown: boolean,
): Refusal | undefined {
    if (hasUnknown(keyword)) {
        state.hasUnknownLines = true; // it may be any number of lines
        return undefined;
    }
    if (keyword === "match") {
        state.scope = matchScope(args);
        state.hasExempted ||= state.scope === "others";
        return undefined;
    }
    if (keyword === "include") {
        state.hasUnknownLines = true;
        return depth > maxIncludeDepth ? undefined : readIncluded(args, state, depth);
    }
    const property = propertyOf(keyword);
    if (property === undefined) return refusalOfKeyword(keyword, isAfterUnknown);

    const value = args.some(hasUnknown) ? "unknown" : parseValue(property, args);
    const isInactive = state.scope !== "global" && state.scope !== "all";
    if (value === undefined) {
        const hasExtraValue = args.length > 1 && property !== "channelTimeout";
        const reason = hasExtraValue ? "has more than one value" : "has a value that sshd does not accept";
        return refuse(property, reason);
    }
    if (isInactive && property === "tcpKeepAlive") {
        const reason = "may not be in a Match block";
        return refuse(property, reason);
    }

    const isNone = property === "unusedConnectionTimeout" && args[0]?.toLowerCase() === "none";
    if (!isInactive) set(state.global, property, value, isNone);

    if (state.scope !== "global" && state.scope !== "some" && property !== "tcpKeepAlive")
        set(state.matched, property, value, isNone);

    return undefined;
}

function refuse(property: Property, reason: string): Refusal {
    const keyword = keywordOf(property);
    return { ...(keyword === undefined ? {} : { keyword }), reason };
}

/** A Match in an included file ends with the file. */
function readIncluded(patterns: readonly string[], state: State, depth: number): Refusal | undefined {
    const { scope } = state;
    for (const text of patterns.flatMap((pattern) => state.include(pattern))) {
        const refused = readLines(text, state, depth + 1);
        if (refused !== undefined) return refused;

        state.scope = scope;
    }
    return undefined;
}

/** Returns undefined if sshd refuses the arguments. */
function parseValue(property: Property, args: readonly string[]): ServerSettings[Property] {
    if (property === "channelTimeout") return parseChannelTimeouts(args);

    const [arg = "", ...more] = args;
    if (more.length > 0) return undefined;

    switch (property) {
        case "tcpKeepAlive":
            return /^(?:yes|no)$/i.test(arg) ? parseFlag(arg) : undefined;
        case "clientAliveCountMax":
            return parseCount(arg);
        case "clientAliveInterval":
            return parseTime(arg);
        case "unusedConnectionTimeout":
            return arg.toLowerCase() === "none" ? 0 : parseTime(arg);
    }
}

/** The first value wins, except for `UnusedConnectionTimeout none`, which always overrides. */
function set(values: Values, property: Property, value: ServerSettings[Property] | "unknown", always: boolean): void {
    if (always || !values.has(property)) values.set(property, value);
}

function toReading(values: Values, complete: boolean): SshdReading {
    const known = [...values].filter(([, value]) => value !== "unknown");
    const unknown = [...values].filter(([, value]) => value === "unknown").map(([property]) => property);
    return { settings: Object.fromEntries(known), unknown: new Set(unknown), complete };
}
