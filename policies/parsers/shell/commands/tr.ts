/** Returns what `tr` prints for known text; undefined for unsupported options, sets or characters. */
export function tr(args: readonly string[], text: string): string | undefined {
    const at = args.findIndex((arg) => !/^-[cCdst]+$/.test(arg));
    const letters = args.slice(0, Math.max(at, 0)).join("").replaceAll("-", "").replaceAll("C", "c");
    const sets = args.slice(Math.max(at, 0));
    const [first, second, ...more] = sets.map(setOf);
    if (first === undefined || more.length > 0 || letters.includes("t") || /[^\0-\x7f]/.test(text)) return undefined;

    // A class in the second set has to be the other case of the same class in the first.
    if (/\[:/.test(sets[1] ?? "") && !/^\[:(upper:\] \[:lower|lower:\] \[:upper):\]$/.test(sets.join(" ")))
        return undefined;

    const isFirst = (c: string): boolean => first.includes(c) !== letters.includes("c");
    if (letters.includes("d")) {
        const kept = [...text].filter((c) => !isFirst(c)).join("");
        return !letters.includes("s")
            ? second === undefined
                ? kept
                : undefined
            : second && squeezed(kept, (c) => second.includes(c));
    }
    if (second === undefined) return letters.includes("s") ? squeezed(text, isFirst) : undefined;

    // With -c, each character outside the first set has its own counterpart in the second, unless that has only one.
    if (second === "" || (letters.includes("c") && second.length > 1)) return undefined;

    const map = (c: string): string => (isFirst(c) ? (second[first.lastIndexOf(c)] ?? second.at(-1)!) : c);
    const mapped = [...text].map(map).join("");
    return letters.includes("s") ? squeezed(mapped, (c) => second.includes(c)) : mapped;
}

function squeezed(text: string, isIn: (c: string) => boolean): string {
    return [...text].filter((c, i, all) => c !== all[i - 1] || !isIn(c)).join("");
}

const classes: Record<string, string | undefined> = {
    upper: "A-Z",
    lower: "a-z",
    alpha: "A-Za-z",
    digit: "0-9",
    alnum: "0-9A-Za-z",
    blank: "\t ",
    space: "\t-\r ",
};

const escapes: Record<string, string | undefined> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** Expands a set to its characters, in order; undefined for an unsupported set. */
function setOf(text: string): string | undefined {
    const whole = text.replace(/\[:([a-z]+):\]/g, (all, name: string) => classes[name] ?? all);
    if (/\[:|\[=|\[[\s\S]\*/.test(whole)) return undefined;

    let set = "";
    const piece = /(\\(?:[0-7]{1,3}|[\s\S])|[\s\S])(?:-(\\(?:[0-7]{1,3}|[\s\S])|[\s\S]))?/g;
    for (const [, from = "", to] of whole.matchAll(piece)) {
        const [first, last] = [character(from), to === undefined ? character(from) : character(to)];
        if (first === undefined || last === undefined || first > last) return undefined;

        for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) set += String.fromCharCode(code);
    }
    return set.length > 1000 ? undefined : set;
}

function character(text: string): string | undefined {
    if (!text.startsWith("\\")) return text;

    const escaped = text.slice(1);
    return /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : escapes[escaped];
}
