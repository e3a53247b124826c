import { posix } from "node:path";
import { hasUnknown, unknownLine } from "../../unknown";
import { inputFile } from "../state/io";
import { type CommandHandler, resolve, type Shell } from "../state/shell";
import { afterOptions } from "./wrappers";

/** Commands that copy, move, link and remove whole files. */
export const fileCommands: Readonly<Record<string, CommandHandler | undefined>> = {
    cp: copy,
    install: copy,
    mv: (args, shell) => {
        for (const [from, to] of fromTo(args, shell)) {
            shell.files.copy(from, to);
            shell.files.remove(from);
        }
    },
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
            shell.output += text;
            return;
        }
        const isAppended = args.includes("oflag=append") && args.includes("conv=notrunc");
        const replaces = isPlain && !args.some((arg) => arg.includes("notrunc"));
        shell.files[isAppended ? "append" : "write"](resolve(to, shell), replaces || isAppended ? text : unknownLine);
    },
};

/** `cp` and `install`. Several files are copied into the folder that the last argument names. */
function copy(args: readonly string[], shell: Shell): void {
    if (args.some((arg) => /^-[a-zA-Z]*d$|^--directory$/.test(arg)) && !args.some((arg) => /^-[a-zA-Z]*[ar]/.test(arg)))
        return; // `install -d` makes folders

    for (const [from, to] of fromTo(args, shell)) {
        if (from === "/dev/stdin") shell.files.write(to, inputFile("-", shell));
        else if (
            args.some((arg) => /^-[a-zA-Z]*[nu]$|^--(no-clobber|update)/.test(arg)) &&
            !/install/.test(args[0] ?? "")
        )
            shell.files.write(to, unknownLine); // may keep the existing file
        else shell.files.copy(from, to);
    }
}

function fromTo(args: readonly string[], shell: Shell): [string, string][] {
    const paths: string[] = [];
    let folder: string | undefined;
    for (let i = 0; i < args.length; i++) {
        const arg = args[i]!;
        const [, inOption] = /^--target-directory=(.*)$/.exec(arg) ?? [];
        if (/^-[a-zA-Z]*t$|^--target-directory$/.test(arg) || inOption !== undefined) folder = inOption ?? args[++i];
        else if (/^-[mogS]$|^--(mode|owner|group|suffix)$/.test(arg)) i++;
        else if (!arg.startsWith("-") || arg === "-") paths.push(arg);
    }
    const target = folder ?? paths.pop();
    if (target === undefined || paths.length === 0) return [];

    const isInto = folder !== undefined || paths.length > 1 || /(\/|\.d|\/\.)$/.test(target) || isFolder(target, shell);
    return paths.map((from) => {
        const to = isInto && !hasUnknown(from) ? posix.join(target, posix.basename(from)) : target;
        return [resolve(from, shell), resolve(to, shell)];
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
    const isSymbolic = args.some((arg) => /^-[a-zA-Z]*s|^--symbolic$/.test(arg));
    const [target, name] = afterOptions(args, /^-[St]$/).filter((arg) => !arg.startsWith("-"));
    if (target === undefined || name === undefined || args.some((arg) => /^-[a-zA-Z]*t$/.test(arg))) return;

    const to = resolve(name, shell);
    const path = /\/$|\.d$/.test(name) ? posix.join(to, posix.basename(target)) : to;
    const from =
        isSymbolic && !target.startsWith("/") ? posix.join(posix.dirname(path), target) : resolve(target, shell);
    shell.files.link(from, path);
}

function remove(args: readonly string[], shell: Shell): void {
    afterOptions(args, /^-n$/)
        .filter((arg) => !/^-[a-zA-Z-]+$/.test(arg))
        .forEach((path) => shell.files.remove(resolve(path, shell)));
}
