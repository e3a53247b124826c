import { includeEdited, sshdMain, startedLater } from "../../configPaths";
import { namesSetting, settingNamedIn } from "../../text";
import { hasUnknown, unknownLine, unknownLinesOf, unknownOutput as anyOutput, unknownText } from "../../unknown";
import { inputFile, print, takeInput } from "../state/io";
import { type CommandHandler, resolve, type Shell } from "../state/shell";
import { awkCall, awkOutput, isBeginOnly } from "./awk";
import { type Filter, filters, filterWords, paste, readOptions } from "./filters";
import { grep } from "./grep";
import { markAllUnknown } from "./markUnknown";
import { editWithSed } from "./sed";
import { tr } from "./tr";
import { xargs } from "./xargs";

/** Commands that transform text. */
export const textCommands: Readonly<Record<string, CommandHandler | undefined>> = {
    sed,
    grep: (args, shell) => grep(args, shell),
    egrep: (args, shell) => grep(["-E", ...args], shell),
    fgrep: (args, shell) => grep(["-F", ...args], shell),
    ...Object.fromEntries(Object.keys(filters).map((name) => [name, filtered(name)])),
    tr: (args, shell) => printFiltered(tr, args, inputFile("-", shell), shell),
    sort: (args, shell) => {
        const { own, values, operands } = filterWords("sort", args);
        const words = own.filter((_, i) => !/^(-[a-zA-Z]*o|--output)$/.test(own[i - 1] ?? ""));
        const others = words
            .map((word) => word.replace(/^(-[a-zA-Z]*)o.*$|^--output.*$/, "$1"))
            .filter((word) => word !== "" && word !== "-");
        written(values["output"], shell, (inner) => filtered("sort")([...others, ...operands], inner));
    },
    uniq: (args, shell) => {
        const { own, operands } = filterWords("uniq", args);
        written(operands[1], shell, (inner) => filtered("uniq")([...own, ...operands.slice(0, 1)], inner));
    },
    paste: (args, shell) => {
        const { own, operands } = filterWords("paste", args);
        const { delimiters = "\t", serial = false } = readOptions("paste", own) ?? { delimiters: "" };
        const paths = operands.length === 0 ? ["-"] : operands;
        const texts = paths.map((path) => inputFile(path, shell));
        const isRead =
            paths.filter((path) => path === "-").length <= 1 &&
            typeof delimiters === "string" &&
            /^[^\\]+$/.test(delimiters);
        if (isRead && !texts.some(hasUnknown)) print(paste(texts, delimiters, serial === true), shell);
        else print(unknownLinesOf(settingNamedIn(texts.join("\n"))), shell);
    },
    sponge: (args, shell) => {
        const [path] = args.filter((arg) => !arg.startsWith("-"));
        const text = takeInput(shell);
        if (path === undefined) print(text, shell);
        else shell.files[args.includes("-a") ? "append" : "write"](resolve(path, shell), text);
    },
    envsubst: (args, shell) => {
        const text = takeInput(shell);
        const [format, ...more] = args;
        const isChosen = (name: string): boolean =>
            format === undefined || new RegExp(`\\$\\{?${name}\\b`).test(format);
        if (more.length > 0 || format?.startsWith("-") === true) {
            print(unknownLinesOf(settingNamedIn(text)), shell);
        } else {
            print(
                text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, a: string | undefined, b: string | undefined) => {
                    const name = a ?? b ?? "";
                    return isChosen(name) ? (shell.variables.exported(name) ?? unknownText) : whole;
                }),
                shell,
            );
        }
    },
    nl: unknownOutput,
    fold: unknownOutput,
    column: unknownOutput,
    awk,
    gawk: awk,
    mawk: awk,
    find,
    xargs,
    parallel: (args, shell) => {
        markAllUnknown("parallel", args, shell);
        unknownOutput(args, shell);
    },
};

/** Runs a filter on the standard input or on one file. */
function filtered(name: string): (args: readonly string[], shell: Shell) => void {
    return (args, shell) => {
        const { own, operands } = filterWords(name, args);
        const text = (operands.length === 0 ? ["-"] : operands).map((path) => inputFile(path, shell)).join("");
        // With several files, programs differ: some print their names. wc does for one file, too.
        const isRead = operands.length <= (name === "wc" ? 0 : 1);
        printFiltered(isRead ? filters[name]! : () => undefined, own, text, shell);
    };
}

function printFiltered(filter: Filter, args: readonly string[], text: string, shell: Shell): void {
    const result = hasUnknown(text) || args.some(hasUnknown) ? undefined : filter(args, text);
    shell.budget.characters(text.length, 4);
    print(result ?? unknownLinesOf(settingNamedIn([text, ...args].join("\n"))), shell);
}

/** Writes what a command prints to a file, if its arguments name one. */
function written(path: string | boolean | undefined, shell: Shell, run: (inner: Shell) => void): void {
    if (typeof path !== "string") {
        run(shell);
        return;
    }
    const inner = { ...shell, output: "" };
    run(inner);
    shell.input = inner.input;
    shell.files.write(resolve(path, shell), inner.output);
}

