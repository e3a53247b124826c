import { namesSetting } from "../text";
import { hasUnknown, unknownLine } from "../unknown";
import { hereDocText, pathOf, textOf } from "./expansion/words";
import { inputFile } from "./state/io";
import { resolve, type Shell } from "./state/shell";
import type { Redirection } from "./syntax";

/** Interprets a command with its input and output redirected. */
export function redirected(redirects: readonly Redirection[], shell: Shell, run: (inner: Shell) => Shell[]): Shell[] {
    if (redirects.length === 0) return run(shell);

    const { input, output, sink } = shell;
    const given = inputOf(redirects, shell);
    const targets = targetsOf(redirects, shell);
    if (shell.ended !== undefined) return [shell];

    // The shell truncates files before the command can read them.
    targets.filter(({ kind }) => kind === "write").forEach(({ path }) => shell.files.write(path, ""));
    const isPrinted = targets.length === 0;
    const outcomes = run({ ...shell, output: "", input: given ?? input, sink: isPrinted ? sink : undefined });
    return outcomes.map((outcome) => {
        const rest = targets.reduce((printed, target) => put(target, printed, outcome), outcome.output);
        return {
            ...outcome,
            output: output + rest,
            input: given === undefined ? outcome.input : input,
            sink: isPrinted ? outcome.sink : sink,
        };
    });
}

/** Interprets `exec` without a command, whose redirections apply to the rest of the script. */
export function redirectedForGood(redirects: readonly Redirection[], shell: Shell): Shell[] {
    const descriptors = new Map(shell.descriptors);
    let { sink } = shell;
    const input = inputOf(redirects, shell);
    for (const redirection of redirects) {
        if (redirection.type !== "Redirect" || redirection.target === undefined || !/>/.test(redirection.operator))
            continue;

        const text = pathOf(redirection.target, shell);
        const from = /^[0-9]$/.test(text) && redirection.operator === ">&" ? Number(text) : undefined;
        const isFile = from === undefined && text !== "-";
        const path = isFile ? resolve(text, shell) : nowhere;
        if (isFile && !redirection.operator.includes(">>") && redirection.operator !== "<>")
            shell.files.write(path, "");

        const target = from === 1 ? sink : from !== undefined && descriptors.has(from) ? descriptors.get(from) : path;
        if (redirection.descriptor?.type === "FileDescriptorVariable") {
            const number = 10 + descriptors.size;
            if (isFile) shell.variables.set(redirection.descriptor.name, String(number));

            descriptors.set(number, target);
            continue;
        }
        const descriptor = descriptorOf(redirection, 1);
        if (descriptor === 1) sink = target;
        else descriptors.set(descriptor, target);
    }
    return [{ ...shell, sink, descriptors, ...(input === undefined ? {} : { input }) }];
}

/** Where output to a closed descriptor or to the standard error goes. */
const nowhere = "/dev/null";

/** Returns the redirected input of the command; the last redirection wins. */
function inputOf(redirects: readonly Redirection[], shell: Shell): string | undefined {
    return redirects.reduce<string | undefined>((input, redirection) => {
        if (descriptorOf(redirection, 0) !== 0) {
            if (redirection.type === "HereDoc" && namesSetting(redirection.body.text))
                shell.files.unread.add("a descriptor that is not followed");

            return input;
        }

        if (redirection.type === "HereDoc") return hereDocText(redirection, shell);

        if (redirection.target === undefined) return input;

        if (redirection.type === "HereString") return `${textOf(redirection.target, shell)}\n`;

        if (redirection.operator === "<") return inputFile(pathOf(redirection.target, shell), shell);

        return redirection.operator === "<&" ? unknownLine : input;
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

        const text = pathOf(redirection.target, shell);
        const path = resolve(text, shell);
        if (/^(>|>\||&>)$/.test(redirection.operator)) return [{ kind: "write", path }];

        if (/^(>>|&>>)$/.test(redirection.operator)) return [{ kind: "append", path }];

        if (redirection.operator === ">&") {
            const copied = /^[0-9]+$/.test(text) ? shell.descriptors.get(Number(text)) : undefined;
            if (copied !== undefined) return [{ kind: "append", path: copied }];

            // The descriptor is a copy of the standard output.
            if (shell.descriptors.has(Number(text))) return [{ kind: "elsewhere", path: "/1" }];

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
        if (!/\/[12-]$/.test(path) && namesSetting(printed))
            shell.files.unread.add("a descriptor that is not followed");

        return path.endsWith("/1") ? printed : "";
    }

    shell.budget.characters(printed.length);
    shell.files[kind](path, printed);
    return "";
}

/** Returns the redirected descriptor; -1 if a variable holds it. */
function descriptorOf({ descriptor }: Redirection, otherwise: number): number {
    return descriptor === undefined ? otherwise : descriptor.type === "FileDescriptor" ? descriptor.value : -1;
}
