import { createHash } from "node:crypto";
import { maxDepth, maxLength, OverBudget } from "../budget";
import type { Files } from "../files";
import { namesSetting } from "../text";
import { unknownText } from "../unknown";
import { runCommand } from "./commands/command";
import { arithmetic } from "./expansion/arithmetic";
import { testExpression } from "./expansion/conditions";
import { textOf } from "./expansion/words";
import { runStatements, runTested } from "./lists";
import { runCase, runCounted, runFor, runLoop, runWhile } from "./loops";
import { runPipeline } from "./pipelines";
import { redirected } from "./redirect";
import { runSimple } from "./simple";
import { endedByFailure } from "./state/failures";
import { clone, distinct, inSubshell, type Interpreter, newShell, type Shell, withExitTrap } from "./state/shell";
import type { CompoundList, PipelineNode, Script } from "./syntax";
import { parse } from "./syntax";

/**
 * Interprets scripts without running them, and records what they write to which file. An unknown condition forks the
 * shell, so the result is the list of states in which the script may end.
 */
export const interpreter: Interpreter = {
    text: runText,
    program: runProgram,
    statements: runStatements,
    node: runNode,
    words: runCommand,
};

/** Returns every state in which the script may leave the files. */
export function simulateScript(script: string, input = "", files?: Files): Files[] {
    const shell = newShell(interpreter, files);
    return runProgram(script, { ...shell, input }).map((outcome) => outcome.files);
}

/** Interprets a script in its own shell; an exit does not end the caller. */
function runProgram(script: string, shell: Shell): Shell[] {
    const { atExit, canReturn } = shell;
    const inner: Shell = { ...shell, atExit: undefined, canReturn: false };
    return withExitTrap(runText(script, inner, (outcome) => [failed(outcome)])).map((outcome) => {
        const ended = outcome.ended === "failed" || outcome.ended === "exit" ? outcome.ended : undefined;
        return { ...outcome, atExit, canReturn, ended };
    });
}

/**
 * Interprets a script's text in the current shell, which an exit ends. A syntax error in it ends dash, but not bash, whose
 * `eval` or `.` only fails.
 */
function runText(script: string, shell: Shell, afterSyntaxError = failedOrContinued): Shell[] {
    if (shell.depth >= maxDepth || script.length > maxLength) throw new OverBudget("too deep, or too long");

    shell.budget.characters(script.length, 4);
    const { commands, isWhole } = parseCommands(script);
    const { depth, source } = shell;
    const outcomes = runStatements(commands, { ...shell, depth: depth + 1, source: script });
    const ended = outcomes.flatMap((outcome) => {
        if (isWhole || outcome.ended !== undefined) return [outcome];

        if (namesSetting(script)) outcome.files.unread.add("a syntax error");
        return afterSyntaxError(outcome);
    });
    return distinct(ended.map((outcome) => ({ ...outcome, depth, source })));
}

function failed(outcome: Shell): Shell {
    return { ...outcome, ended: "failed" };
}

function failedOrContinued(outcome: Shell): Shell[] {
    return [{ ...clone(outcome), success: "no" }, failed(outcome)];
}

/** A shell reads its script line by line, so it runs the lines before a syntax error. */
function parseCommands(script: string): { commands: Script["commands"]; isWhole: boolean } {
    const { commands, errors = [] } = parse(script);
    if (errors.length === 0) return { commands, isWhole: true };

    const at = Math.min(...errors.map(({ pos }) => pos));
    const wrong = commands.find(({ end }) => end >= at);
    const line = script.lastIndexOf("\n", Math.min(at, wrong?.pos ?? at) - 1) + 1;
    return { commands: commands.filter(({ end }) => end < line), isWhole: false };
}

function runList(list: CompoundList | undefined, shell: Shell): Shell[] {
    return runStatements(list?.commands ?? [], shell);
}

function runNode(node: PipelineNode, shell: Shell): Shell[] {
    shell.budget.step();
    const outcomes = runAny(node, shell);
    return errexitNodes.has(node.type) ? outcomes.flatMap(endedByFailure) : outcomes;
}

/** The commands whose failure ends the shell under `set -e`. All others consist of these; a negation never ends it. */
const errexitNodes = new Set<PipelineNode["type"]>(["Command", "Subshell", "TestCommand", "ArithmeticCommand"]);

function runAny(node: PipelineNode, shell: Shell): Shell[] {
    switch (node.type) {
        case "Command":
            return runSimple(node, shell);
        case "Pipeline":
            return runPipeline(node, shell);
        case "Redirected":
            return redirected(node.redirects, shell, (inner) => runNode(node.command, inner));
        case "BraceGroup":
            return runList(node.body, shell);
        case "Subshell":
            return inSubshell(shell, (child) => runList(node.body, child));
        case "If":
            return runIf([{ clause: node.clause, then: node.then }, ...node.elif], node.else, shell);
        case "While":
            return runWhile(node, shell);
        case "For":
            return runFor(node, shell);
        case "Select": // somebody chooses
            shell.variables.set(node.name.value, unknownText);
            return runLoop(node.body, shell);
        case "ArithmeticFor":
            return runCounted(node, shell);
        case "Case":
            return runCase(node, shell);
        case "Function":
            return [defineFunction(node, shell)];
        case "TestCommand":
            shell.success = testExpression(node.expression, shell);
            return [shell];
        case "ArithmeticCommand": {
            const value = node.expression === undefined ? "" : arithmetic(node.expression, shell);
            return [{ ...shell, success: /^-?[0-9]+$/.test(value) ? (value === "0" ? "no" : "yes") : "either" }];
        }
        case "Coproc":
            shell.files.markUnknown(() => true, "a coprocess");
            return [shell];
    }
}

function defineFunction({ name, body, pos, end }: Extract<PipelineNode, { type: "Function" }>, shell: Shell): Shell {
    const key = textOf(name, shell);
    const isExported = shell.functions.get(key)?.isExported ?? false;
    const text = shell.source.slice(pos, end);
    const digest = createHash("sha256").update(text).digest("base64").slice(0, 16);
    shell.functions.set(key, { body, text, digest, isExported });
    return { ...shell, success: "yes" };
}

function runIf(
    [first, ...others]: { clause: CompoundList; then: CompoundList }[],
    otherwise: CompoundList | undefined,
    shell: Shell,
): Shell[] {
    if (first === undefined) return runList(otherwise, { ...shell, success: "yes" });

    return distinct(
        runTested(shell, (inner) => runList(first.clause, inner)).flatMap((outcome) => {
            if (outcome.ended !== undefined) return [outcome];

            const { success } = outcome; // the condition's, not the branch's
            const apart = success === "yes" || success === "no" ? outcome : clone(outcome);
            const taken = success === "no" ? [] : runList(first.then, outcome);
            return [...taken, ...(success === "yes" ? [] : runIf(others, otherwise, apart))];
        }),
    );
}