function unknownOutput(args: readonly string[], shell: Shell): void {
    print(unknownLinesOf(settingNamedIn([inputFile("-", shell), ...args].join("\n"))), shell);
}

function sed(args: readonly string[], shell: Shell): void {
    const [scripts, words]: [string[], string[]] = [[], []];
    let inPlace = false;
    let extended = false;
    let quiet = false;
    let readable = true;
    for (let i = 0; i < args.length; i++) {
        const arg = args[i]!;
        const [, long, value] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(arg) ?? [];
        const [, short = "", letter, attached = ""] = /^-([nErsuzb]*)(?:([efil])([\s\S]*))?$/.exec(arg) ?? [];
        inPlace ||= long === "in-place" || letter === "i";
        extended ||= long === "regexp-extended" || /[Er]/.test(short);
        quiet ||= /^(quiet|silent)$/.test(long ?? "") || short.includes("n");
        readable &&= !/^(null-data|separate)$/.test(long ?? "") && !/[zs]/.test(short);
        const argument = (): string => value ?? (attached === "" ? (args[++i] ?? "") : attached);
        if (long === "expression" || letter === "e") scripts.push(argument());
        else if (long === "file" || letter === "f") scripts.push(scriptIn(argument(), shell));
        else if (letter === "l" || long === "line-length") argument();
        else if (!arg.startsWith("-")) words.push(arg);
    }
    const script = scripts.length > 0 ? scripts : words.splice(0, 1);
    const edit = (text: string, path?: string): string | undefined => {
        const isShipped = path === undefined || sshdMain.test(path) || path === "/etc/sysctl.conf";
        return readable ? editWithSed(text, script, { extended, quiet, isShipped, budget: shell.budget }) : undefined;
    };
    if (!inPlace) {
        const text = (words.length === 0 ? ["-"] : words).map((path) => inputFile(path, shell)).join("");
        const edited = edit(text);
        if (edited === undefined) {
            const names = namesSetting(script.join("\n"));
            if (names) shell.files.unread.add("a sed script");

            if (script.some((each) => writesFile.test(each)))
                shell.files.markUnknown(() => true, "a sed script", names || namesSetting(text));
        }

        print(edited ?? anyOutput, shell);
        return;
    }
    for (const path of words.map((each) => resolve(each, shell))) {
        if (sshdMain.test(path) && script.some((each) => editsInclude.test(each)))
            shell.files.unread.add(includeEdited);

        if (startedLater.test(path) && namesSetting(script.join("\n")))
            shell.files.unread.add("commands that the host runs later");

        const edited = hasUnknown(path) ? undefined : edit(shell.files.read(path), path);
        if (edited === undefined) {
            const isTouched = hasUnknown(path) ? undefined : path;
            shell.files.markUnknown(
                (each) => isTouched === undefined || each === isTouched,
                "a sed script",
                namesSetting(script.join("\n")) || (sshdMain.test(path) && /include|match/i.test(script.join())),
            );
            if (isTouched !== undefined) shell.files.write(isTouched, unknownLine);
        } else {
            shell.files.write(path, edited);
        }
    }
}

/** Matches a script that may remove or restore the Include of the drop-ins. */
const editsInclude = /(?:^|[\s;{}])s([^\w\s])(?:(?!\1)[^\n]){0,80}Include|Include[^/\n]{0,80}\/I?\s*d/i;

/** Matches a script that may write a file. */
const writesFile = /\bw[ \t]*[^\s;}]*\//;

/** Reads a script from a file; that of an unknown file is unknown. */
function scriptIn(path: string, shell: Shell): string {
    return inputFile(path, shell).replace(/\n$/, "");
}

/** awk only prints, unless its program writes files or runs commands. */
function awk(args: readonly string[], shell: Shell): void {
    const given = args.some(hasUnknown) ? undefined : awkCall(args);
    const { call, paths = [] } = given ?? {};
    const isAlone = call !== undefined && isBeginOnly(call);
    const text = isAlone ? "" : (paths.length === 0 ? ["-"] : paths).map((path) => inputFile(path, shell)).join("");
    const output = call === undefined || hasUnknown(text) ? undefined : awkOutput(call, text, shell.budget);
    if (output !== undefined) {
        print(output, shell);
        return;
    }
    const program = args.join("\n");
    if (args.some((arg) => /^-(f|i$)|inplace/.test(arg)) || /system\s*\(|\|\s*"|>\s*["\w]|getline/.test(program))
        shell.files.markUnknown(() => true, "awk", namesSetting(`${program}\n${text}`));

    print(unknownLinesOf(settingNamedIn([text, ...args].join("\n"))), shell);
}

/** find only prints, unless it removes or runs something. */
function find(args: readonly string[], shell: Shell): void {
    const writes = args.find((arg) => /^-(delete|exec|execdir|ok|okdir|fprint.*|fls)$/.test(arg));
    if (writes !== undefined) shell.files.markUnknown(() => true, `find ${writes}`, namesSetting(args.join("\n")));

    unknownOutput(args, shell);
}
