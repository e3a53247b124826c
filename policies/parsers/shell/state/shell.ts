import { posix } from "node:path";
import { Budget } from "../../budget";
import { Files } from "../../files";
import { unknownText } from "../../unknown";
import type { FunctionDefinition, PipelineNode, Script } from "../syntax";
import { noOptions, type Options } from "./options";
import { Variables } from "./variables";

/**
 * How a command ended, as far as that is known. "likely": it is not interpreted, and assumed to succeed where the
 * script continues only if it does. "either": it is a condition, or may fail for a reason that the script provides for.
 */
export type Success = "yes" | "no" | "likely" | "either";

interface ShellFunction {
    body: FunctionDefinition["body"];
    /** Its definition as it is written. */
    text: string;
    /** Whether shells that this one starts have it as well. */
    isExported: boolean;
}

/** The known state of a shell while its script is interpreted. A branch with an unknown condition forks it. */
export interface Shell {
    files: Files;
    variables: Variables;
    functions: Map<string, ShellFunction>;
    /** `$0`, and the positional parameters; undefined if unknown. */
    zeroth: string | undefined;
    arguments: readonly string[] | undefined;
    /** Whether a function or a sourced script is run, which `return` ends. */
    canReturn: boolean;
    /** The working folder. */
    folder: string;
    /** What is left of the standard input, and what was printed. */
    input: string;
    output: string;
    success: Success;
    options: Options;
    /** Whether the result of what is run decides something, so that a failure ends no shell. */
    isTested: boolean;
    /** The file that the standard output has been redirected to for good. */
    sink: string | undefined;
    /** The other descriptors that `exec` has opened, and their files; undefined for the original standard output. */
    descriptors: ReadonlyMap<number, string | undefined>;
    /** The aliases, and whether they are known to be expanded. */
    aliases: ReadonlyMap<string, string>;
    expandsAliases: boolean;
    /** Why no further command is run; "failed" is an exit with an error. */
    ended?: "exit" | "failed" | "return" | "break" | "continue" | undefined;
    /** Run when the script ends. */
    atExit?: string | undefined;
    /** The text of the script that is run, for the definitions in it. */
    source: string;
    /** The nesting depth of scripts, functions and words. */
    depth: number;
    readonly budget: Budget;
    readonly interpreter: Interpreter;
}

/** Interprets a command in the shell; returns the possible outcomes if there is more than one. */
export type CommandHandler = (args: readonly string[], shell: Shell) => Shell[] | void;

/** The interpreter's functions, passed in so that commands and words need no circular import. */
export interface Interpreter {
    /** A script that the shell itself runs, as `eval` does. */
    text(script: string, shell: Shell): Shell[];
    /** A script with a shell of its own, whose exit trap is run at its end. */
    program(script: string, shell: Shell): Shell[];
    statements(script: Script["commands"], shell: Shell): Shell[];
    node(node: PipelineNode, shell: Shell): Shell[];
    words(words: readonly string[], shell: Shell): Shell[];
}

/** The initial state: in a home folder, so that relative paths name no relevant file. */
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

/** Runs something in a copy of the shell, and keeps only its files, output and success. */
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

/** The files after a child, whose end, if it is in doubt, is not that of the shell, except under `set -e`. */
export function withSkipReasonOf(files: Files, { files: { skipReason: skipReason }, options, isTested }: Shell): Files {
    if (isTested || options.errexit === false) files.skipReason = skipReason;

    return files;
}

/** How a shell ended, for the one that started it. */
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
    const files = [...shell.files.all()].sort(([a], [b]) => (a < b ? -1 : 1));
    const parts = [
        files,
        [...shell.files.unread],
        shell.variables.key(),
        shell.folder,
        shell.input,
        shell.output,
        shell.arguments,
        shell.ended,
        shell.options,
        shell.files.skipReason,
        shell.sink,
        [...shell.descriptors],
        [...shell.functions.keys()],
    ];
    const key = JSON.stringify(parts);
    shell.budget.characters(key.length);
    return key;
}

/** The maximum number of paths through a script that are followed in parallel. */
const maxForks = 24;

/** Removes duplicates. If there are too many paths, some are dropped, and the text counts as not read. */
export function distinct(shells: Shell[]): Shell[] {
    if (shells.length < 2) return shells;

    const left = [...new Map(shells.map((shell) => [keyOf(shell), shell])).values()];
    if (left.length <= maxForks) return left;

    left[0]!.files.unread.add("too many branches");
    return left.slice(0, maxForks);
}
