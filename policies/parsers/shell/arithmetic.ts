import { unknownText } from "../unknown";
import type { Shell } from "./state";
import type { ArithmeticExpression } from "./syntax";

const operations: Record<string, ((a: number, b: number) => number) | undefined> = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => Math.trunc(a / b),
    "%": (a, b) => a % b,
    "<": (a, b) => Number(a < b),
    ">": (a, b) => Number(a > b),
    "<=": (a, b) => Number(a <= b),
    ">=": (a, b) => Number(a >= b),
    "==": (a, b) => Number(a === b),
    "!=": (a, b) => Number(a !== b),
    "&&": (a, b) => Number(a !== 0 && b !== 0),
    "||": (a, b) => Number(a !== 0 || b !== 0),
};

/** The value of `$((…))`. Assignments, and anything that is not a whole number, are unknown. */
export function arithmetic(expression: ArithmeticExpression, shell: Shell): string {
    const value = evaluate(expression, shell);
    return value === undefined || !Number.isSafeInteger(value) ? unknownText : String(value);
}

function evaluate(expression: ArithmeticExpression, shell: Shell): number | undefined {
    shell.budget.step();
    switch (expression.type) {
        case "ArithmeticGroup":
            return evaluate(expression.expression, shell);
        case "ArithmeticWord": {
            const word = expression.value.replace(/^\$\{?(\w+)\}?$/, "$1");
            const text = /^[A-Za-z_]/.test(word) ? (shell.variables.get(word) ?? "") : word;
            return /^(0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : undefined;
        }
        case "ArithmeticBinary": {
            const operation = operations[expression.operator];
            const left = evaluate(expression.left, shell);
            const right = evaluate(expression.right, shell);
            return operation === undefined || left === undefined || right === undefined
                ? undefined
                : operation(left, right);
        }
        case "ArithmeticUnary": {
            const value = expression.operator === "-" ? evaluate(expression.operand, shell) : undefined;
            return value === undefined ? undefined : -value;
        }
        case "ArithmeticTernary":
        case "ArithmeticCommandExpansion":
            return undefined;
    }
}
