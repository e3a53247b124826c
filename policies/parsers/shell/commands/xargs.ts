import { namesSetting } from "../../text";
import { hasUnknown, unknownText } from "../../unknown";
import { inputFile } from "../state/io";
import { distinct, type Shell } from "../state/shell";
import { afterOptions } from "./wrappers";

/** The options of xargs. */
interface Options {
    /** `-I`: the text in the command that each item replaces. */
    replaced: string | undefined;
    /** `-n`: the maximum number of items per command, at least 1. */
    most: number;
    /** `-d`, `-0`: the delimiter of items; undefined for blanks outside quotes, or lines. */
    delimiter: string | undefined;
    file: string;
}

/** Runs a command with the items of the input as arguments. Unknown input becomes one unknown argument. */
export function xargs(args: readonly string[], shell: Shell): Shell[] {
    const rest = afterOptions(args, /^-[0rtpxo]*[IndPLsEa]$|^--(max-args|max-procs|replace|delimiter|arg-file)$/);
    const options = optionsOf(args.slice(0, args.length - rest.length));
    const command = rest.length === 0 ? ["echo"] : rest;
    const text = inputFile(options?.file ?? "-", shell);
    if (options === undefined || hasUnknown(text)) {
        if (namesSetting(text)) shell.files.unread.add("the input of xargs");

        const replaced = options?.replaced;
        const words = replaced === undefined ? [...command, unknownText] : withItem(command, replaced, unknownText);
        return shell.interpreter.words(words, shell);
    }
    return commandsOf(command, itemsOf(text, options), options).reduce<Shell[]>(
        (outcomes, words) =>
            distinct(
                outcomes.flatMap((outcome) =>
                    outcome.interpreter
                        .words(words, { ...outcome, input: "" })
                        .map((each) => ({ ...each, ended: outcome.ended })),
                ),
            ),
        [shell],
    );
}

function optionsOf(words: readonly string[]): Options | undefined {
    const options: Options = { replaced: undefined, most: Infinity, delimiter: undefined, file: "-" };
    for (let at = 0; at < words.length; at++) {
        const [, flags = "", letter, attached] =
            /^-([0rtpxo]*)(?:([IndPLsEai])([\s\S]*))?$/.exec(longToShort(words[at]!)) ?? [];
        if (flags === "" && letter === undefined) return undefined;

        if (flags.includes("0")) options.delimiter = "\0";
        if (letter === undefined) continue;

        const value = attached !== "" || letter === "i" ? (attached ?? "") : (words[++at] ?? "");
        if (letter === "I" || letter === "i") options.replaced = value === "" ? "{}" : value;
        else if (letter === "n" && /^[1-9][0-9]*$/.test(value)) options.most = Number(value);
        else if (letter === "d") options.delimiter = { "\\n": "\n", "\\t": "\t", "\\0": "\0" }[value] ?? value;
        else if (letter === "a") options.file = value;
        else if (letter !== "P") return undefined;

        if ((options.delimiter?.length ?? 1) !== 1) return undefined;
    }
    return options;
}

const long: Record<string, string | undefined> = {
    null: "-0",
    "no-run-if-empty": "-r",
    verbose: "-t",
    exit: "-x",
    "max-args": "-n",
    "max-procs": "-P",
    replace: "-I",
    delimiter: "-d",
    "arg-file": "-a",
};

function longToShort(word: string): string {
    const [, name = "", value = ""] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    return name === "" ? word : `${long[name] ?? "--"}${value}`;
}

function itemsOf(text: string, { delimiter, replaced }: Options): string[] {
    if (delimiter !== undefined) {
        const items = text.split(delimiter);
        return items.at(-1) === "" ? items.slice(0, -1) : items;
    }
    const items: string[] = [];
    let item: string | undefined;
    const piece = /\\([\s\S])|'([^'\n]*)'|"([^"\n]*)"|([\s\S])/g;
    for (const [, escaped, single, double, plain] of text.matchAll(piece)) {
        const isEnd = plain === "\n" || (plain !== undefined && /[ \t]/.test(plain) && replaced === undefined);
        if (isEnd) {
            if (item !== undefined) items.push(item);
            item = undefined;
        } else if (item !== undefined || plain === undefined || !/[ \t]/.test(plain)) {
            item = (item ?? "") + (escaped ?? single ?? double ?? plain ?? "");
        }
    }
    return item === undefined ? items : [...items, item];
}

function commandsOf(command: readonly string[], items: readonly string[], { replaced, most }: Options): string[][] {
    if (replaced !== undefined) return items.map((item) => withItem(command, replaced, item));

    const commands: string[][] = [];
    for (let at = 0; at === 0 || at < items.length; at += most)
        commands.push([...command, ...items.slice(at, at + most)]);

    return commands;
}

function withItem(command: readonly string[], replaced: string, item: string): string[] {
    return command.map((word) => word.replaceAll(replaced, () => item));
}
