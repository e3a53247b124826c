import { posix } from "node:path";
import { runtimeSysctl } from "../files";
import { hasUnknown, unknownText } from "../unknown";
import { applyOfHostProgram } from "./hostProgram";
import { echo, printf } from "./printed";
import { editWithSed } from "./sed";
import { type Shell, resolve, unknownFolder } from "./shell";
import { afterOptions, commandName, sshScript, unwrap } from "./wrappers";

/** Takes the words after the name and what the command reads; returns what it prints, with unknowns. */
type Follow = (args: readonly string[], stdin: string, shell: Shell) => string;

const none = /^$/;

/** Follows one command. What is not in the table prints something unknown and writes nothing. */
export function runCommand(words: readonly string[], stdin: string, shell: Shell): string {
    const inner = unwrap(words);
    const name = commandName(inner);
    const defined = shell.functions.get(name);
    if (defined !== undefined && shell.depth < 8) {
        shell.functions.delete(name); // a function that calls itself is followed once
        const printed = defined(stdin);
        shell.functions.set(name, defined);
        return printed;
    }
    const follow = commands.get(name);
    return follow === undefined ? `${unknownText}\n` : follow(inner.slice(1), stdin, shell);
}

const shellNames = ["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"];
const silentNames =
    ": true false test [ cd set export readonly local unset umask trap shift wait sleep mkdir rmdir touch chmod chown " +
    "chgrp ln restorecon sync systemctl service rc-service kill pkill logger";

const commands = new Map<string, Follow>([
    ...silentNames.split(" ").map((name): [string, Follow] => [name, () => ""]),
    ...shellNames.map((name): [string, Follow] => [name, runShell]),
    ["echo", echo],
    ["printf", printf],
    ["cat", cat],
    ["tee", tee],
    ["sed", sed],
    ["sysctl", sysctl],
    ["cd", changeFolder],
    ["cp", copy],
    ["install", copy],
    ["mv", move],
    ["rm", remove],
    ["base64", decode],
    ["eval", (args, stdin, shell) => shell.run(args.join(" "), stdin, shell)],
    ["su", runAs],
    ["ssh", runRemotely],
]);

function cat(args: readonly string[], stdin: string, shell: Shell): string {
    const paths = afterOptions(args, none);
    if (paths.length === 0) {
        return stdin;
    }
    return paths.map((path) => contentOf(path, stdin, shell)).join("");
}

function contentOf(path: string, stdin: string, shell: Shell): string {
    if (path === "-" || path === "/dev/stdin") {
        return stdin;
    }
    const file = shell.files.read(resolve(path, shell));
    return file?.whole ? file.text : `${unknownText}\n`;
}

function tee(args: readonly string[], stdin: string, shell: Shell): string {
    const append = args.some((arg) => /^-[a-z]*a|^--append$/.test(arg));
    for (const path of afterOptions(args, none)) {
        shell.files[append ? "append" : "write"](resolve(path, shell), stdin);
    }
    return stdin;
}

function sed(args: readonly string[], _stdin: string, shell: Shell): string {
    const inPlace = args.some((arg) => /^-[nErsuz]*i|^--in-place/.test(arg));
    const extended = args.some((arg) => /^-[nisuz]*[Er]|^--regexp-extended$/.test(arg));
    const [scripts, words]: [string[], string[]] = [[], []];
    for (let i = 0; i < args.length; i++) {
        const arg = args[i]!;
        if (/^-[nErsuzi]*e$|^--expression$/.test(arg)) {
            scripts.push(args[++i] ?? "");
        } else if (arg.startsWith("--expression=")) {
            scripts.push(arg.slice("--expression=".length));
        } else if (!arg.startsWith("-")) {
            words.push(arg);
        }
    }
    const paths = scripts.length > 0 ? words : words.slice(1);
    if (inPlace) {
        for (const path of paths.map((each) => resolve(each, shell))) {
            const before = shell.files.read(path) ?? { text: "", whole: false };
            shell.files.set(path, editWithSed(before, scripts.length > 0 ? scripts : words.slice(0, 1), extended));
        }
        return "";
    }
    return `${unknownText}\n`;
}

function sysctl(args: readonly string[], _stdin: string, shell: Shell): string {
    const lines = args.filter((arg) => /^[^-=][^=]*=/.test(arg)).map((arg) => `${arg}\n`);
    shell.files.append(runtimeSysctl, lines.join(""));
    return `${unknownText}\n`;
}

