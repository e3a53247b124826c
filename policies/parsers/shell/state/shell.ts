import { posix } from "node:path";
import { Budget } from "../../budget";
import { Files } from "../../files";
import { unknownText } from "../../unknown";
import type { FunctionDefinition, PipelineNode, Script } from "../syntax";
import { noOptions, type Options } from "./options";
import { Variables } from "./variables";

/**
 * Whether a command succeeded. "likely": the command is not interpreted, and assumed to succeed where the script
 * continues only then. "either": unknown; the command is a condition, or may fail for a reason that the script handles.
 */
export type Success = "yes" | "no" | "likely" | "either";

/** The success of a negated command. */
export const opposite: Readonly<Record<Success, Success>> = {
    yes: "no",
    no: "yes",
    likely: "either",
    either: "either",
};

interface ShellFunction {
    body: FunctionDefinition["body"];
    /** The source text of its definition. */
    text: string;
    /** A digest of the text, by which shells are compared. */
    digest: string;
    /** Whether child shells inherit it. */
    isExported: boolean;
}

/** The known state of a shell while its script is interpreted. An unknown condition forks it. */
export interface Shell {
    files: Files;
    variables: Variables;
    functions: Map<string, ShellFunction>;
    /** `$0`, and the positional parameters; undefined if unknown. */
    zeroth: string | undefined;
    arguments: readonly string[] | undefined;
    /** Whether a function or sourced script is running, so that `return` is valid. */
    canReturn: boolean;
    /** The working folder. */
    folder: string;
    /** The unread rest of the standard input, and the text printed so far. */
    input: string;
    output: string;
    success: Success;
    options: Options;
    /** Whether the command is a condition, whose failure does not end the shell. */
    isTested: boolean;
    /** The file to which `exec` has redirected the standard output. */
    sink: string | undefined;
    /** The other descriptors that `exec` has opened, and their files; undefined for the original standard output. */
    descriptors: ReadonlyMap<number, string | undefined>;
    /** The aliases, and whether they are known to be expanded. */
    aliases: ReadonlyMap<string, string>;
    expandsAliases: boolean;
    /** Why no further command runs; "failed" is an exit with an error. */
    ended?: "exit" | "failed" | "return" | "break" | "continue" | undefined;
    /** The exit trap. */
    atExit?: string | undefined;
    /** The text of the running script, from which function definitions are taken. */
    source: string;
    /** The nesting depth of scripts, functions and words. */
    depth: number;
    readonly budget: Budget;
    readonly interpreter: Interpreter;
}

/** Interprets a command in the shell. Returns the possible outcomes if there is more than one. */
export type CommandHandler = (args: readonly string[], shell: Shell) => Shell[] | void;

/** The interpreter's functions, passed in so that commands and words need no circular import. */
export interface Interpreter {
    /** Interprets a script in the current shell, like `eval`. */
    text(script: string, shell: Shell): Shell[];
    /** Interprets a script in its own shell, and runs its exit trap. */
    program(script: string, shell: Shell): Shell[];
    statements(script: Script["commands"], shell: Shell): Shell[];
    node(node: PipelineNode, shell: Shell): Shell[];
    words(words: readonly string[], shell: Shell): Shell[];
}

/** The initial working folder: a home folder, so that relative paths name no relevant file. */
export const home = "/unknown";

export function newShell(interpreter: Interpreter, files = new Files(), budget = new Budget()): Shell {
    return {
        files,
        variables: new Variables(),
        functions: new Map(),
        zeroth: undefined,
        arguments: [],
        canReturn: false,
        folder: home,
        input: "",
        output: "",
        success: "yes",
        options: noOptions,
        isTested: false,
        sink: undefined,
        descriptors: new Map(),
        aliases: new Map(),
        expandsAliases: false,
        source: "",
        depth: 0,
        budget,
        interpreter,
    };
}

export function clone(shell: Shell): Shell {
    return {
        ...shell,
        files: shell.files.clone(),
        variables: shell.variables.clone(),
        functions: new Map(shell.functions),
    };
}

/** Interprets commands in a copy of the shell, and keeps only their files, output and success. */
export function inSubshell(shell: Shell, run: (child: Shell) => Shell[]): Shell[] {
    const child: Shell = { ...clone(shell), atExit: undefined };
    return withExitTrap(run(child)).map(({ files, output, input, success, ended }) => ({
        ...clone(shell),
        files: withSkipReasonOf(files, shell),
        output,
        input,
        success: successOf({ success, ended }),
    }));
}

/** Runs the exit traps of shells that have ended. */
export function withExitTrap(outcomes: readonly Shell[]): Shell[] {
    return outcomes.flatMap((outcome) => {
        const { atExit, ended } = outcome;
        if (atExit === undefined) return [outcome];

        const ending: Shell = { ...outcome, atExit: undefined, ended: undefined };
        return outcome.interpreter.text(atExit, ending).map((each) => ({ ...each, ended: each.ended ?? ended }));
    });
}

/** The files after a child. If it may have ended early, that does not affect the shell, except under `set -e`. */
export function withSkipReasonOf(files: Files, { files: { skipReason }, options, isTested }: Shell): Files {
    if (isTested || options.errexit === false) files.skipReason = skipReason;

    return files;
}

/** The exit status of a child shell. */
export function successOf({ success, ended }: Pick<Shell, "success" | "ended">): Success {
    return ended === "failed" ? "no" : success;
}

/** Makes a path absolute. A path that begins with an unknown piece may be anywhere. */
export function resolve(written: string, shell: Shell): string {
    const path = written.replace(/^\/proc\/self\/cwd(?=\/|$)/, () => shell.folder);
    return path.startsWith("/") || path.startsWith(unknownText) ? path : posix.join(shell.folder, path);
}

/** Shells with the same key continue identically, as far as this project is concerned. */
function keyOf(shell: Shell): string {
    const parts = [
        shell.files.key(),
        shell.variables.key(),
        shell.folder,
        shell.input,
        shell.output,
        shell.arguments,
        shell.ended,
        shell.options,
        shell.sink,
        [...shell.descriptors],
        [...shell.functions].map(([name, { digest, isExported }]) => [name, digest, isExported]),
        [...shell.aliases],
        shell.expandsAliases,
        shell.atExit,
    ];
    const key = JSON.stringify(parts);
    shell.budget.characters(key.length);
    return key;
}

/** The maximum number of paths through a script that are followed in parallel. */
const maxForks = 24;

/**
 * Removes duplicates; shells that differ only in their success become one whose success is unknown. If too many paths are
 * left, some are dropped, and the text counts as not read.
 */
export function distinct(shells: Shell[]): Shell[] {
    if (shells.length < 2) return shells;

    const byKey = new Map<string, Shell>();
    for (const shell of shells) {
        const key = keyOf(shell);
        const same = byKey.get(key);
        byKey.set(key, same === undefined || same.success === shell.success ? shell : { ...shell, success: "either" });
    }
    const left = [...byKey.values()];
    if (left.length <= maxForks) return left;

    left[0]!.files.unread.add("too many branches");
    return left.slice(0, maxForks);
}
