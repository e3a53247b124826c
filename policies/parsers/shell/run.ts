import { deepest, longest, OverBudget } from "../budget";
import type { Files } from "../files";
import { namesSetting } from "../text";
import { hasUnknown } from "../unknown";
import { arithmetic } from "./arithmetic";
import { assign } from "./builtins";
import { runCommand } from "./commands";
import { testExpression } from "./conditions";
import { runCase, runFor, runLoop, runWhile } from "./loops";
import { redirected } from "./redirect";
import { clone, distinct, inSubshell, type Interpreter, newShell, type Shell, type Success } from "./state";
import type { Command, CompoundList, PipelineNode, Script, Statement } from "./syntax";
import { parse } from "./syntax";
import { fieldsOf, textOf } from "./words";

/**
 * Interprets scripts without running them, and records what they write to which file. An unknown condition forks the
 * shell, so the result is every state in which the script may end.
 */
export const interpreter: Interpreter = { text: runText, statements: runStatements, node: runNode, words: runCommand };

/** Each state in which the script may leave the files. */
export function followScript(script: string, input = "", files?: Files): Files[] {
    const shell = newShell(interpreter, files);
    return runText(script, { ...shell, input }).map((way) => way.files);
}

/** Interprets a script's text in the shell; an exit ends the script and not its caller. */
function runText(script: string, shell: Shell): Shell[] {
    if (shell.depth >= deepest || script.length > longest) throw new OverBudget("too deep, or too long");

    shell.budget.characters(script.length, 4);
    const { commands, isWhole } = parsed(script);
    const inner = { ...shell, depth: shell.depth + 1, atExit: undefined };
    return distinct(
        runStatements(commands, inner).flatMap((way) => (isWhole ? leave(way, shell) : broken(way, script, shell))),
    );
}

/** A shell reads its script line by line, so the lines before a syntax error are run. */
function parsed(script: string): { commands: Script["commands"]; isWhole: boolean } {
    const { commands, errors = [] } = parse(script);
    if (errors.length === 0) return { commands, isWhole: true };

    const at = Math.min(...errors.map(({ pos }) => pos));
    const wrong = commands.find(({ end }) => end >= at);
    const line = script.lastIndexOf("\n", Math.min(at, wrong?.pos ?? at) - 1) + 1;
    return { commands: commands.filter(({ end }) => end < line), isWhole: false };
}

function leave(way: Shell, { depth, atExit }: Shell): Shell[] {
    const left: Shell = { ...way, depth, atExit, ended: way.ended === "failed" ? "failed" : undefined };
    if (way.atExit === undefined) return [left];

    return runText(way.atExit, { ...left, ended: undefined }).map((each) => ({ ...each, ended: left.ended }));
}

/** The rest of a script that cannot be parsed, and fails there. */
function broken(way: Shell, script: string, shell: Shell): Shell[] {
    if (way.ended === undefined) {
        if (namesSetting(script)) way.files.unread.add("a syntax error");

        way.ended = "failed";
    }
    return leave(way, shell);
}

function runStatements(statements: readonly Statement[], shell: Shell): Shell[] {
    let ways = [shell];
    for (const statement of statements)
        ways = distinct(ways.flatMap((way) => (way.ended === undefined ? runStatement(statement, way) : [way])));

    return ways;
}

function runList(list: CompoundList | undefined, shell: Shell): Shell[] {
    return runStatements(list?.commands ?? [], shell);
}

function runStatement({ command, background }: Statement, shell: Shell): Shell[] {
    shell.budget.step();
    if (background === true) {
        const ways = inSubshell(shell, (child) => runStatement({ command } as Statement, child));
        return ways.map((way) => ({ ...way, success: "yes" }));
    }
    if (command.type !== "AndOr") return runNode(command, shell);

    let ways = [shell];
    for (const [i, node] of command.commands.entries()) {
        const operator = command.operators[i - 1];
        ways = distinct(ways.flatMap((way) => (way.ended === undefined ? runNext(operator, node, way) : [way])));
    }
    return ways;
}

