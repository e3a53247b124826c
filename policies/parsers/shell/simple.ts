import { hasUnknown } from "../unknown";
import { assign } from "./commands/builtins";
import { runCommand } from "./commands/command";
import { fieldsOf, textOf } from "./expansion/words";
import { redirected, redirectedForGood } from "./redirect";
import type { Shell } from "./state/shell";
import type { Assignment, Command } from "./syntax";

/** Interprets a simple command: assignments, words, redirections. */
export function runSimple(command: Command, shell: Shell): Shell[] {
    const assignments = command.prefix.filter((each) => each.type === "Assignment");
    shell.success = "yes";
    if (command.name === undefined) {
        assignments.forEach((assignment) => assign(assignment, shell));
        return shell.ended === undefined ? redirected(command.redirects, shell, (inner) => [inner]) : [shell];
    }
    const words = wordsOf(command, shell);
    if (shell.ended !== undefined) return [shell];

    if (words[0] === "exec") return replaced(command, words, assignments, shell);

    return withAssignments(assignments, shell, (inner) =>
        redirected(command.redirects, inner, (each) => runCommand(words, each)),
    ).map((outcome) => (hasUnknown(words[0] ?? "") ? { ...outcome, success: "either" } : outcome));
}

function wordsOf({ name: first, args }: Command, shell: Shell): string[] {
    const name = first === undefined ? [] : fieldsOf(first, shell);
    const declares = /^(export|local|readonly|declare|typeset)$/.test(name[0] ?? "");
    const others = args.flatMap((each) => {
        if (each.type === "Word") return fieldsOf(each, shell);

        if (declares) return [assign(each, shell, name[0])];

        return [`${each.name}=${each.value.type === "Word" ? textOf(each.value, shell) : ""}`];
    });
    return [...name, ...others];
}

/** Interprets a command with variables that are set for it alone. */
function withAssignments(assignments: readonly Assignment[], shell: Shell, run: (inner: Shell) => Shell[]): Shell[] {
    const before = assignments.map((each) => [each.name, shell.variables.all(each.name)] as const);
    assignments.forEach((assignment) => assign(assignment, shell, "export"));
    const outcomes = shell.ended === undefined ? run(shell) : [shell];
    outcomes.forEach((outcome) => before.forEach(([each, values]) => outcome.variables.setAll(each, values)));
    return outcomes;
}

/** Interprets `exec`, which replaces the shell; without a command, its redirections apply to the rest of the script. */
function replaced(command: Command, words: string[], assignments: readonly Assignment[], shell: Shell): Shell[] {
    if (words.length === 1) return redirectedForGood(command.redirects, shell);

    return withAssignments(assignments, shell, (inner) =>
        redirected(command.redirects, inner, (each) => runCommand(words, each)),
    ).map((outcome) => ({
        ...outcome,
        ended: outcome.success === "no" || outcome.ended === "failed" ? "failed" : "exit",
    }));
}
