import { maxDepth } from "../../budget";
import { LinearExpression } from "../../regularExpressions";
import { hasUnknown } from "../../unknown";

export type SedAddress =
    { kind: "line"; number: number } | { kind: "last" } | { kind: "match"; pattern: LinearExpression };

type SedAction =
    | {
          kind: "substitute";
          pattern: LinearExpression;
          replacement: string;
          global: boolean;
          nth: number;
          prints: boolean;
      }
    | { kind: "map"; from: string; to: string }
    | { kind: "delete" }
    | { kind: "print" }
    | { kind: "quit" }
    | { kind: "text"; where: "append" | "insert" | "change"; text: string }
    | { kind: "block"; commands: SedCommand[] };

/** One command of the supported subset of sed. */
export interface SedCommand {
    from?: SedAddress;
    to?: SedAddress;
    negated: boolean;
    action: SedAction;
}

const kinds = { a: "append", i: "insert", c: "change" } as const;

/** A parsed piece of a script, with the rest of the script; undefined if it is unsupported. */
type Parsed<Value> = { value: Value; rest: string } | undefined;

/** Parses a script; undefined if it contains anything but s, y, d, p, q, a, i, c and blocks of them. */
export function parseSed(script: string, extended: boolean): SedCommand[] | undefined {
    const taken = takeCommands(script, extended, 0);
    return taken === undefined || taken.rest !== "" ? undefined : taken.value;
}

function takeCommands(script: string, extended: boolean, depth: number): Parsed<SedCommand[]> {
    const commands: SedCommand[] = [];
    let rest = skip(script);
    while (rest !== "" && !rest.startsWith("}")) {
        const taken = depth > maxDepth ? undefined : takeCommand(rest, extended, depth);
        if (taken === undefined || commands.length > 200) return undefined;

        commands.push(taken.value);
        rest = skip(taken.rest);
    }
    return { value: commands, rest };
}

