/**
 * Stands in a text for a piece that cannot be read: a variable, the output of a command, a value not known yet.
 * A private-use character, which no configuration file has a reason to hold.
 */
export const unknownText = "\uE000";

/** A line that may be any number of lines, such as what was in a file before. */
export const unknownLine = `${unknownText}\n`;

/**
 * What a program prints that cannot be read, but is told of settings: unknown lines, and a comment that names one, so that
 * a file of sshd's or sysctl's which it ends up in counts as text that was not read.
 */
export function unknownLinesOf(keyword: string | undefined): string {
    return keyword === undefined ? unknownLine : `${unknownLine}#${unknownText}${keyword}\n${unknownLine}`;
}

const hints = new RegExp(`^#${unknownText}\\w+\n${unknownText}\n?`, "gm");

/** The text without those comments, for what is no file. */
export function withoutHints(text: string): string {
    return text.replace(hints, "");
}

/** Whether any piece of the text cannot be read. */
export function hasUnknown(text: string): boolean {
    return text.includes(unknownText);
}

/** Whether the text can be what the pattern, a text with unknown pieces, turns out to be. */
export function mayBe(pattern: string, text: string): boolean {
    const [first = "", ...pieces] = pattern.split(unknownText);
    const last = pieces.pop();
    if (last === undefined) return pattern === text;

    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;

    let at = first.length;
    for (const piece of pieces) {
        at = text.indexOf(piece, at);
        if (at < 0) return false;

        at += piece.length;
    }
    return at <= text.length - last.length;
}
