import { namesSetting } from "../../text";
import { hasUnknown, unknownText } from "../../unknown";
import { fieldsOf, textOf } from "../expansion/words";
import { print } from "../state/io";
import { setOptions } from "../state/options";
import { resolve, type Shell } from "../state/shell";
import type { Assignment } from "../syntax";
import { getopts } from "./getopts";
import { readAll, readLine } from "./lineInput";

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
        if (append === true) variables.setAll(name, [(before?.[0] ?? unknownText) + text, ...(before ?? []).slice(1)]);
        else variables.set(name, text);
    }
    if (declares === "export" || shell.options.allexport) variables.export(name);

    return name;
}

/** The variable that holds the directory stack of pushd and popd, under a name that no script can use. */
const folders = "pushd folders";

type Builtin = (args: readonly string[], shell: Shell) => void;

/** Commands that change the shell itself. */
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
    export: (args, { variables, functions }) => {
        if (args.some((arg) => /^-[a-z]*f/.test(arg))) exportFunctions(args, functions);
        else args.forEach((name) => declare(name, variables));
    },
    unset: (args, { variables, functions }) =>
        args.forEach((name) => {
            const [, array] = /^(\w+)\[/.exec(name) ?? [];
            if (array !== undefined) variables.setAll(array, [unknownText]);

            variables.setAll(name, undefined);
            variables.setCase(name, undefined);
            functions.delete(name);
        }),
    shift: ([count = "1"], shell) => {
        const { length = 0 } = shell.arguments ?? [];
        if (!/^[0-9]{1,6}$/.test(count)) shell.arguments = undefined;
        else if (shell.arguments !== undefined && Number(count) > length) shell.success = "no";
        else shell.arguments = shell.arguments?.slice(Number(count));
    },
    set: (args, shell) => {
        const { options, rest } = setOptions(args, shell.options);
        shell.options = options;
        if (rest.length > 0) shell.arguments = rest[0] === "--" ? rest.slice(1) : rest;
    },
    read: readLine,
    exit: ([code], shell) => {
        shell.ended = isFailure(code, shell) ? "failed" : "exit";
    },
    return: ([code], shell) => {
        if (!shell.canReturn) {
            // bash prints an error and continues, other shells end the script.
            shell.files.skipReason ??= "what follows a return outside of a function";
            shell.success = "no";
            return;
        }
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
    getopts,
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
        if (args.includes("lastpipe")) shell.files.skipReason ??= "an option of shopt";

        if (args.includes("expand_aliases")) shell.expandsAliases = args.includes("-s");
    },
    true: () => undefined,
    ":": () => undefined,
    false: (_, shell) => void (shell.success = "no"),
    mapfile: readAll,
    readarray: readAll,
};

function exportFunctions(names: readonly string[], functions: Shell["functions"]): void {
    for (const name of names) {
        const known = functions.get(name);
        if (known !== undefined) functions.set(name, { ...known, isExported: true });
    }
}

/** Exports a variable. An argument that cannot be read may set any variable. */
function declare(word: string, variables: Shell["variables"]): void {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) {
        if (hasUnknown(word)) variables.addUnknownNames();

        return;
    }
    if (value !== undefined) variables.set(name, value);
    variables.export(name);
}

/** Gives variables attributes: `-n` makes a reference, `-i` a number, `-l` and `-u` change the case. */
function withAttributes(args: readonly string[], shell: Shell): void {
    const { variables, functions } = shell;
    if (args.some((arg) => /^-[a-zA-Z]*f/.test(arg))) {
        const names = args.filter((arg) => !arg.startsWith("-"));
        if (args.some((arg) => /^-[a-zA-Z]*x/.test(arg))) {
            exportFunctions(names, functions);
        } else {
            print(
                (names.length === 0 ? [...functions.keys()] : names)
                    .map((each) => `${functions.get(each)?.text ?? ""}\n`)
                    .join(""),
                shell,
            );
        }

        return;
    }
    args.filter(hasUnknown).forEach((name) => declare(name, variables));
    const letters = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join("");
    for (const name of args.filter((arg) => /^[A-Za-z_]\w*$/.test(arg))) {
        if (name === "OPTIND" && !letters.includes("r")) variables.set(name, variables.get(name) ?? "1");

        const value = variables.get(name);
        if (letters.includes("n")) variables.setReference(name);
        else if (/[lu]/.test(letters)) variables.setCase(name, letters.includes("l") ? "lower" : "upper");

        if (letters.includes("x")) variables.export(name);

        const isNumber = letters.includes("i") && !/^-?[0-9]+$/.test(value ?? "0");
        if (value !== undefined && isNumber) variables.set(name, unknownText);
    }
}

function isFailure(code: string | undefined, shell: Shell): boolean {
    return code === undefined ? shell.success === "no" : /^[1-9][0-9]*$/.test(code);
}

/** `command -v name` prints the program's path, which has no effect here. Whether the program exists is unknown. */
export function printLocation(args: readonly string[], shell: Shell): void {
    const name = args.find((arg) => !arg.startsWith("-")) ?? "";
    print(`/usr/bin/${name}\n`, shell);
    shell.success = "either";
}
