import { parseArgs } from "node:util";

/** Returns what a filter prints for its input; undefined if it is called in an unsupported way. */
export type Filter = (args: readonly string[], text: string) => string | undefined;

/** Programs that print their input in another form. They are called with known text only. */
export const filters: Readonly<Record<string, Filter | undefined>> = {
    cut,
    head: (args, text) =>
        ends(args, text, (pieces, count, sign) =>
            sign === "-" ? pieces.slice(0, -count || undefined) : pieces.slice(0, count),
        ),
    tail: (args, text) =>
        ends(args, text, (pieces, count, sign) =>
            sign === "+" ? pieces.slice(Math.max(count - 1, 0)) : pieces.slice(Math.max(pieces.length - count, 0)),
        ),
    sort,
    uniq: (args, text) =>
        args.length > 0 ? undefined : joinLines(linesOf(text).filter((line, i, all) => line !== all[i - 1])),
    rev: plain((pieces) => pieces.map((piece) => piece.replace(/[^\n]+/, (line) => [...line].reverse().join("")))),
    tac: plain((pieces) => [...pieces].reverse()),
    wc: (args, text) => (args.join() === "-l" ? `${text.split("\n").length - 1}\n` : undefined),
};

type Shape = Record<string, { type: "string" | "boolean"; short: string }>;

const endOptions: Shape = { lines: { type: "string", short: "n" }, bytes: { type: "string", short: "c" } };

/** The options of each filter that take an argument or are interpreted. */
const optionsOf: Readonly<Record<string, Shape | undefined>> = {
    cut: {
        delimiter: { type: "string", short: "d" },
        fields: { type: "string", short: "f" },
        characters: { type: "string", short: "c" },
        bytes: { type: "string", short: "b" },
        "only-delimited": { type: "boolean", short: "s" },
    },
    paste: { delimiters: { type: "string", short: "d" }, serial: { type: "boolean", short: "s" } },
    head: endOptions,
    tail: endOptions,
    sort: {
        output: { type: "string", short: "o" },
        key: { type: "string", short: "k" },
        "field-separator": { type: "string", short: "t" },
        "buffer-size": { type: "string", short: "S" },
        "temporary-directory": { type: "string", short: "T" },
    },
    uniq: {
        "skip-fields": { type: "string", short: "f" },
        "skip-chars": { type: "string", short: "s" },
        "check-chars": { type: "string", short: "w" },
    },
    tac: { separator: { type: "string", short: "s" } },
};

interface FilterWords {
    /** The options as written, with their arguments. */
    own: readonly string[];
    values: Partial<Record<string, string | boolean>>;
    operands: readonly string[];
}

/** Tells a filter's options from its operands, which may stand anywhere. */
export function filterWords(name: string, args: readonly string[]): FilterWords {
    const words = args.map((word, i) => (name === "tail" && i === 0 ? word.replace(/^\+(?=[0-9])/, "-n+") : word));
    const { tokens, values, positionals } = parseArgs({
        args: words,
        options: optionsOf[name] ?? {},
        strict: false,
        allowPositionals: true,
        tokens: true,
    });
    const others = new Set(tokens.filter(({ kind }) => kind !== "option").map(({ index }) => index));
    return { own: words.filter((_, i) => !others.has(i)), values, operands: positionals };
}

export function linesOf(text: string): string[] {
    const lines = text.split("\n");
    return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

export function joinLines(lines: readonly string[]): string {
    return lines.map((line) => `${line}\n`).join("");
}

/** Parses the options of a filter; undefined if there are others. */
export function readOptions(name: string, args: readonly string[]): FilterWords["values"] | undefined {
    try {
        return parseArgs({ args: [...args], options: optionsOf[name] ?? {}, strict: true }).values;
    } catch {
        return undefined;
    }
}

/** A filter without options, of lines with their newlines, which the last one may not have. */
function plain(change: (pieces: readonly string[]) => readonly string[]): Filter {
    return (args, text) => (args.length > 0 ? undefined : change(piecesOf(text)).join(""));
}

/** The lines of a text with their newlines. */
export function piecesOf(text: string): string[] {
    return text === "" ? [] : text.split(/(?<=\n)/);
}

/** Parses `-n 5`, `-5`, `-n +2` and `-n -1` of head and tail. */
function ends(
    args: readonly string[],
    text: string,
    select: (pieces: string[], count: number, sign: string) => string[],
): string | undefined {
    const [, sign = "", count = "10"] = /^(?:(?:-n ?|--lines[= ])([-+]?)([0-9]{1,9})|-([0-9]{1,9}))?$/
        .exec(args.join(" "))
        ?.map((each, i, all) => (i === 2 ? (each ?? all[3]) : each)) ?? [undefined, "", ""];
    return count === "" ? undefined : select(piecesOf(text), Number(count), sign).join("");
}

/** The order depends on the locale, so it is known only where C's and English agree. */
function sort(args: readonly string[], text: string): string | undefined {
    if (!args.every((arg) => /^-[ur]+$/.test(arg))) return undefined;

    const lines = linesOf(text);
    const byBytes = [...lines].sort();
    if (String(byBytes) !== String([...lines].sort(new Intl.Collator("en").compare))) return undefined;

    const ordered = args.join().includes("r") ? byBytes.reverse() : byBytes;
    return joinLines(args.join().includes("u") ? [...new Set(ordered)] : ordered);
}

function cut(args: readonly string[], text: string): string | undefined {
    const options = readOptions("cut", args);
    const { delimiter = "\t", fields, characters, bytes } = options ?? {};
    const list = fields ?? characters ?? bytes;
    const isChosen = typeof list === "string" ? inList(list) : undefined;
    if (options === undefined || isChosen === undefined || typeof delimiter !== "string" || /[^ -~\t\n]/.test(text))
        return undefined;

    const by = fields === undefined ? "" : delimiter;
    return joinLines(
        linesOf(text).flatMap((line) => {
            if (by !== "" && !line.includes(by)) return options["only-delimited"] === true ? [] : [line];

            return [
                line
                    .split(by)
                    .filter((_, i) => isChosen(i + 1))
                    .join(by),
            ];
        }),
    );
}

/** Parses a list of ranges, such as `1,3-5,7-`. */
function inList(list: string): ((at: number) => boolean) | undefined {
    const ranges = list
        .split(/[, ]/)
        .map((each) => /^(?:([1-9][0-9]*)|(?=-[0-9]))(-)?((?<=-)[1-9][0-9]*)?$/.exec(each));
    if (ranges.includes(null)) return undefined;

    return (at) =>
        ranges.some((range) => {
            const [, from = "1", dash, to] = range!;
            return at >= Number(from) && at <= (dash === undefined ? Number(from) : Number(to ?? Infinity));
        });
}

/** Joins the lines of several texts side by side; with `serial`, those of each text into one line. */
export function paste(texts: readonly string[], delimiters: string, serial: boolean): string {
    const columns = texts.map(linesOf);
    const joinOf = (cells: readonly string[]): string =>
        cells.map((cell, i) => (i === 0 ? cell : (delimiters[(i - 1) % delimiters.length] ?? "") + cell)).join("");
    if (serial) return joinLines(columns.map(joinOf));

    const height = Math.max(...columns.map(({ length }) => length));
    return joinLines(Array.from({ length: height }, (_, row) => joinOf(columns.map((column) => column[row] ?? ""))));
}
