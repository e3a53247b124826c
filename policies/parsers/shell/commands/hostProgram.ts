import { createHash } from "node:crypto";
import { maxLength } from "../../budget";
import { decodeBase64, decodeText } from "../../text";
import { unknownText } from "../../unknown";
import { textOf } from "../expansion/words";
import type { Shell } from "../state/shell";
import { parse, type Statement } from "../syntax";
import { shippedPrograms } from "./shippedPrograms";
import { unwrap } from "./wrappers";

/** The files that this project's server program writes. */
const dropIn = "/etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf";
const sysctlFile = "/etc/sysctl.d/99-zz-pulumi-ssh-keepalive.conf";

/** The arguments of the program: `apply --owner NAME [--option[=value]]… ['Keyword value'…]`. */
export interface HostCall {
    verb: string;
    /** The lines of the files that the program writes. */
    settings: string[];
}

/** Parses the arguments of a call, with any options; undefined if they are not the program's. */
function readHostCall([verb, ...words]: readonly string[]): HostCall | undefined {
    if (!/^(apply|restore|check)$/.test(verb ?? "") || !words.some((word) => /^--owner(=|$)/.test(word)))
        return undefined;

    const isValue = (at: number): boolean => /^--(owner|host)$/.test(words[at - 1] ?? "");
    const isSetting = (word: string): boolean => /^[A-Za-z][\w.]*(\s*=\s*|\s+)\S/.test(word);
    return { verb: verb!, settings: words.filter((word, at) => isSetting(word) && !isValue(at)) };
}

/** The shell code that reads the program from the input and runs it as its second line specifies. */
const launcher = /^read x;read -r x p;eval "\$\{p:\?[a-z ]+\}";exit [0-9]+$/;

/** The first line of the input. It takes effect only in a shell that a start-up file runs instead of the login shell. */
const forOtherShells = /^#?$|^echo "[^"`$\\]*"; exit [0-9]+$/;

/** The second line of a packed program, and of a plain one. */
const packed =
    /^# p=\$\((?:PATH=\/usr\/bin:\/bin:\$PATH;)?sed s\/\^#\/\/\|base64 -d\|gzip -dc\)&&eval "\$p"(?:;echo "[^"`$\\]*">&2)?$/;
const plain = /^# p=\$\(cat\)&&eval "\$p"(?:;echo "[^"`$\\]*">&2)?$/;

/**
 * How well a program is known. "shipped": it is a program of this version of the project. "similar": it has the form of
 * one, but may come from another version or be modified, so what it does is not certain.
 */
export type Recognition = "shipped" | "similar";

/** Recognizes this project's host program in the launcher's input; undefined for anything else. */
export function recognizeHostProgram(code: string, input: string): Recognition | undefined {
    if (!launcher.test(code) || input.length > maxLength) return undefined;

    if (recognized.has(input)) return recognized.get(input);

    const program = unpacked(input);
    const result =
        program === undefined
            ? undefined
            : shippedPrograms().has(createHash("sha256").update(program).digest("hex"))
              ? "shipped"
              : isProgramText(program)
                ? "similar"
                : undefined;
    recognized.clear();
    recognized.set(input, result);
    return result;
}

/** The last program that was checked, because a preview of many hosts repeats the same one. */
const recognized = new Map<string, Recognition | undefined>();

function unpacked(input: string): string | undefined {
    const [first = "", how = "", ...lines] = input.split("\n");
    if (!forOtherShells.test(first)) return undefined;

    if (plain.test(how)) return lines.join("\n");

    const bytes = packed.test(how) ? decodeBase64(lines.map((line) => line.replace(/^#/, "")).join("")) : undefined;
    return bytes && decodeText(bytes);
}

function isProgramText(program: string): boolean {
    if (program.length > maxLength || !/pulumi-ssh-keepalive[\s\S]*\nmain "\$@"\n(exit\n)?$/.test(program))
        return false;

    const { commands, errors } = parse(program);
    const last = commands.length - (program.endsWith("\nexit\n") ? 2 : 1);
    return errors === undefined && commands.slice(0, last).every(({ command }) => isDefinition(command));
}

function isDefinition(node: Statement["command"]): boolean {
    if (node.type !== "Command") return node.type === "Function";

    return node.redirects.length === 0 && /^(set|umask|export|)$/.test(node.name?.value ?? "");
}

/** Parses a command line that runs the program and does nothing else; undefined for any other. */
export function hostCallOf(commandLine: string, shell: Shell): (HostCall & { code: string }) | undefined {
    const { commands, errors } = parse(commandLine);
    const [statement, ...more] = commands;
    if (
        errors !== undefined ||
        more.length > 0 ||
        statement?.command.type !== "Command" ||
        statement.background === true
    )
        return undefined;

    const { name, args, prefix, redirects } = statement.command;
    if (name === undefined || prefix.length > 0 || redirects.length > 0) return undefined;

    const words = [name, ...args].map((word) => (word.type === "Word" ? textOf(word, shell) : unknownText));
    const [program, option, code = "", , ...rest] = unwrap(words).words;
    const call = program === "sh" && option === "-c" ? readHostCall(rest) : undefined;
    return call && { ...call, code };
}

/** If the code runs the host program, writes the files that it would write, and returns true. */
export function recordHostProgramApply(code: string, words: readonly string[], shell: Shell): boolean {
    const call = launcher.test(code) ? readHostCall(words) : undefined;
    if (call === undefined) return false;

    const recognition = recognizeHostProgram(code, shell.input);
    if (recognition !== "shipped") shell.files.unread.add("a host program that is not the one of this version");

    if (recognition === undefined) return false;

    const isSysctl = (line: string): boolean => line.startsWith("net.");
    const text = (settings: readonly string[]): string => settings.map((line) => `${line}\n`).join("");
    const lines = call.verb === "apply" ? call.settings : [];
    const sysctl = lines.filter(isSysctl);
    const sshd = lines.filter((line) => !isSysctl(line));
    if (sshd.length > 0) shell.files.write(dropIn, text(sshd));

    if (sysctl.length > 0) shell.files.write(sysctlFile, text(sysctl));

    return true;
}
