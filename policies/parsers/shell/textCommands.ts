import { includeEdited, sshdMain } from "../configPaths";
import { decodeText, namesSetting, settingNamedIn } from "../text";
import { hasUnknown, unknownLine, unknownLinesOf, unknownText } from "../unknown";
import { inputFile, print } from "./io";
import { LinearExpression } from "./regularExpressions";
import { editWithSed } from "./sed";
import { type Follow, resolve, type Shell } from "./state";
import { afterOptions } from "./wrappers";
import { xargs } from "./xargs";

/** Commands that print text made of other text. */
export const textCommands: Readonly<Record<string, Follow | undefined>> = {
    sed,
    grep: (args, shell) => grep(args, shell, false),
    egrep: (args, shell) => grep(args, shell, true),
    base64: decode,
    gzip: unpacked,
    gunzip: unpacked,
    zcat: unpacked,
    tr: unknownOutput,
    sort: (args, shell) => {
        const at = args.findIndex((arg) => /^-[a-zA-Z]*o$|^--output$/.test(arg));
        const inOption = args.map((arg) => /^(?:-o|--output=)(.+)$/.exec(arg)?.[1]).find((path) => path !== undefined);
        const path = at >= 0 ? args[at + 1] : inOption;
        if (path === undefined) unknownOutput(args, shell);
        else shell.files.write(resolve(path, shell), unknownLinesOf(settingNamedIn(inputFile("-", shell))));
    },
    uniq: unknownOutput,
    cut: unknownOutput,
    head: unknownOutput,
    tail: unknownOutput,
    rev: unknownOutput,
    tac: unknownOutput,
    paste: unknownOutput,
    fold: unknownOutput,
    column: unknownOutput,
    awk,
    gawk: awk,
    mawk: awk,
    find,
    xargs,
    parallel: (_, shell) => forgetEverything("parallel", shell),
};

function unknownOutput(args: readonly string[], shell: Shell): void {
    print(unknownLinesOf(settingNamedIn([inputFile("-", shell), ...args].join("\n"))), shell);
}

function forgetEverything(why: string, shell: Shell): void {
    shell.files.forget(() => true, why);
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
    const edit = (text: string): string | undefined =>
        readable ? editWithSed(text, script, { extended, quiet, budget: shell.budget }) : undefined;
    if (!inPlace) {
        const text = (words.length === 0 ? ["-"] : words).map((path) => inputFile(path, shell)).join("");
        const edited = edit(text);
        if (edited === undefined && namesSetting(script.join("\n"))) shell.files.unread.add("a sed script");

        print(edited ?? unknownLine, shell);
        return;
    }
    for (const path of words.map((each) => resolve(each, shell))) {
        if (sshdMain.test(path) && script.some((each) => editsInclude.test(each)))
            shell.files.unread.add(includeEdited);

        const edited = hasUnknown(path) ? undefined : edit(shell.files.read(path));
        if (edited === undefined) {
            const isTouched = hasUnknown(path) ? undefined : path;
            shell.files.forget(
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

/** A script that removes or restores the Include of the drop-ins. */
const editsInclude = /(?:^|[\s;{}])s([^\w\s])(?:(?!\1)[^\n]){0,80}Include|Include[^/\n]{0,80}\/I?\s*d/i;

/** The script in a file; if the file is unknown, an unreadable one. */
function scriptIn(path: string, shell: Shell): string {
    return inputFile(path, shell).replace(/\n$/, "");
}

/** Its output and exit code are known if its input is. */
function grep(args: readonly string[], shell: Shell, isExtended: boolean): void {
    const rest = afterOptions(args, /^-[efmABC]$/);
    const options = args.slice(0, args.length - rest.length);
    const letters = options.filter((option) => /^-[a-zA-Z]+$/.test(option)).join("");
    const [pattern = unknownText, ...paths] = rest;
    const text = (paths.length === 0 ? ["-"] : paths).map((path) => inputFile(path, shell)).join("");
    const isPlain = options.every((option) => /^-[qivEsFx]+$/.test(option) || /^--(quiet|silent)$/.test(option));
    const isFixed = letters.includes("F");
    const source = isFixed ? pattern.replace(/[.*[\]^$\\]/g, "\\$&") : pattern;
    const expression = LinearExpression.posix(letters.includes("x") ? `^${source}$` : source, {
        extended: isExtended || letters.includes("E"),
        ignoresCase: letters.includes("i"),
    });
    shell.success = "either";
    const isSilent = letters.includes("q") || options.some((option) => /^--(quiet|silent)$/.test(option));
    if (!isPlain || expression === undefined || hasUnknown(text)) {
        print(isSilent ? "" : unknownLine, shell);
        return;
    }
    const lines = text.split(/(?<=\n)/).filter((line) => line !== "");
    const found = lines.filter((line) => {
        return expression.test(line.replace(/\n$/, ""), shell.budget) !== letters.includes("v");
    });
    shell.success = found.length > 0 ? "yes" : "no";
    print(isSilent ? "" : found.map((line) => line.replace(/\n?$/, "\n")).join(""), shell);
}

function decode(args: readonly string[], shell: Shell): void {
    const decodes = args.some((arg) => /^-[a-zA-Z]*[dD]|^--decode$/.test(arg));
    const paths = args.filter((arg) => !arg.startsWith("-"));
    const text = inputFile(paths[0] ?? "-", shell);
    const bytes = Buffer.from(text, "base64");
    if (!decodes || hasUnknown(text) || paths.length > 1) print(unknownLine, shell);
    else if (bytes[0] === 0x1f && bytes[1] === 0x8b)
        print(`${packed}${text}`, shell); // for the command that unpacks it
    else print(bytes.toString("utf8"), shell);
}

/** Marks gzip data in base64 that passes through a pipe. */
const packed = "\uE001";

function unpacked(args: readonly string[], shell: Shell): void {
    const paths = args.filter((arg) => !arg.startsWith("-"));
    const text = paths.length > 0 ? unknownLine : inputFile("-", shell);
    paths.forEach((path) => shell.files.write(resolve(path.replace(/\.gz$/, ""), shell), unknownLine));
    const plain = text.startsWith(packed) ? decodeText(Buffer.from(text.slice(packed.length), "base64")) : undefined;
    print(plain ?? unknownLine, shell);
}

/** awk prints, unless its program writes files or runs commands. */
function awk(args: readonly string[], shell: Shell): void {
    const program = args.join("\n");
    if (args.some((arg) => /^-(f|i$)|inplace/.test(arg)) || /system\s*\(|\|\s*"|>\s*["\w]|getline/.test(program))
        shell.files.forget(() => true, "awk", namesSetting(program));

    unknownOutput(args, shell);
}

/** find prints, unless it removes or runs something. */
function find(args: readonly string[], shell: Shell): void {
    const writes = args.find((arg) => /^-(delete|exec|execdir|ok|okdir|fprint.*|fls)$/.test(arg));
    if (writes !== undefined) shell.files.forget(() => true, `find ${writes}`, namesSetting(args.join("\n")));

    unknownOutput(args, shell);
}
