import { maxDepth, maxNesting, OverBudget } from "../../budget";
import type { Shell } from "../state/shell";
import type { FunctionDefinition } from "../syntax";

/** Interprets a function call, which shares the shell's variables except those that it declares as local. */
export function callFunction(body: FunctionDefinition["body"], args: readonly string[], shell: Shell): Shell[] {
    if (shell.depth >= maxDepth) throw new OverBudget("too deep");

    const { arguments: outer, depth } = shell;
    const before = localsOf(body).map((name) => [name, shell.variables.save(name)] as const);
    const inner = { ...shell, arguments: args, depth: depth + 1, canReturn: true };
    const outcomes = body.type === "CompoundList" ? [inner] : inner.interpreter.node(body, inner);
    return outcomes.map((outcome) => {
        before.forEach(([name, saved]) => outcome.variables.restore(name, saved));
        return {
            ...outcome,
            arguments: outer,
            depth,
            canReturn: shell.canReturn,
            ended: outcome.ended === "return" ? undefined : outcome.ended,
        };
    });
}

const known = new WeakMap<object, string[]>();

/** The names that a function's body declares anywhere in it. */
function localsOf(body: FunctionDefinition["body"]): string[] {
    const before = known.get(body);
    if (before !== undefined) return before;

    const names = new Set<string>();
    const visit = (node: unknown, depth: number): void => {
        if (typeof node !== "object" || node === null || depth > maxNesting) return;

        if ("type" in node && node.type === "Command" && "name" in node && "suffix" in node) {
            const command = node as {
                name?: { value: string };
                suffix: { type: string; name?: string; value?: unknown }[];
            };
            const isGlobal = command.suffix.some(({ value }) => /^-[a-zA-Z]*g/.test(String(value)));
            if (/^(local|declare|typeset)$/.test(command.name?.value ?? "") && !isGlobal) {
                command.suffix.forEach((each) =>
                    names.add(String(each.type === "Assignment" ? each.name : each.value)),
                );
            }
        }
        Object.values(node).forEach((each) => visit(each, depth + 1));
    };
    visit(body, 0);
    known.set(body, [...names]);
    return [...names];
}
