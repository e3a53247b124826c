import { clone, distinct, inSubshell, type Shell, type Success } from "./state/shell";
import type { PipelineNode, Statement } from "./syntax";

/** Interprets statements in order, until the shell ends. */
export function runStatements(statements: readonly Statement[], shell: Shell): Shell[] {
    let outcomes = [shell];
    for (const statement of statements) {
        outcomes = distinct(
            outcomes.flatMap((outcome) => (outcome.ended === undefined ? runStatement(statement, outcome) : [outcome])),
        );
    }

    return outcomes;
}

/** Interprets a condition, whose failure does not end the shell even under `set -e`. */
export function runTested(shell: Shell, run: (inner: Shell) => Shell[]): Shell[] {
    const { isTested } = shell;
    return run({ ...shell, isTested: true }).map((outcome) => ({ ...outcome, isTested }));
}

function runStatement({ command, background }: Statement, shell: Shell): Shell[] {
    shell.budget.step();
    if (background === true) {
        const outcomes = inSubshell(shell, (child) => runStatement({ command } as Statement, child));
        return outcomes.map((outcome) => ({ ...outcome, success: "yes" }));
    }
    const { output } = shell;
    const outcomes = command.type === "AndOr" ? runAndOr(command, shell) : shell.interpreter.node(command, shell);
    return outcomes.map((outcome) => drained(outcome, output.length));
}

/** After `exec > file`, appends what the shell prints to the file. */
function drained(shell: Shell, from: number): Shell {
    const { sink, output } = shell;
    if (sink === undefined || output.length <= from) return shell;

    shell.files.append(sink, output.slice(from));
    return { ...shell, output: output.slice(0, from) };
}

function runAndOr({ commands, operators }: Extract<Statement["command"], { type: "AndOr" }>, shell: Shell): Shell[] {
    let outcomes = [shell];
    for (const [i, node] of commands.entries()) {
        const isLast = i === commands.length - 1;
        const run = (outcome: Shell): Shell[] =>
            isLast
                ? runNext(operators[i - 1], node, outcome)
                : runTested(outcome, (inner) => runNext(operators[i - 1], node, inner));
        outcomes = distinct(outcomes.flatMap((outcome) => (outcome.ended === undefined ? run(outcome) : [outcome])));
    }
    return outcomes;
}

/** Interprets `&&` and `||`: the next command runs, or does not, or that is unknown. */
function runNext(operator: "&&" | "||" | undefined, node: PipelineNode, shell: Shell): Shell[] {
    const runsAfter: Record<Success, boolean | undefined> =
        operator === "&&"
            ? { yes: true, no: false, likely: true, either: undefined }
            : { yes: false, no: true, likely: undefined, either: undefined };
    const runs = operator === undefined ? true : runsAfter[shell.success];
    if (runs === undefined) {
        const passed: Shell = { ...clone(shell), success: operator === "&&" ? "no" : "yes" };
        return [...shell.interpreter.node(node, shell), passed];
    }
    return runs ? shell.interpreter.node(node, shell) : [shell];
}
