import { Files } from "../files";
import { unknownText } from "../unknown";
import { runCommand } from "./commands";
import { type Shell, resolve, unknownFolder } from "./shell";
import type { Command, CompoundList, PipelineNode, Redirection, Statement } from "./syntax";
import { parse } from "./syntax";
import { hereDocText, wordText } from "./words";

/** Scripts in scripts are followed this deep, and no text longer than this is read. */
const [deepest, longest] = [8, 1_000_000];

/** Thrown to leave the script at an `exit` that nothing makes conditional. */
class Exit extends Error {}

/**
 * Follows a script without running it, and notes what it writes to which file. Branches count as taken, each loop's
 * body as run once: what may reach a host is judged. Returns what the script prints, with unknowns.
 */
export function runScript(script: string, stdin: string, shell: Shell = newShell()): string {
    if (script.length > longest || shell.depth > deepest) {
        return unknownText;
    }
    const parsed = parse(script);
    if (parsed.errors !== undefined && parsed.errors.length > 0) {
        return unknownText; // not a shell's script, or one that no shell takes
    }
    const inner: Shell = { ...shell, depth: shell.depth + 1, run: runScript };
    const printed: string[] = [];
    try {
        for (const statement of parsed.commands) {
            printed.push(runStatement(statement, stdin, inner, true));
        }
    } catch (error) {
        if (!(error instanceof Exit)) {
            throw error;
        }
    }
    return printed.join("");
}

export function newShell(files = new Files()): Shell {
    return {
        files,
        functions: new Map(),
        folder: { path: unknownFolder },
        conditional: false,
        depth: 0,
        run: runScript,
    };
}

function runStatement({ command }: Statement, stdin: string, shell: Shell, top: boolean): string {
    if (command.type !== "AndOr") {
        return runNode(command, stdin, shell, top);
    }
    const printed = command.commands.map((node, i) =>
        runNode(node, stdin, command.operators[i - 1] === "||" ? perhaps(shell) : shell, top && i === 0),
    );
    return printed.join("");
}

/**
 * The shell in a part that may not run. A typical one takes a change back that did not pass a check; what is judged is
 * the change that does.
 */
function perhaps(shell: Shell): Shell {
    return { ...shell, conditional: true };
}

function runList(list: CompoundList | undefined, stdin: string, shell: Shell): string {
    return (list?.commands ?? []).map((statement) => runStatement(statement, stdin, shell, false)).join("");
}

function runNode(node: PipelineNode, stdin: string, shell: Shell, top: boolean): string {
    switch (node.type) {
        case "Command":
            return runSimple(node, stdin, shell, top);
        case "Pipeline":
            return node.commands.reduce((piped, command) => runNode(command, piped, shell, false), stdin);
        case "Redirected": {
            const input = inputOf(node.redirects, stdin, shell);
            truncate(node.redirects, shell);
            return redirect(node.redirects, runNode(node.command, input, shell, false), shell);
        }
        case "BraceGroup":
            return runList(node.body, stdin, shell);
        case "Subshell":
            return runList(node.body, stdin, { ...shell, folder: { ...shell.folder } });
        case "If": {
            const lists = [node.then, ...node.elif.flatMap((elif) => [elif.clause, elif.then]), node.else];
            const clause = runList(node.clause, stdin, shell);
            return clause + lists.map((list) => runList(list, stdin, perhaps(shell))).join("");
        }
        case "While":
            return runList(node.clause, unknownText, shell) + runList(node.body, unknownText, perhaps(shell));
        case "For":
        case "ArithmeticFor":
        case "Select":
            return runList(node.body, stdin, shell);
        case "Case":
            return node.items.map((item) => runList(item.body, stdin, perhaps(shell))).join("");
        case "Function":
            shell.functions.set(wordText(node.name), (input) =>
                node.body.type === "CompoundList"
                    ? runList(node.body, input, shell)
                    : runNode(node.body, input, shell, false),
            );
            return "";
        case "TestCommand":
        case "ArithmeticCommand":
            return "";
        case "Coproc":
            return unknownText;
    }
}

function runSimple(command: Command, stdin: string, shell: Shell, top: boolean): string {
    const suffix = command.args.map((word) => (word.type === "Word" ? wordText(word) : word.text));
    const words = command.name === undefined ? [] : [wordText(command.name), ...suffix];
    if (words[0] === "exit" && top) {
        throw new Exit();
    }
    const input = inputOf(command.redirects, stdin, shell);
    truncate(command.redirects, shell);
    const printed = words.length === 0 ? "" : runCommand(words, input, shell);
    return redirect(command.redirects, printed, shell);
}

/** What the command reads: the last of its redirections decides. */
function inputOf(redirects: readonly Redirection[], stdin: string, shell: Shell): string {
    return redirects.reduce((input, redirection) => {
        if (descriptorOf(redirection, 0) !== 0) {
            return input;
        }
        if (redirection.type === "HereDoc") {
            return hereDocText(redirection);
        }
        if (redirection.target === undefined) {
            return input;
        }
        const text = wordText(redirection.target);
        if (redirection.type === "HereString") {
            return `${text}\n`;
        }
        return redirection.operator === "<" ? contentOf(text, shell) : input;
    }, stdin);
}

function contentOf(path: string, shell: Shell): string {
    const file = shell.files.read(resolve(path, shell));
    return file?.whole ? file.text : `${unknownText}\n`;
}

/** A shell empties the files that are overwritten before the command can read them. */
function truncate(redirects: readonly Redirection[], shell: Shell): void {
    redirect(
        redirects.filter(({ operator }) => /^(>|>\||&>)$/.test(operator)),
        "",
        shell,
    );
}

/** Puts what is printed where it goes, and returns what is left of it. */
function redirect(redirects: readonly Redirection[], printed: string, shell: Shell): string {
    let rest = printed;
    for (const redirection of redirects) {
        if (redirection.type !== "Redirect" || redirection.target === undefined || descriptorOf(redirection, 1) !== 1) {
            continue;
        }
        const path = resolve(wordText(redirection.target), shell);
        if (/^(>|>\||&>)$/.test(redirection.operator)) {
            shell.files.write(path, rest);
        } else if (/^(>>|&>>)$/.test(redirection.operator)) {
            shell.files.append(path, rest);
        } else if (redirection.operator !== ">&") {
            continue;
        }
        rest = "";
    }
    return rest;
}

/** The descriptor that is redirected; -1 for one that a variable names. */
function descriptorOf({ descriptor }: Redirection, otherwise: number): number {
    return descriptor === undefined ? otherwise : descriptor.type === "FileDescriptor" ? descriptor.value : -1;
}
