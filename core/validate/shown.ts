const longest = 60;

/** A value as an error shows it: quoted as JSON, cut where it is long, with its type: `"120" (string)`. Never throws. */
export function shown(value: unknown): string {
    if (value === null) return "null";
    if (value === undefined) return "undefined";
    const type = Array.isArray(value) ? "array" : typeof value;
    const text = quoted(value);
    return `${text.length > longest ? `${text.slice(0, longest)}…` : text} (${type})`;
}

function quoted(value: unknown): string {
    // JSON has no NaN, no Infinity and no bigint, and some objects have no JSON at all.
    if (typeof value === "number" || typeof value === "bigint") return String(value);
    try {
        return JSON.stringify(value) ?? "a value";
    } catch {
        return "a value";
    }
}
