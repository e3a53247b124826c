/**
 * Stands in a text for a piece that cannot be read: a variable, the output of a command, a value not known yet.
 * A private-use character, which no configuration file has a reason to hold.
 */
export const unknownText = "\uE000";

/** Whether any piece of the text cannot be read. */
export function hasUnknown(text: string): boolean {
    return text.includes(unknownText);
}
