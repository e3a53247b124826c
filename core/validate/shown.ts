const longest = 60;

/**
 * A value as an error shows it: quoted as JSON, cut where it is long, with its type: `"120" (string)`. Of an object only the
 * names of its properties are shown, since a connection in the wrong place has a password among its values, and of a URL
 * not its password. Never throws.
 */
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
    if (value instanceof Uint8Array) return "bytes";
    if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
    if (typeof value === "object" && value !== null) return named(Object.keys(value));
    try {
        return (JSON.stringify(typeof value === "string" ? withoutPassword(value) : value) ?? "a value").replace(
            unseen,
            escaped,
        );
    } catch {
        return "a value";
    }
}

/** The password of a URL, or of a login such as `user:password@host`. */
function withoutPassword(text: string): string {
    return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?([^:@/]*):(?!\/\/).*@/isu, "$1$2:…@");
}

function named(properties: readonly string[]): string {
    return properties.length === 0 ? "{}" : `{ ${properties.map((name) => `${quoted(name)}: …`).join(", ")} }`;
}

/** Characters that are invisible or reorder text; JSON escapes only some of them. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0]/gu;

function escaped(character: string): string {
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
