import { posix } from "node:path";
import { parseArgs } from "node:util";
import { settingNamedIn } from "../../text";
import { hasUnknown, unknownLine, unknownLinesOf } from "../../unknown";
import { inputFile, print } from "../state/io";
import { clone, type CommandHandler, distinct, resolve, type Shell } from "../state/shell";
import { afterOptions } from "./wrappers";

/** Commands that copy, move, link and remove whole files. */
export const fileCommands: Readonly<Record<string, CommandHandler | undefined>> = {
    cp: (args, shell) => copy(args, shell, copyFile),
    install,
    mv: (args, shell) => copy(args, shell, moveFile),
    ln: link,
    rm: remove,
    unlink: remove,
    shred: remove,
    truncate: (args, shell) => {
        const empties = args.some((arg, i) => /^(-s|--size=)0$/.test(arg) || (arg === "-s" && args[i + 1] === "0"));
        const paths = afterOptions(args, /^-[sr]$/).map((path) => resolve(path, shell));
        paths.forEach((path) => shell.files.write(path, empties ? "" : unknownLine));
    },
    dd: (args, shell) => {
        const operand = (name: string): string | undefined =>
            args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
        const from = operand("if");
        const to = operand("of");
        const isPlain = args.every((arg) => /^(if|of|bs|status)=|^conv=(fsync|notrunc|fdatasync)/.test(arg));
        const text = inputFile(from ?? "-", shell);
        if (to === undefined) {
            print(text, shell);
            return;
        }
        const isAppended = args.includes("oflag=append") && args.includes("conv=notrunc");
        const replaces = isPlain && !args.some((arg) => arg.includes("notrunc"));
        const written = replaces || isAppended ? text : unknownLinesOf(settingNamedIn(text));
        shell.files[isAppended ? "append" : "write"](resolve(to, shell), written);
    },
};

/** The options of cp, install, ln and mv that take an argument or decide which files are written. */
const options = {
    "target-directory": { type: "string", short: "t" },
    "no-target-directory": { type: "boolean", short: "T" },
    suffix: { type: "string", short: "S" },
    mode: { type: "string", short: "m" },
    owner: { type: "string", short: "o" },
    group: { type: "string", short: "g" },
    "no-clobber": { type: "boolean", short: "n" },
    update: { type: "boolean", short: "u" },
    directory: { type: "boolean", short: "d" },
    symbolic: { type: "boolean", short: "s" },
} as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof options; strict: false }>>;

function parse(args: readonly string[]): Parsed {
    return parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
}

/** `install` copies like cp, but with -d it makes folders. */
function install(args: readonly string[], shell: Shell): void {
    const parsed = parse(args);
    if (parsed.values.directory !== undefined) return;

    fromTo(parsed, shell).forEach(([from, to]) => copyFile(from, to, shell));
}

/** `cp` and `mv`. With -n and -u, a file that may already exist may be kept. */
function copy(args: readonly string[], shell: Shell, change: typeof copyFile): Shell[] {
    const parsed = parse(args);
    const { "no-clobber": keeps, update } = parsed.values;
    return fromTo(parsed, shell).reduce<Shell[]>(
        (outcomes, [from, to]) =>
            distinct(
                outcomes.flatMap((outcome) => {
                    if (keeps !== undefined && outcome.files.has(to)) return [outcome];

                    const kept = keeps === undefined && update === undefined ? [] : [clone(outcome)];
                    change(from, to, outcome);
                    return [...kept, outcome];
                }),
            ),
        [shell],
    );
}

function copyFile(from: string, to: string, shell: Shell): void {
    const path = resolve(from, shell);
    if (path === "/dev/stdin") shell.files.write(to, inputFile("-", shell));
    else shell.files.copy(path, to);
}

function moveFile(from: string, to: string, shell: Shell): void {
    const path = resolve(from, shell);
    shell.files.copy(path, to);
    shell.files.remove(path);
}

/** The source as written, and the path that it gets. Several files get into the folder that the last operand names. */
function fromTo({ values, positionals }: Parsed, shell: Shell): [string, string][] {
    const folder = values["target-directory"];
    const [sources, target] =
        typeof folder === "string" ? [positionals, folder] : [positionals.slice(0, -1), positionals.at(-1)];
    if (target === undefined) return [];

    const isInto =
        folder !== undefined ||
        sources.length > 1 ||
        (values["no-target-directory"] === undefined && (/(\/|\.d|\/\.)$/.test(target) || isFolder(target, shell)));
    return sources.map((from) => {
        const to = isInto && !hasUnknown(from) ? posix.join(target, posix.basename(from)) : target;
        return [from, resolve(to, shell)];
    });
}

/** Whether the path is known to be a folder. */
function isFolder(path: string, shell: Shell): boolean {
    const prefix = `${resolve(path, shell)}/`;
    return (
        [...shell.files.all().keys()].some((each) => each.startsWith(prefix)) || /^(\/tmp|\/etc\/ssh|\.)$/.test(path)
    );
}

function link(args: readonly string[], shell: Shell): void {
    const parsed = parse(args);
    const isSymbolic = parsed.values.symbolic !== undefined;
    for (const [target, path] of fromTo(parsed, shell)) {
        const isRelative = isSymbolic && !target.startsWith("/");
        shell.files.link(isRelative ? posix.join(posix.dirname(path), target) : resolve(target, shell), path);
    }
}

function remove(args: readonly string[], shell: Shell): void {
    afterOptions(args, /^-n$/)
        .filter((arg) => !/^-[a-zA-Z-]+$/.test(arg))
        .forEach((path) => shell.files.remove(resolve(path, shell)));
}