/** Skips blanks, semicolons and comments. */
function skip(script: string): string {
    return script.replace(/^(?:[\s;]+|#[^\n]*(?:\n|$))*/, "");
}

function takeCommand(script: string, extended: boolean, depth: number): Parsed<SedCommand> {
    const first = takeAddress(script, extended);
    if (first === undefined) return undefined;

    const second = first.rest.startsWith(",") ? takeAddress(first.rest.slice(1).trimStart(), extended) : undefined;
    if (first.rest.startsWith(",") && second?.value === undefined) return undefined;

    const [, not, rest = ""] = /^\s*(!?)\s*([\s\S]*)$/.exec(second?.rest ?? first.rest) ?? [];
    const taken = takeAction(rest, extended, depth);
    if (taken === undefined) return undefined;

    const { value: action } = taken;
    // With a range, `c` prints its text once, at the end of the range, and `q` is refused.
    const isForOneLine = action.kind === "quit" || (action.kind === "text" && action.where === "change");
    if (second?.value !== undefined && isForOneLine) return undefined;

    return {
        value: {
            ...(first.value === undefined ? {} : { from: first.value }),
            ...(second?.value === undefined ? {} : { to: second.value }),
            negated: not !== "",
            action,
        },
        rest: taken.rest,
    };
}

function takeAddress(script: string, extended: boolean): Parsed<SedAddress | undefined> {
    if (script.startsWith("$")) return { value: { kind: "last" }, rest: script.slice(1) };

    const [number] = /^[1-9][0-9]{0,6}(?![0-9~])/.exec(script) ?? [];
    if (number !== undefined)
        return { value: { kind: "line", number: Number(number) }, rest: script.slice(number.length) };

    const isCustom = script.startsWith("\\");
    if (!isCustom && !script.startsWith("/")) return { value: undefined, rest: script };

    const pieces = splitAt(isCustom ? script.slice(1) : script, 1);
    const [flags = ""] = /^[IM]*/.exec(pieces?.rest ?? "") ?? [];
    const pattern =
        pieces === undefined || flags.includes("M") || pieces.value[0] === ""
            ? undefined
            : LinearExpression.posix(pieces.value[0]!, { extended, ignoresCase: flags.includes("I") });
    return pattern && { value: { kind: "match", pattern }, rest: pieces!.rest.slice(flags.length) };
}

function takeAction(script: string, extended: boolean, depth: number): Parsed<SedAction> {
    if (script.startsWith("{")) {
        const inner = takeCommands(script.slice(1), extended, depth + 1);
        return inner?.rest.startsWith("}") === true
            ? { value: { kind: "block", commands: inner.value }, rest: inner.rest.slice(1) }
            : undefined;
    }
    if (script.startsWith("s")) return takeSubstitute(script, extended);

    if (script.startsWith("y")) return takeMap(script);

    const [, plain] = /^([dpq])\s*(?=[;}\n#]|$)/.exec(script) ?? [];
    if (plain !== undefined) {
        const kind = ({ d: "delete", p: "print", q: "quit" } as const)[plain as "d" | "p" | "q"];
        return { value: { kind }, rest: script.slice(1) };
    }
    const text = /^([aic])[ \t]*(?:\\\n?[ \t]*)?((?:[^\n\\]|\\[\s\S])*)(?:\n|$)/.exec(script);
    if (text === null || text[2] === "") return undefined;

    const where = kinds[text[1] as keyof typeof kinds];
    return {
        value: { kind: "text", where, text: unescapeText(text[2]!) },
        rest: script.slice(text[0].length),
    };
}

/** GNU sed interprets `\n` and `\t` in a text, except at its start. */
function unescapeText(text: string): string {
    const characters: Record<string, string | undefined> = { n: "\n", t: "\t" };
    return text.replace(/\\([\s\S])/g, (_, c: string, at: number) => (at === 0 ? c : (characters[c] ?? c)));
}

function takeSubstitute(script: string, extended: boolean): Parsed<SedAction> {
    const pieces = splitAt(script.slice(1), 2);
    if (pieces === undefined) return undefined;

    const [source = "", replacement = ""] = pieces.value;
    const [flags = ""] = /^[gIip0-9]*/.exec(pieces.rest) ?? [];
    const rest = pieces.rest.slice(flags.length);
    const pattern =
        source === "" || hasUnknown(source)
            ? undefined
            : LinearExpression.posix(source, { extended, ignoresCase: /[Ii]/.test(flags) });
    if (pattern === undefined || /\\[ULEulwe]/.test(replacement) || !/^\s*([;}\n#]|$)/.test(rest)) return undefined;

    const nth = Number(/[0-9]+/.exec(flags)?.[0] ?? 1);
    const value = {
        kind: "substitute",
        pattern,
        replacement,
        global: flags.includes("g"),
        nth,
        prints: flags.includes("p"),
    };
    return { value: value as SedAction, rest };
}

/** Parses `y/abc/xyz/`, without escapes. */
function takeMap(script: string): Parsed<SedAction> {
    const [, from = "", to = "", rest = ""] = /^y\/([^\/\\\n]+)\/([^\/\\\n]+)\/([\s\S]*)$/.exec(script) ?? [];
    return from.length > 0 && from.length === to.length && /^\s*([;}\n#]|$)/.test(rest)
        ? { value: { kind: "map", from, to }, rest }
        : undefined;
}

/** Splits `/a/b/rest` into `count` pieces and the rest, at a delimiter that no backslash escapes. */
function splitAt(text: string, count: number): Parsed<string[]> {
    const delimiter = text[0];
    if (delimiter === undefined || delimiter === "\n" || delimiter === "\\") return undefined;

    const pieces: string[] = [];
    let piece = "";
    for (let i = 1; i < text.length; i++) {
        const c = text[i]!;
        if (c === "\\" && i + 1 < text.length) {
            piece += text[i + 1] === delimiter ? delimiter : c + text[i + 1]!;
            i++;
        } else if (c === "[" && pieces.length === 0) {
            // A delimiter inside a bracket does not count.
            const [bracket = c] = /^\[\^?\]?(?:\[:[a-z]+:\]|[^\]\n]){0,200}\]/.exec(text.slice(i, i + 220)) ?? [];
            piece += bracket;
            i += bracket.length - 1;
        } else if (c === delimiter) {
            pieces.push(piece);
            piece = "";
            if (pieces.length === count) return { value: pieces, rest: text.slice(i + 1) };
        } else {
            piece += c;
        }
    }
    return undefined;
}
