import { includeEdited, sshdMain, startedLater } from "../../configPaths";
import { namesSetting, settingNamedIn } from "../../text";
import { hasUnknown, unknownLine, unknownLinesOf, unknownOutput as anyOutput, unknownText } from "../../unknown";
import { inputFile, print, takeInput } from "../state/io";
import { type CommandHandler, resolve, type Shell } from "../state/shell";
import { awkCall, awkOutput, isBeginOnly } from "./awk";
import { type Filter, filters, paste, readOptions } from "./filters";
import { grep } from "./grep";
import { editWithSed } from "./sed";
import { tr } from "./tr";
import { xargs } from "./xargs";

/** Commands that transform text. */
export const textCommands: Readonly<Record<string, CommandHandler | undefined>> = {
    sed,
    grep: (args, shell) => grep(args, shell),
    egrep: (args, shell) => grep(["-E", ...args], shell),
    fgrep: (args, shell) => grep(["-F", ...args], shell),
    ...Object.fromEntries(Object.entries(filters).map(([name, filter]) => [name, filtered(filter!)])),
    tr: filtered(tr),
    sort: (args, shell) => {
        const at = args.findIndex((arg) => /^-[a-zA-Z]*o$|^--output$/.test(arg));
        const inOption = args.map((arg) => /^(?:-o|--output=)(.+)$/.exec(arg)?.[1]).find((path) => path !== undefined);
        const path = at >= 0 ? args[at + 1] : inOption;
        if (path === undefined) {
            filtered(filters["sort"]!)(args, shell);
            return;
        }
        const inner = { ...shell, output: "" };
        const others = args.filter((arg, i) =>
            at >= 0 ? i !== at + 1 : arg !== `-o${path}` && arg !== `--output=${path}`,
        );
        filtered(filters["sort"]!)(
            others
                .map((arg, i) => (i === at ? arg.replace(/o$/, "") : arg))
                .filter((arg) => !/^(-|--output)$/.test(arg)),
            inner,
        );
        shell.input = inner.input;
        shell.files.write(resolve(path, shell), inner.output);
    },
    paste: (args, shell) => {
        const options = readOptions(
            args.filter((arg) => /^-./.test(arg)),
            { delimiters: { type: "string", short: "d" }, serial: { type: "boolean", short: "s" } },
        );
        const { delimiters = "\t", serial = false } = options ?? {};
        const paths = args.filter((arg) => !/^-./.test(arg));
        const texts = paths.map((path) => inputFile(path, shell));
        const isRead =
            paths.filter((path) => path === "-").length <= 1 &&
            options !== undefined &&
            typeof delimiters === "string" &&
            /^[^\\]+$/.test(delimiters);
        if (isRead && texts.length > 0 && !texts.some(hasUnknown))
            print(paste(texts, delimiters, serial === true), shell);
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
    parallel: (_, shell) => markEverythingUnknown("parallel", shell),
};

/** Runs a filter on the standard input or on one file. */
function filtered(filter: Filter): CommandHandler {
    return (args, shell) => {
        // `head -n 1 file`, `cut -d = -f 1 file`: the last word is a file unless it is an option's.
        const last = args.at(-1) ?? "-";
        const isFile = args.length > 0 && !last.startsWith("-") && !isValue.test(args.at(-2) ?? "") && filter !== tr;
        const own = isFile ? args.slice(0, -1) : args;
        const text = inputFile(isFile ? last : "-", shell);
        const result = hasUnknown(text) || own.some(hasUnknown) ? undefined : filter(own, text);
        shell.budget.characters(text.length, 4);
        print(result ?? unknownLinesOf(settingNamedIn([text, ...args].join("\n"))), shell);
    };
}

/** Options of filters that take the next word as their value. */
const isValue = /^-[ncdfbk]$/;

function unknownOutput(args: readonly string[], shell: Shell): void {
    print(unknownLinesOf(settingNamedIn([inputFile("-", shell), ...args].join("\n"))), shell);
}

function markEverythingUnknown(why: string, shell: Shell): void {
    shell.files.markUnknown(() => true, why);
    unknownOutput([], shell);
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
        const short = long === undefined && /^-[a-zA-Z]/.test(arg) ? arg.slice(1).replace(/i.*$/, "i") : "";
        inPlace ||= long === "in-place" || short.endsWith("i");
        extended ||= long === "regexp-extended" || /[Er]/.test(short);
        quiet ||= /^(quiet|silent)$/.test(long ?? "") || short.includes("n");
        readable &&= !/^(null-data|separate)$/.test(long ?? "") && !/[zs]/.test(short);
        if (long === "expression" || short.endsWith("e")) scripts.push(value ?? args[++i] ?? "");
        else if (long === "file" || short.endsWith("f")) scripts.push(scriptIn(value ?? args[++i] ?? "", shell));
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
        if (edited === undefined && namesSetting(script.join("\n"))) shell.files.unread.add("a sed script");

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
        shell.files.markUnknown(() => true, "awk", namesSetting(program));

    print(unknownLinesOf(settingNamedIn([text, ...args].join("\n"))), shell);
}

/** find only prints, unless it removes or runs something. */
function find(args: readonly string[], shell: Shell): void {
    const writes = args.find((arg) => /^-(delete|exec|execdir|ok|okdir|fprint.*|fls)$/.test(arg));
    if (writes !== undefined) shell.files.markUnknown(() => true, `find ${writes}`, namesSetting(args.join("\n")));

    unknownOutput(args, shell);
}
