import { hasUnknown } from "../unknown";
import { toRegExp } from "./posixRegExp";

/** The lines that a command is for: those that match, or the last; without one, all. */
export type SedAddress = RegExp | "last";

/** One command of a sed script, as far as sed scripts are read here. */
export type SedCommand =
    | { kind: "substitute"; address?: SedAddress; pattern: RegExp; replacement: string }
    | { kind: "delete"; address?: SedAddress }
    | { kind: "text"; where: "append" | "insert" | "change"; address?: SedAddress; text: string };

const kinds = { a: "append", i: "insert", c: "change" } as const;

/** The commands of a script; `undefined` when it holds anything else than s, d, a, i and c with simple addresses. */
export function parseSed(script: string, extended: boolean): SedCommand[] | undefined {
    const commands: SedCommand[] = [];
    let rest = script.replace(/^[\s;]+/, "");
    while (rest !== "") {
        const parsed = parseCommand(rest, extended);
        if (parsed === undefined) {
            return undefined;
        }
        commands.push(parsed.command);
        rest = parsed.rest.replace(/^[\s;]+/, "");
    }
    return commands;
}

function parseCommand(script: string, extended: boolean): { command: SedCommand; rest: string } | undefined {
    const addressed = parseAddress(script, extended);
    if (addressed === undefined) {
        return undefined;
    }
    const { address, rest } = addressed;
    const at = address === undefined ? {} : { address };
    if (rest.startsWith("s")) {
        const parsed = parseSubstitute(rest, extended);
        return parsed && { command: { kind: "substitute", ...at, ...parsed.command }, rest: parsed.rest };
    }
    if (/^d\s*([;}\n]|$)/.test(rest)) {
        return { command: { kind: "delete", ...at }, rest: rest.slice(1) };
    }
    const text = /^([aic])[ \t]*(?:\\\n?[ \t]*)?((?:[^\n\\]|\\[\s\S])*)(?:\n|$)/.exec(rest);
    if (text === null || text[2] === "") {
        return undefined;
    }
    return {
        command: {
            kind: "text",
            where: kinds[text[1] as keyof typeof kinds],
            ...at,
            text: text[2]!.replace(/\\([\s\S])/g, "$1"),
        },
        rest: rest.slice(text[0].length),
    };
}

/** No address, `$`, or one pattern. Line numbers and ranges depend on a file that is not known. */
function parseAddress(script: string, extended: boolean): { address?: SedAddress; rest: string } | undefined {
    if (script.startsWith("$")) {
        return { address: "last", rest: script.slice(1).trimStart() };
    }
    if (/^[a-z]/.test(script)) {
        return { rest: script };
    }
    const custom = script.startsWith("\\") ? script.slice(1) : script;
    const parsed = /^[^a-zA-Z0-9\s]/.test(custom) ? splitAt(custom, 1) : undefined;
    const address = parsed && toRegExp(parsed.pieces[0]!, extended, /^I/.test(parsed.rest) ? "i" : "");
    const rest = parsed?.rest.replace(/^I/, "").trimStart();
    if (address === undefined || rest === undefined || !/^[a-z]/.test(rest)) {
        return undefined;
    }
    return { address, rest };
}

function parseSubstitute(
    script: string,
    extended: boolean,
): { command: { pattern: RegExp; replacement: string }; rest: string } | undefined {
    const parsed = splitAt(script.slice(1), 2);
    if (parsed === undefined) {
        return undefined;
    }
    const [source = "", replacement = ""] = parsed.pieces;
    const [flags = ""] = /^[gIip0-9]*/.exec(parsed.rest) ?? [];
    const rest = parsed.rest.slice(flags.length);
    const jsFlags = (/[Ii]/.test(flags) ? "i" : "") + (flags.includes("g") ? "g" : "");
    const pattern = source === "" || hasUnknown(source) ? undefined : toRegExp(source, extended, jsFlags);
    if (pattern === undefined || /\\[ULEulwe]/.test(replacement) || !/^\s*([;}\n]|$)/.test(rest)) {
        return undefined;
    }
    return { command: { pattern, replacement }, rest };
}

/** Splits `/a/b/rest` into `count` pieces and the rest, at a delimiter that no backslash escapes. */
function splitAt(text: string, count: number): { pieces: string[]; rest: string } | undefined {
    const delimiter = text[0];
    const pieces: string[] = [];
    let piece = "";
    for (let i = 1; i < text.length; i++) {
        const c = text[i]!;
        if (c === "\\" && i + 1 < text.length) {
            piece += text[i + 1] === delimiter ? delimiter : c + text[i + 1]!;
            i++;
        } else if (c === delimiter) {
            pieces.push(piece);
            piece = "";
            if (pieces.length === count) {
                return { pieces, rest: text.slice(i + 1) };
            }
        } else {
            piece += c;
        }
    }
    return undefined;
}
