import { namesSetting } from "../../text";
import { hasUnknown, unknownText } from "../../unknown";
import { takeInput } from "../state/io";
import type { Shell } from "../state/shell";

/** `read`: splits one line of the input into variables or an array. */
export function readLine(args: readonly string[], shell: Shell): void {
    const names: string[] = [];
    const options = new Map<string, string>();
    for (let i = 0; i < args.length; i++) {
        const [, flags = "", letter, value = ""] = /^-([ersE]*)(?:([dinNptua])([\s\S]*))?$/.exec(args[i]!) ?? [];
        if (!args[i]!.startsWith("-")) names.push(args[i]!);
        else if (letter !== undefined) options.set(letter, value === "" ? (args[++i] ?? "") : value);
        else if (flags === "") options.set("?", "");
    }
    const end = shell.input.indexOf(delimiterOf(options.get("d")));
    const line = end < 0 ? shell.input : shell.input.slice(0, end);
    shell.success = hasUnknown(line) ? "either" : end < 0 ? "no" : "yes";
    // A line that represents any number of lines is never consumed.
    shell.input = line === unknownText ? shell.input : end < 0 ? "" : shell.input.slice(end + 1);
    shell.budget.characters(shell.input.length / 16);
    const array = options.get("a");
    if (["u", "n", "N", "?"].some((letter) => options.has(letter))) {
        if (namesSetting(line)) shell.files.unread.add("an option of read");

        [...names, ...(array === undefined ? [] : [array])].forEach((name) => shell.variables.set(name, unknownText));
        return;
    }
    const separators = shell.variables.get("IFS") ?? " \t\n";
    const isWhole = separators === "" || hasUnknown(separators);
    const text = isWhole ? line : trim(line, separators);
    if (array !== undefined)
        shell.variables.setAll(array, isWhole || hasUnknown(line) ? [text] : split(text, separators));
    else setEach(names.length === 0 ? ["REPLY"] : names, text, separators, shell);
}

/** An empty delimiter means NUL, which no text contains. */
function delimiterOf(option: string | undefined): string {
    return option === undefined ? "\n" : option === "" ? "\0" : option.slice(0, 1);
}

function setEach(names: readonly string[], text: string, separators: string, { variables }: Shell): void {
    let rest = text;
    for (const [i, name] of names.entries()) {
        if (i === names.length - 1 || separators === "") {
            variables.set(name, rest);
            rest = "";
            continue;
        }
        const [field, others] = takeField(rest, separators);
        variables.set(name, hasUnknown(text) ? unknownText : field);
        rest = others;
    }
}

function split(text: string, separators: string): string[] {
    const fields: string[] = [];
    for (let rest = text; rest !== "";) {
        const [field, others] = takeField(rest, separators);
        fields.push(field);
        rest = others;
    }
    return fields;
}

/** Splits off the first field; returns it and what follows its separator. */
function takeField(text: string, separators: string): [string, string] {
    let at = 0;
    while (at < text.length && !separators.includes(text[at]!)) at++;

    const rest = /\s/.test(text[at] ?? "") ? trim(text.slice(at), separators) : text.slice(at + 1);
    return [text.slice(0, at), rest];
}

function trim(line: string, separators: string): string {
    const blanks = [...separators].filter((each) => /\s/.test(each));
    let from = 0;
    let to = line.length;
    while (from < to && blanks.includes(line[from]!)) from++;

    while (to > from && blanks.includes(line[to - 1]!)) to--;

    return line.slice(from, to);
}

/** `mapfile`: reads all lines of the input into an array. */
export function readAll(args: readonly string[], shell: Shell): void {
    const name = args.filter((arg) => !arg.startsWith("-")).at(-1) ?? "MAPFILE";
    const [, delimiter] = /^(?:-t )?-d(?: ?)(.?) (?:-t )?/.exec(args.join(" ")) ?? [];
    const isRead = args.every(
        (arg, i) => arg === name || /^-(t|d.?)$/.test(arg) || (args[i - 1] === "-d" && arg.length <= 1),
    );
    if (!isRead || (delimiter !== undefined && !args.includes("-t"))) {
        if (namesSetting(takeInput(shell))) shell.files.unread.add("an option of mapfile");

        shell.variables.setAll(name, [unknownText]);
        return;
    }
    const lines = takeInput(shell).split(delimiter === undefined ? "\n" : delimiter === "" ? "\0" : delimiter);
    shell.variables.setAll(name, lines.at(-1) === "" ? lines.slice(0, -1) : lines);
}
