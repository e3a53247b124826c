import type { Budget } from "../../budget";
import { unknownText } from "../../unknown";
import { parse, type Word, type WordPart } from "../syntax";

/** The maximum length of braces that are expanded, in characters. */
const maxLength = 20_000;

/** Expands `{a,b}` and `{1..9}` in a word like bash, including nested and quoted ones. */
export function expandBraces(word: Word, budget: Budget): Word[] {
    const at = word.parts?.findIndex(({ type }) => type === "BraceExpansion") ?? -1;
    const part = word.parts?.[at];
    if (word.parts === undefined || part === undefined) return [word];

    // `$v{1,2}` is `$v1 $v2` in bash.
    const isName = word.parts[at - 1]?.type === "SimpleExpansion";
    return (isName ? [[literal(unknownText)]] : alternativesOf(part.text)).flatMap((parts) => {
        budget.step();
        budget.characters(word.parts!.length, 16);
        const all = word.parts!.flatMap((each, i) => (i === at ? parts : [each]));
        return expandBraces({ ...word, parts: all }, budget);
    });
}

/** The parts of each alternative. */
function alternativesOf(text: string): WordPart[][] {
    // Each nesting level is parsed again.
    if (text.length > maxLength || /(?:\{[^{}]*){9}/.test(text)) return [[literal(unknownText)]];

    const inner = text.slice(1, -1);
    const range = rangeOf(inner);
    if (range !== undefined) return range.map((value) => [literal(value)]);

    const pieces = splitAtCommas(inner);
    return pieces.length === 1 ? [[literal(unknownText)]] : pieces.map(partsOf);
}

function literal(value: string): WordPart {
    return { type: "Literal", pos: 0, end: value.length, value, text: value };
}

/** Expands `1..9`, `9..1` or `a..e` to at most 100 elements. */
function rangeOf(inner: string): string[] | undefined {
    const [, from, to] = /^(-?[1-9][0-9]{0,3}|0|[a-zA-Z])\.\.(-?[1-9][0-9]{0,3}|0|[a-zA-Z])$/.exec(inner) ?? [];
    if (from === undefined || to === undefined) return undefined;

    const isLetter = /[a-zA-Z]/.test(from);
    if (isLetter !== /[a-zA-Z]/.test(to)) return undefined;

    const [first, last] = [from, to].map((each) => (isLetter ? each.charCodeAt(0) : Number(each))) as [number, number];
    const count = Math.min(Math.abs(last - first) + 1, 100);
    return Array.from({ length: count }, (_, i) => {
        const value = first + (first <= last ? i : -i);
        return isLetter ? String.fromCharCode(value) : String(value);
    });
}

/** Splits at the commas outside quotes, expansions and inner braces. */
function splitAtCommas(inner: string): string[] {
    const pieces = [""];
    const token = /\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\$\{[^}]*\}|[{}(),]|[^\\'"${}(),]+|[\s\S]/g;
    let depth = 0;
    for (const [piece] of inner.matchAll(token)) {
        if (/^[{(]$/.test(piece)) depth++;
        else if (/^[})]$/.test(piece)) depth--;

        if (piece === "," && depth === 0) pieces.push("");
        else pieces[pieces.length - 1] += piece;
    }
    return pieces;
}

function partsOf(piece: string): WordPart[] {
    if (piece === "") return [];

    const { commands, errors } = parse(`: ${piece}`);
    const [statement, ...more] = commands;
    const words = statement?.command.type === "Command" ? statement.command.args : [];
    const [word, ...others] = words;
    if (errors !== undefined || more.length > 0 || others.length > 0 || word?.type !== "Word")
        return [literal(unknownText)];

    return word.parts === undefined ? [literal(word.value)] : [...word.parts];
}
