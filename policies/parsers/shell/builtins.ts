import { namesSetting } from "../text";
import { hasUnknown, unknownText } from "../unknown";
import { print, takeInput } from "./io";
import { setOptions } from "./options";
import { resolve, type Shell } from "./state";
import type { Assignment } from "./syntax";
import { fieldsOf, textOf } from "./words";

/** Sets a variable or an array, and returns its name for commands that declare. */
export function assign({ name, value, append, index }: Assignment, shell: Shell, declares = ""): string {
    const { variables } = shell;
    const before = variables.all(name);
    if (value.type === "ArrayValue") {
        const elements = value.elements.flatMap((word) => fieldsOf(word, shell));
        const pairs = value.elements.map((word) => /^\[([^\]]*)\]=([\s\S]*)$/.exec(textOf(word, shell)));
        if (append !== true) variables.setAll(name, []);
        variables.setKeys(name, undefined);
        if (pairs.length > 0 && append !== true && pairs.every((pair) => pair !== null))
            pairs.forEach((pair) => variables.setElement(name, pair[1]!, pair[2]!));
        else if (pairs.some((pair) => pair !== null)) variables.setAll(name, [unknownText]);
        else variables.setAll(name, append === true ? [...(before ?? [unknownText]), ...elements] : elements);
    } else if (index !== undefined) {
        const key = textOf(index, shell);
        if (append === true || hasUnknown(key)) variables.setAll(name, [unknownText]);
        else variables.setElement(name, key, textOf(value, shell));
    } else {
        const text = textOf(value, shell);
        variables.set(name, append === true ? (before?.[0] ?? unknownText) + text : text);
    }
    if (declares === "export") variables.export(name);

    return name;
}

/** The variable with the directory stack of pushd and popd; no script can name it. */
const folders = "pushd folders";

type Builtin = (args: readonly string[], shell: Shell) => void;

/** The commands that change the shell itself. */
export const builtins: Readonly<Record<string, Builtin | undefined>> = {
    cd: ([path = "/unknown"], shell) => {
        shell.folder = path === "-" ? unknownText : resolve(path, shell);
    },
    pushd: ([path = unknownText], shell) => {
        shell.variables.setAll(folders, [shell.folder, ...(shell.variables.all(folders) ?? [])]);
        shell.folder = resolve(path, shell);
    },
    popd: (_, shell) => {
        const [last = unknownText, ...others] = shell.variables.all(folders) ?? [];
        shell.folder = last;
        shell.variables.setAll(folders, others);
    },
    export: (args, { variables }) => args.forEach((name) => declare(name, variables)),
    unset: (args, { variables, functions }) =>
        args.forEach((name) => {
            const [, array] = /^(\w+)\[/.exec(name) ?? [];
            if (array !== undefined) variables.setAll(array, [unknownText]);

            variables.setAll(name, undefined);
            functions.delete(name);
        }),
    shift: ([count = "1"], shell) => {
        shell.arguments = hasUnknown(count) ? undefined : shell.arguments?.slice(Number(count) || 1);
    },
    set: (args, shell) => {
        const { options, rest } = setOptions(args, shell.options);
        shell.options = options;
        if (rest.length > 0) shell.arguments = rest[0] === "--" ? rest.slice(1) : rest;
    },
    read,
    exit: ([code], shell) => {
        shell.ended = isFailure(code, shell) ? "failed" : "exit";
    },
    return: ([code], shell) => {
        shell.success = isFailure(code, shell)
            ? "no"
            : code === undefined
              ? shell.success
              : code === "0"
                ? "yes"
                : "either";
        shell.ended = "return";
    },
    break: (_, shell) => void (shell.ended = "break"),
    continue: (_, shell) => void (shell.ended = "continue"),
    trap: ([script = "", ...signals], shell) => {
        if (namesSetting(script) && signals.some((signal) => !/^(EXIT|0)$/.test(signal)))
            shell.files.unread.add("a trap of a signal");

        if (signals.some((signal) => /^(EXIT|0)$/.test(signal))) shell.atExit = script === "-" ? undefined : script;
    },
    // The assignments before the command have already been made.
    local: withAttributes,
    declare: withAttributes,
    typeset: withAttributes,
    readonly: withAttributes,
    getopts: ([, name = ""], shell) => {
        shell.variables.set(name, unknownText);
        shell.success = "either";
    },
    let: (args, shell) => {
        shell.interpreter.text(args.map((each) => `((${each}))`).join(";"), shell);
        shell.success = "either";
    },
    alias: (args, shell) => {
        const added = args.flatMap((each): [string, string][] => {
            const [, name, text] = /^([^=]+)=([\s\S]*)$/.exec(each) ?? [];
            return name === undefined || text === undefined ? [] : [[name, text]];
        });
        shell.aliases = new Map([...shell.aliases, ...added]);
    },
    unalias: (args, shell) => {
        shell.aliases = new Map([...shell.aliases].filter(([name]) => !args.includes(name) && !args.includes("-a")));
    },
    shopt: (args, shell) => {
        if (args.includes("expand_aliases")) shell.expandsAliases = args.includes("-s");
    },
    true: () => undefined,
    ":": () => undefined,
    false: (_, shell) => void (shell.success = "no"),
    mapfile: (args, shell) => readAll(args, shell),
    readarray: (args, shell) => readAll(args, shell),
};

/** A variable of a child's environment; one that cannot be read may set any. */
function declare(word: string, variables: Shell["variables"]): void {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) {
        if (hasUnknown(word)) variables.open();

        return;
    }
    if (value !== undefined) variables.set(name, value);
    variables.export(name);
}

/** Variables with attributes: `-n` names another one, `-i` holds numbers, `-l` and `-u` change the case. */
function withAttributes(args: readonly string[], { variables }: Shell): void {
    args.filter(hasUnknown).forEach((name) => declare(name, variables));
    const letters = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join("");
    for (const name of args.filter((arg) => /^[A-Za-z_]\w*$/.test(arg))) {
        const value = variables.get(name);
        if (letters.includes("n") && value !== undefined) variables.set(value, unknownText);

        const isNumber = letters.includes("i") && !/^-?[0-9]+$/.test(value ?? "0");
        if (value !== undefined && (isNumber || /[nlu]/.test(letters))) variables.set(name, unknownText);
    }
}

function isFailure(code: string | undefined, shell: Shell): boolean {
    return code === undefined ? shell.success === "no" : /^[1-9][0-9]*$/.test(code);
}

/** One line of the input into one variable or several. */
function read(args: readonly string[], shell: Shell): void {
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

function readAll(args: readonly string[], shell: Shell): void {
    const name = args.filter((arg) => !arg.startsWith("-")).at(-1) ?? "MAPFILE";
    if (!args.every((arg) => arg === name || arg === "-t")) {
        if (namesSetting(takeInput(shell))) shell.files.unread.add("an option of mapfile");

        shell.variables.setAll(name, [unknownText]);
        return;
    }
    const lines = takeInput(shell).split("\n");
    shell.variables.setAll(name, lines.at(-1) === "" ? lines.slice(0, -1) : lines);
}

/** `command -v name`: where the program is, which decides nothing here; whether it is there is not known. */
export function printWhere(args: readonly string[], shell: Shell): void {
    const name = args.find((arg) => !arg.startsWith("-")) ?? "";
    print(`/usr/bin/${name}\n`, shell);
    shell.success = "either";
}
