import { namesSetting } from "../text";
import { hasUnknown, unknownText } from "../unknown";
import { takeInput } from "./io";
import type { Shell } from "./state";

/** One line of the input into one variable or several. */
export function readLine(args: readonly string[], shell: Shell): void {
    const names: string[] = [];
    for (let i = 0; i < args.length; i++) {
        if (/^-[a-z]*[dinNptua]$/.test(args[i]!)) i++;
        else if (!args[i]!.startsWith("-")) names.push(args[i]!);
    }
    const end = shell.input.indexOf("\n");
    const line = end < 0 ? shell.input : shell.input.slice(0, end);
    shell.success = end < 0 ? (hasUnknown(line) ? "either" : "no") : hasUnknown(line) ? "either" : "yes";
    // A line that may be any number of lines is never consumed.
    shell.input = line === unknownText ? shell.input : end < 0 ? "" : shell.input.slice(end + 1);
    shell.budget.characters(shell.input.length / 16);
    if (args.some((arg) => /^-[a-z]*[au]/.test(arg))) {
        if (namesSetting(line)) shell.files.unread.add("an option of read");

        const array = args[args.findIndex((arg) => /^-[a-z]*a$/.test(arg)) + 1];
        [...names, ...(array === undefined ? [] : [array])].forEach((name) => shell.variables.set(name, unknownText));
        return;
    }
    const separators = shell.variables.get("IFS") ?? " \t\n";
    let rest = separators === "" || hasUnknown(separators) ? line : trim(line, separators);
    for (const [i, name] of (names.length === 0 ? ["REPLY"] : names).entries()) {
        if (i === Math.max(names.length - 1, 0) || separators === "") {
            shell.variables.set(name, rest);
            rest = "";
            continue;
        }
        let at = 0;
        while (at < rest.length && !separators.includes(rest[at]!)) at++;

        shell.variables.set(name, hasUnknown(line) ? unknownText : rest.slice(0, at));
        rest = /\s/.test(rest[at] ?? "") ? trim(rest.slice(at), separators) : rest.slice(at + 1);
    }
}

function trim(line: string, separators: string): string {
    const blanks = [...separators].filter((each) => /\s/.test(each));
    let from = 0;
    let to = line.length;
    while (from < to && blanks.includes(line[from]!)) from++;

    while (to > from && blanks.includes(line[to - 1]!)) to--;

    return line.slice(from, to);
}

/** All lines of the input into an array. */
export function readAll(args: readonly string[], shell: Shell): void {
    const name = args.filter((arg) => !arg.startsWith("-")).at(-1) ?? "MAPFILE";
    if (!args.every((arg) => arg === name || arg === "-t")) {
        if (namesSetting(takeInput(shell))) shell.files.unread.add("an option of mapfile");

        shell.variables.setAll(name, [unknownText]);
        return;
    }
    const lines = takeInput(shell).split("\n");
    shell.variables.setAll(name, lines.at(-1) === "" ? lines.slice(0, -1) : lines);
}
