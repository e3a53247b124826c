const classes: Record<string, string | undefined> = {
    space: "\\s",
    blank: " \\t",
    digit: "0-9",
    alpha: "A-Za-z",
    alnum: "A-Za-z0-9",
    upper: "A-Z",
    lower: "a-z",
};

/** A basic or extended regular expression of sed's as one of JavaScript's; `undefined` when it is none. */
export function toRegExp(source: string, extended: boolean, flags: string): RegExp | undefined {
    let text = "";
    for (let i = 0; i < source.length; i++) {
        const c = source[i]!;
        if (c === "\\") {
            const next = source[++i] ?? "\\";
            text += /[(){}|+?]/.test(next) && !extended ? next : `\\${next}`;
        } else if (c === "[") {
            const [bracket = ""] = /^\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]/.exec(source.slice(i)) ?? [];
            if (bracket === "") {
                return undefined;
            }
            text += toBracket(bracket);
            i += bracket.length - 1;
        } else if (/[(){}|+?]/.test(c) && !extended) {
            text += `\\${c}`;
        } else if (c === "*" && (i === 0 || (i === 1 && source[0] === "^"))) {
            text += "\\*";
        } else {
            text += c;
        }
    }
    try {
        return new RegExp(text, flags);
    } catch {
        return undefined;
    }
}

function toBracket(bracket: string): string {
    const negated = bracket.startsWith("[^");
    const inner = bracket
        .slice(negated ? 2 : 1, -1)
        .replaceAll("\\", "\\\\")
        .replace(/^\]/, "\\]");
    const members = inner.replace(/\[:([a-z]+):\]/g, (_, name: string) => classes[name] ?? "").replaceAll("[", "\\[");
    return `[${negated ? "^" : ""}${members}]`;
}