function changeFolder([path = unknownText]: readonly string[], _stdin: string, shell: Shell): string {
    shell.folder.path = hasUnknown(path) || path === "-" ? unknownFolder : resolve(path, shell);
    return "";
}

/** `cp` and `install` of one file; of several, each goes into the folder that stands last. */
function copy(args: readonly string[], stdin: string, shell: Shell): string {
    for (const [from, to] of fromTo(args, shell)) {
        if (from === "/dev/stdin") {
            shell.files.write(to, stdin);
        } else if (isSure(from, to, shell)) {
            shell.files.copy(from, to);
        }
    }
    return "";
}

/** Whether a copy says more of the target than was known. */
function isSure(from: string, to: string, { files, conditional }: Shell): boolean {
    return !conditional || files.read(from)?.whole === true || files.read(to) === undefined;
}

function move(args: readonly string[], _stdin: string, shell: Shell): string {
    for (const [from, to] of fromTo(args, shell)) {
        if (isSure(from, to, shell)) {
            shell.files.copy(from, to);
        }
        shell.files.remove(from);
    }
    return "";
}

function fromTo(args: readonly string[], shell: Shell): [string, string][] {
    const folder = args.some((arg) => /^-[a-zA-Z]*[td]$|^--target-directory/.test(arg));
    const paths = afterOptions(args, /^-[mogSZ]$/).filter((arg) => !arg.startsWith("-"));
    const to = paths.at(-1);
    if (to === undefined || paths.length < 2 || folder) {
        return [];
    }
    const into = paths.length > 2 || /(\/|\.d)$/.test(to);
    return paths.slice(0, -1).map((from) => {
        const target = into ? posix.join(to, posix.basename(from)) : to;
        return [hasUnknown(from) ? from : resolve(from, shell), resolve(target, shell)];
    });
}

function remove(args: readonly string[], _stdin: string, shell: Shell): string {
    for (const path of shell.conditional ? [] : afterOptions(args, none)) {
        shell.files.remove(resolve(path, shell));
    }
    return "";
}

function decode(args: readonly string[], stdin: string): string {
    const decodes = args.some((arg) => /^-[a-zA-Z]*[dD]|^--decode$/.test(arg));
    const readable = decodes && args.every((arg) => arg.startsWith("-")) && !hasUnknown(stdin);
    return readable ? Buffer.from(stdin, "base64").toString("utf8") : `${unknownText}\n`;
}

/** `sh -c script`, `sh -s`, `sh file`, or `sh` alone, which reads its script. */
function runShell(args: readonly string[], stdin: string, shell: Shell): string {
    const rest = afterOptions(args, /^-[a-z]*o$|^\+o$|^--(rcfile|init-file)$/);
    const options = args.slice(0, args.length - rest.length);
    if (options.some((option) => /^-[a-z]*c[a-z]*$/.test(option))) {
        if (applyOfHostProgram(rest.slice(1), shell)) {
            return `${unknownText}\n`;
        }
        return hasUnknown(rest[0] ?? unknownText) ? unknownText : inOwnShell(rest[0]!, stdin, shell, shell.folder.path);
    }
    if (applyOfHostProgram(rest, shell)) {
        return `${unknownText}\n`;
    }
    if (rest.length === 0 || options.some((option) => /^-[a-z]*s$/.test(option))) {
        return inOwnShell(stdin, "", shell, shell.folder.path);
    }
    return inOwnShell(contentOf(rest[0]!, unknownText, shell), stdin, shell, shell.folder.path);
}

function runAs(args: readonly string[], stdin: string, shell: Shell): string {
    const at = args.findIndex((arg) => /^-l?c$|^--command$/.test(arg));
    const script = at < 0 ? stdin : (args[at + 1] ?? "");
    return inOwnShell(script, stdin, shell);
}

function runRemotely(args: readonly string[], stdin: string, shell: Shell): string {
    const script = sshScript(["ssh", ...args]);
    return script === undefined ? inOwnShell(stdin, "", shell) : inOwnShell(script, stdin, shell);
}

function inOwnShell(script: string, stdin: string, shell: Shell, folder = unknownFolder): string {
    return shell.run(script, stdin, { ...shell, functions: new Map(), folder: { path: folder } });
}