/** `&&` and `||`: the next command runs, or does not, or either. */
function runNext(operator: "&&" | "||" | undefined, node: PipelineNode, shell: Shell): Shell[] {
    const runsAfter: Record<Success, boolean | undefined> =
        operator === "&&"
            ? { yes: true, no: false, likely: true, either: undefined }
            : { yes: false, no: true, likely: undefined, either: undefined };
    const runs = operator === undefined ? true : runsAfter[shell.success];
    if (runs === undefined) {
        const passed: Shell = { ...clone(shell), success: operator === "&&" ? "no" : "yes" };
        return [...runNode(node, shell), passed];
    }
    return runs ? runNode(node, shell) : [shell];
}

function runNode(node: PipelineNode, shell: Shell): Shell[] {
    shell.budget.step();
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
        case "Select":
            return runFor(node, shell);
        case "ArithmeticFor":
            return runLoop(node.body, shell);
        case "Case":
            return runCase(node, shell);
        case "Function":
            shell.functions.set(textOf(node.name, shell), node.body);
            return [{ ...shell, success: "yes" }];
        case "TestCommand":
            return [{ ...shell, success: testExpression(node.expression, shell) }];
        case "ArithmeticCommand": {
            const value = node.expression === undefined ? "" : arithmetic(node.expression, shell);
            return [{ ...shell, success: /^-?[0-9]+$/.test(value) ? (value === "0" ? "no" : "yes") : "either" }];
        }
        case "Coproc":
            shell.files.forget(() => true, "a coprocess");
            return [shell];
    }
}

function runIf(
    [first, ...others]: { clause: CompoundList; then: CompoundList }[],
    otherwise: CompoundList | undefined,
    shell: Shell,
): Shell[] {
    if (first === undefined) return runList(otherwise, { ...shell, success: "yes" });

    return distinct(
        runList(first.clause, shell).flatMap((way) => {
            if (way.ended !== undefined) return [way];

            const { success } = way; // of the condition, not of the branch
            const apart = success === "yes" || success === "no" ? way : clone(way);
            const taken = success === "no" ? [] : runList(first.then, way);
            return [...taken, ...(success === "yes" ? [] : runIf(others, otherwise, apart))];
        }),
    );
}

type Pipeline = Extract<PipelineNode, { type: "Pipeline" }>;

/** Each command of a pipeline runs in a subshell. */
function runPipeline({ commands, prefixes }: Pipeline, shell: Shell): Shell[] {
    const isNegated = prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
    const ways = commands.length === 1 ? runNode(commands[0]!, shell) : runPipe(commands, shell);
    const opposite: Record<Success, Success> = { yes: "no", no: "yes", likely: "either", either: "either" };
    return isNegated ? ways.map((way) => ({ ...way, success: opposite[way.success] })) : ways;
}

function runPipe(commands: readonly PipelineNode[], shell: Shell): Shell[] {
    const { output } = shell;
    let ways: Shell[] = [{ ...clone(shell), output: shell.input }];
    for (const command of commands) {
        ways = distinct(
            ways.flatMap((way) =>
                inSubshell({ ...way, input: way.output, output: "" }, (child) => runNode(command, child)),
            ),
        );
    }
    return ways.map((way) => ({ ...way, output: output + way.output, input: shell.input }));
}

function runSimple(command: Command, shell: Shell): Shell[] {
    const assignments = command.prefix.filter((each) => each.type === "Assignment");
    shell.success = "yes";
    if (command.name === undefined) {
        assignments.forEach((assignment) => assign(assignment, shell));
        return redirected(command.redirects, shell, (inner) => [inner]);
    }
    const name = fieldsOf(command.name, shell);
    const declares = /^(export|local|readonly|declare|typeset)$/.test(name[0] ?? "");
    const words = [
        ...name,
        ...command.args.flatMap((each) => {
            if (each.type === "Word") return fieldsOf(each, shell);

            if (declares) return [assign(each, shell, name[0])];

            return [`${each.name}=${each.value.type === "Word" ? textOf(each.value, shell) : ""}`];
        }),
    ];
    const before = assignments.map((each) => [each.name, shell.variables.all(each.name)] as const);
    assignments.forEach((assignment) => assign(assignment, shell, "export"));
    const ways = redirected(command.redirects, shell, (inner) => runCommand(words, inner));
    if (assignments.length > 0)
        ways.forEach((way) => before.forEach(([each, values]) => way.variables.setAll(each, values)));

    return hasUnknown(name[0] ?? "") ? ways.map((way) => ({ ...way, success: "either" })) : ways;
}
