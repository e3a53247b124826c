import { type Edit, edited } from "./edits";
import { visit } from "./names";
import { parse, type SyntaxNode } from "./syntax";

/** The words in lower case that are awk's own: POSIX, awk, "Grammar". */
const reserved = new Set(
    (
        "func function return if else while for in do break continue next exit delete print printf getline close system " +
        "atan2 cos sin exp log sqrt int rand srand gsub index length match split sprintf sub substr tolower toupper"
    ).split(" "),
);

/** A string, a regular expression (no program divides), blanks, a name, or another character. */
const tokens = /"(?:\\.|[^"\\])*"|\/(?:\\.|\[[^\]]*\]|[^/\\])+\/|[ \t]+|[A-Za-z_]\w*|[^]/g;

/** Where a shell program has text in awk, and what `-v` names for it. */
interface Awk {
    readonly pos: number;
    readonly end: number;
}

/**
 * A shell program whose awk programs have short names, and no blanks that they do not need. A name is the same in all of
 * them, since some are put together of several texts: those of variables whose names begin with awk_.
 */
export function withShortAwk(program: string): string {
    const places = awkPlaces(program);
    const counts = new Map<string, number>();
    for (const { pos, end } of places) {
        for (const name of program.slice(pos, end).match(tokens) ?? [])
            if (isName(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    const short = new Map(sorted.map(([name], at) => [name, shortName(at)]));
    const edits = places.map(({ pos, end }): Edit => ({ pos, end, text: shorten(program.slice(pos, end), short) }));
    return edited(program, edits);
}

function awkPlaces(program: string): Awk[] {
    const places: Awk[] = [];
    const quoted = (word: SyntaxNode): void => {
        if (word.type !== "Word") return;
        for (const { type, pos, end } of word.parts ?? [])
            if (type === "SingleQuoted") places.push({ pos: pos + 1, end: end - 1 });
    };
    visit(parse(program), (node) => {
        if (node.type === "Assignment" && node.name.startsWith("awk_")) quoted(node.value);
        if (node.type !== "Command" || node.name?.text !== "awk") return;
        node.args.forEach((word, at) => {
            const option = node.args[at - 1]?.text;
            if (option === "-v") places.push({ pos: word.pos, end: word.pos + word.text.indexOf("=") });
            else if (option !== "-F") quoted(word);
        });
    });
    return places;
}

function isName(token: string): boolean {
    return /^[a-z]/.test(token) && !reserved.has(token);
}

function shortName(at: number): string {
    const letter = String.fromCharCode(97 + (at % 26));
    return at < 26 ? letter : `${letter}${Math.floor(at / 26)}`;
}

function shorten(text: string, short: ReadonlyMap<string, string>): string {
    const found = text.match(tokens) ?? [];
    const shortened = found.map((token, at) => {
        if (isName(token)) return short.get(token) ?? token;
        if (!/^[ \t]/.test(token)) return token;
        // A name and what is in parentheses after it would be a call.
        return /[\n{}()[\];,=<>?:&|~!+]$/.test(found[at - 1] ?? "") ||
            /^[\n{})\];,=<>?:&|~!+]/.test(found[at + 1] ?? "")
            ? ""
            : " ";
    });
    return shortened.join("");
}
