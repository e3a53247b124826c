/**
 * Stands in a text for a piece that cannot be read: a variable, the output of a command, a value not known yet.
 * A private-use character, which no configuration file has a reason to hold.
 */
export const unknownText = "\uE000";

/** A line that may be any number of lines, such as what was in a file before. */
export const unknownLine = `${unknownText}\n`;

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
