import { hasUnknown } from "./unknown";

/**
 * Whether a shell pattern (`*`, `?`, `[a-z]`) matches the whole text; undefined if that is unknown. It backtracks only to
 * the last star, so the number of steps is at most quadratic in the length.
 */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
    if (hasUnknown(pattern) || hasUnknown(text)) return pattern === "*" ? true : undefined;

    let p = 0;
    let t = 0;
    let star = -1;
    let mark = 0;
    while (t < text.length) {
        const piece = p < pattern.length ? pieceAt(pattern, p) : undefined;
        if (piece?.kind === "star") {
            [star, mark] = [p, t];
            p++;
        } else if (piece !== undefined && piece.matches(text[t]!)) {
            p += piece.length;
            t++;
        } else if (star >= 0) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (pattern[p] === "*") p++;

    return p === pattern.length;
}

/** Whether the pattern has a dot wherever a name in the path begins with one; otherwise the file is hidden from it. */
export function isVisible(pattern: string, path: string): boolean {
    const names = pattern.split("/");
    return path.split("/").every((name, i) => !name.startsWith(".") || names[i]?.startsWith(".") === true);
}

interface Piece {
    kind: "star" | "one";
    length: number;
    matches: (character: string) => boolean;
}

function pieceAt(pattern: string, at: number): Piece {
    const c = pattern[at]!;
    if (c === "*") return { kind: "star", length: 1, matches: () => true };

    if (c === "?") return { kind: "one", length: 1, matches: () => true };

    const bracket = c === "[" ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(at, at + 80)) : null;
    if (bracket !== null) {
        const [whole, not, members = ""] = bracket;
        return { kind: "one", length: whole.length, matches: (each) => isMember(members, each) !== (not !== "") };
    }
    if (c === "\\" && at + 1 < pattern.length)
        return { kind: "one", length: 2, matches: (each) => each === pattern[at + 1] };

    return { kind: "one", length: 1, matches: (each) => each === c };
}

const classes: Record<string, RegExp | undefined> = {
    "[:space:": /\s/,
    "[:digit:": /[0-9]/,
    "[:alpha:": /[A-Za-z]/,
    "[:alnum:": /[A-Za-z0-9]/,
};

function isMember(members: string, character: string): boolean {
    const ofClass = classes[members];
    if (ofClass !== undefined) return ofClass.test(character);

    for (let i = 0; i < members.length; i++) {
        if (members[i + 1] === "-" && i + 2 < members.length) {
            if (character >= members[i]! && character <= members[i + 2]!) return true;

            i += 2;
        } else if (members[i] === character) {
            return true;
        }
    }
    return false;
}

/** Removes the match of the pattern at the start or end of the text; undefined if that is unknown. */
export function withoutMatch(text: string, operator: "#" | "##" | "%" | "%%", pattern: string): string | undefined {
    if (hasUnknown(text) || hasUnknown(pattern) || text.length > 1000) return undefined;

    const lengths = Array.from({ length: text.length + 1 }, (_, i) => (operator.length === 2 ? text.length - i : i));
    for (const length of lengths) {
        const isFront = operator.startsWith("#");
        const piece = isFront ? text.slice(0, length) : text.slice(text.length - length);
        if (matchesPattern(pattern, piece) === true)
            return isFront ? text.slice(length) : text.slice(0, text.length - length);
    }
    return text;
}

/**
 * Replaces the longest match of the pattern: the first (`/`), each (`//`), at the start (`/#`) or at the end (`/%`);
 * undefined if the result is unknown.
 */
export function replaceMatches(
    text: string,
    operator: "/" | "//" | "/#" | "/%",
    pattern: string,
    replacement: string,
): string | undefined {
    // bash 5.2 replaces an unquoted & with the match; earlier versions do not.
    if (text.length > 300 || hasUnknown(text + pattern + replacement) || replacement.includes("&")) return undefined;

    if (text === "" && matchesPattern(pattern, "") === true) return replacement;

    if (pattern === "") return operator === "/#" ? replacement + text : operator === "/%" ? text + replacement : text;

    const lengthAt = (start: number): number | undefined => {
        const first = operator === "/%" ? text.length : start;
        for (let end = text.length; end >= first && end > start; end--)
            if (matchesPattern(pattern, text.slice(start, end)) === true) return end - start;

        return undefined;
    };
    let result = "";
    let at = 0;
    while (at < text.length) {
        const length = lengthAt(at);
        if (length !== undefined) {
            result += replacement;
            at += length;
            if (operator !== "//") break;
        } else if (operator === "/#") {
            break;
        } else {
            result += text[at]!;
            at++;
        }
    }
    return result + text.slice(at);
}
