import { RE2JS } from "re2js";
import type { Budget } from "./budget";
import { hasUnknown } from "./unknown";

/** The part of a text that an expression matches. */
export interface Match {
    start: number;
    end: number;
    groups: (string | undefined)[];
}

/** An untrusted regular expression, matched in linear time: RE2 does not backtrack. */
export class LinearExpression {
    readonly #compiled: RE2JS;

    private constructor(
        compiled: RE2JS,
        readonly source: string,
    ) {
        this.#compiled = compiled;
    }

    /** A POSIX basic or extended expression; undefined if it is invalid, or not supported by RE2. */
    static posix(source: string, options: { extended: boolean; ignoresCase: boolean }): LinearExpression | undefined {
        if (source.length > 1000 || hasUnknown(source)) return undefined;

        const text = translate(source, options.extended);
        if (text === undefined) return undefined;

        try {
            const flags = RE2JS.LONGEST_MATCH | (options.ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
            return new LinearExpression(RE2JS.compile(text, flags), source);
        } catch {
            return undefined;
        }
    }

    /** Finds the first match at or after the index `from`. */
    match(text: string, from: number, budget: Budget): Match | undefined {
        budget.characters(text.length - from + 8, 8);
        const matcher = this.#compiled.matcher(text);
        if (!matcher.find(from)) return undefined;

        const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined);
        return { start: matcher.start(), end: matcher.end(), groups };
    }

    /** Finds all matches, as sed and awk count them: an empty match does not directly follow another match. */
    *matches(text: string, budget: Budget): Generator<Match> {
        let last = -1;
        for (let at = 0; at <= text.length;) {
            const match = at > 0 && this.source.startsWith("^") ? undefined : this.match(text, at, budget);
            if (match === undefined) return;

            const isEmpty = match.end === match.start;
            if (!isEmpty || match.start !== last) yield match;

            last = match.end;
            at = match.end + (isEmpty ? 1 : 0);
        }
    }

    test(text: string, budget: Budget): boolean {
        return this.match(text, 0, budget) !== undefined;
    }
}

const classes: Record<string, string | undefined> = {
    space: "\\s\\v",
    blank: " \\t",
    digit: "0-9",
    alpha: "A-Za-z",
    alnum: "A-Za-z0-9",
    upper: "A-Z",
    lower: "a-z",
    punct: "!-/:-@\\[-`{-~",
    xdigit: "0-9A-Fa-f",
};

function translate(source: string, extended: boolean): string | undefined {
    let text = "";
    for (let i = 0; i < source.length; i++) {
        const c = source[i]!;
        if (c === "\\") {
            const next = source[++i];
            const piece = next === undefined ? undefined : escaped(next, extended);
            if (piece === undefined) return undefined;

            text += piece;
        } else if (c === "[") {
            const [bracket = ""] = /^\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]/.exec(source.slice(i)) ?? [];
            if (bracket === "") return undefined;

            text += toBracket(bracket);
            i += bracket.length - 1;
        } else if (/[(){}|+?]/.test(c) && !extended) {
            text += `\\${c}`;
        } else if (c === "*" && isAtStart(text)) {
            text += "\\*";
        } else if ((c === "^" && !extended && !isAtStart(text)) || (c === "$" && !extended && !isAtEnd(source, i))) {
            text += `\\${c}`;
        } else {
            text += c;
        }
    }
    return text;
}

function isAtStart(text: string): boolean {
    return text === "" || text === "^" || /(^|[^\\])[(|]\^?$/.test(text);
}

function isAtEnd(source: string, at: number): boolean {
    return at === source.length - 1 || /^\\[)|]/.test(source.slice(at + 1));
}

/** Translates an escape; undefined for a back reference, which RE2 does not have. */
function escaped(next: string, extended: boolean): string | undefined {
    if (/[1-9]/.test(next)) return undefined;

    if (/[(){}|+?]/.test(next)) return extended ? `\\${next}` : next;

    const own: Record<string, string> = {
        "<": "\\b",
        ">": "\\b",
        "`": "\\A",
        "'": "\\z",
        "\n": "\\n",
        "-": "-",
        "/": "/",
    };
    if (/[a-zA-Z]/.test(next)) return /[nstwWSbBrfv]/.test(next) ? `\\${next}` : undefined;

    return own[next] ?? (/[\s"#%&,:;<=>@_~]/.test(next) ? next : `\\${next}`);
}

function toBracket(bracket: string): string {
    const negated = bracket.startsWith("[^");
    const inner = bracket
        .slice(negated ? 2 : 1, -1)
        .replaceAll("\\", "\\\\")
        .replace(/^\]/, "\\]");
    const pieces = inner.split(/(\[:[a-z]+:\])/).map((piece) => {
        const name = /^\[:([a-z]+):\]$/.exec(piece)?.[1];
        return name === undefined ? piece.replaceAll("[", "\\[").replace(/&&/g, "&\\&") : (classes[name] ?? "");
    });
    // In a bracket, GNU sed reads \n and \t as a newline and a tab.
    return `[${negated ? "^" : ""}${pieces
        .join("")
        .replace(/\\\\([nt])/g, "\\$1")
        .replace(/^\^/, "\\^")}]`;
}
