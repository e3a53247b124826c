/**
 * Represents a piece of text that cannot be read: a variable, the output of a command, a value that is not known yet. It
 * is a private-use character, which configuration files do not contain.
 */
export const unknownText = "\uE000";

/** A line that represents any number of lines, such as the earlier content of a file. */
export const unknownLine = `${unknownText}\n`;

/**
 * Represents the output of a program that cannot be read, but that has settings in its arguments or input: unknown lines
 * and a comment that names a setting, so that a file of sshd or sysctl with this output counts as text that was not read.
 */
export function unknownLinesOf(keyword: string | undefined): string {
    return keyword === undefined ? unknownLine : `${unknownLine}#${unknownText}${keyword}\n${unknownLine}`;
}

/** The output of a program that may print anything, including settings: a file with this output was not read. */
export const unknownOutput = unknownLinesOf("any");

/** Whether the line represents output that may be anything. */
export function isUnknownOutput(line: string): boolean {
    return line === `#${unknownText}any`;
}

const hints = new RegExp(`^#${unknownText}\\w+\n${unknownText}\n?`, "gm");

/** Removes those comments from text that is not written to a file. */
export function withoutHints(text: string): string {
    return text.replace(hints, "");
}

/** Whether the text contains unknown pieces. */
export function hasUnknown(text: string): boolean {
    return text.includes(unknownText);
}

/** Whether a pattern, which is a text with unknown pieces, may equal the given text. */
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
