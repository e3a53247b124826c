import { awkRanges } from "./awkRanges";
import { type Edit, edited } from "./edits";

/** awk's lower-case keywords and built-in functions. Source: POSIX, awk, "Grammar". */
const reserved = new Set(
    (
        "func function return if else while for in do break continue next nextfile exit delete print printf getline close " +
        "fflush system atan2 cos sin exp log sqrt int rand srand gsub index length match split sprintf sub substr tolower " +
        "toupper"
    ).split(" "),
);

/** A string, a regular expression (no program divides), a comment, spaces, a name, a number, or another character. */
const tokens = /"(?:\\.|[^"\\])*"|\/(?:\\.|\[[^\]]*\]|[^/\\\n])+\/|#.*|[ \t]+|[A-Za-z_]\w*|\d+|[^]/g;

/**
 * Shortens the names in a shell program's awk programs, and removes unnecessary blanks. Each name is shortened to the same
 * name in all of them, because some are composed of several texts: the variables whose names begin with awk_. Throws if
 * not all names of an awk program can be determined.
 */
export function withShortAwk(program: string): string {
    const ranges = awkRanges(program);
    const counts = new Map<string, number>();
    const all = ranges.map(({ pos, end }) => program.slice(pos, end).match(tokens) ?? []);
    rejectAmbiguous(all);
    for (const name of all.flat()) if (isName(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    const short = new Map(sorted.map(([name], at) => [name, shortName(at)]));
    const edits = ranges.map(({ pos, end }, at): Edit => ({ pos, end, text: shorten(all[at] ?? [], short) }));
    return edited(program, edits);
}

/** Throws for a division, which would be read as a regular expression, and for functions that only some awks have. */
function rejectAmbiguous(texts: readonly (readonly string[])[]): void {
    const defined = new Set(texts.flatMap((text) => text.filter((_, at) => /^func/.test(text[at - 2] ?? ""))));
    for (const text of texts) {
        text.forEach((token, at) => {
            const before = /^[ \t]/.test(text[at - 1] ?? "") ? text[at - 2] : text[at - 1];
            if (token.startsWith("/") && /[\w)\]"]$/.test(before ?? "") && !reserved.has(before ?? "")) {
                throw new Error(
                    `awk reads this as a division, in which names cannot be determined: ${before} ${token}`,
                );
            }
            if (isName(token) && text[at + 1] === "(" && !defined.has(token))
                throw new Error(`the function ${token} is neither in POSIX awk nor defined by the program`);
        });
    }
}

function isName(token: string): boolean {
    return /^[a-z]/.test(token) && !reserved.has(token);
}

function shortName(at: number): string {
    const letter = String.fromCharCode(97 + (at % 26));
    return at < 26 ? letter : `${letter}${Math.floor(at / 26)}`;
}

function shorten(text: readonly string[], short: ReadonlyMap<string, string>): string {
    const shortened = text.map((token, at) => {
        if (isName(token)) return short.get(token) ?? token;
        if (!/^[ \t]/.test(token)) return token;
        const [before, after] = [text[at - 1] ?? "", text[at + 1] ?? ""];
        // Two tokens that together would be another operator.
        if (before === "+" && after === "+") return " ";
        // A name directly before a parenthesis would be a call.
        return /[\n{}()[\];,=<>?:&|~!+]$/.test(before) || /^[\n{})\];,=<>?:&|~!+]/.test(after) ? "" : " ";
    });
    return shortened.join("");
}
