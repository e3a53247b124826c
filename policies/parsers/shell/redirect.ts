import { namesSetting } from "../text";
import { hasUnknown } from "../unknown";
import { inputFile } from "./io";
import { resolve, type Shell } from "./state";
import type { Redirection } from "./syntax";
import { hereDocText, textOf } from "./words";

/** Runs something with its input and output redirected. */
export function redirected(redirects: readonly Redirection[], shell: Shell, run: (inner: Shell) => Shell[]): Shell[] {
    if (redirects.length === 0) return run(shell);

    const { input, output } = shell;
    const given = inputOf(redirects, shell);
    const targets = targetsOf(redirects, shell);
    // A shell truncates overwritten files before the command can read them.
    targets.filter(({ kind }) => kind === "write").forEach(({ path }) => shell.files.write(path, ""));
    const ways = run({ ...shell, output: "", input: given ?? input });
    return ways.map((way) => {
        const rest = targets.reduce((printed, target) => put(target, printed, way), way.output);
        return { ...way, output: output + rest, input: given === undefined ? way.input : input };
    });
}

/** The input of the command: its last redirection wins. */
function inputOf(redirects: readonly Redirection[], shell: Shell): string | undefined {
    return redirects.reduce<string | undefined>((input, redirection) => {
        if (descriptorOf(redirection, 0) !== 0) return input;

        if (redirection.type === "HereDoc") return hereDocText(redirection, shell);

        if (redirection.target === undefined) return input;

        if (redirection.type === "HereString") return `${textOf(redirection.target, shell)}\n`;

        return redirection.operator === "<" ? inputFile(textOf(redirection.target, shell), shell) : input;
    }, undefined);
}

interface Target {
    kind: "write" | "append" | "elsewhere";
    path: string;
}

function targetsOf(redirects: readonly Redirection[], shell: Shell): Target[] {
    return redirects.flatMap((redirection): Target[] => {
        if (redirection.type !== "Redirect" || redirection.target === undefined || descriptorOf(redirection, 1) !== 1)
            return [];

        const text = textOf(redirection.target, shell);
        const path = resolve(text, shell);
        if (/^(>|>\||&>)$/.test(redirection.operator)) return [{ kind: "write", path }];

        if (/^(>>|&>>)$/.test(redirection.operator)) return [{ kind: "append", path }];

        if (redirection.operator === ">&") {
            return /^[0-9-]+$/.test(text) || hasUnknown(text)
                ? [{ kind: "elsewhere", path }]
                : [{ kind: "write", path }];
        }
        return [];
    });
}

/** Writes the output to its target, and returns the rest. */
function put({ kind, path }: Target, printed: string, shell: Shell): string {
    if (kind === "elsewhere") {
        if (/\/[3-9]$/.test(path) && namesSetting(printed)) shell.files.unread.add("a descriptor that is not followed");

        return path.endsWith("/1") ? printed : "";
    }

    shell.budget.characters(printed.length);
    shell.files[kind](path, printed);
    return "";
}

/** The redirected descriptor; -1 if a variable names it. */
function descriptorOf({ descriptor }: Redirection, otherwise: number): number {
    return descriptor === undefined ? otherwise : descriptor.type === "FileDescriptor" ? descriptor.value : -1;
}
