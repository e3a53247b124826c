import { unknownText } from "../../unknown";
import type { Shell } from "../state/shell";
import type { ArithmeticExpression, Word, WordPart } from "../syntax";
import { parameterText } from "./parameters";

const operations: Record<string, ((a: number, b: number) => number | undefined) | undefined> = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => (b === 0 ? undefined : Math.trunc(a / b)),
    "%": (a, b) => (b === 0 ? undefined : a % b),
    "<": (a, b) => Number(a < b),
    ">": (a, b) => Number(a > b),
    "<=": (a, b) => Number(a <= b),
    ">=": (a, b) => Number(a >= b),
    "==": (a, b) => Number(a === b),
    "!=": (a, b) => Number(a !== b),
    "&&": (a, b) => Number(a !== 0 && b !== 0),
    "||": (a, b) => Number(a !== 0 || b !== 0),
};

/** Evaluates `$((…))`, including its assignments. Anything that is not a whole number is unknown. */
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
            const { value, parts } = expression;
            const word = parts === undefined ? value : parts.map((part) => expandedPart(part, shell)).join("");
            const text = /^[A-Za-z_]/.test(word) ? (shell.variables.get(word) ?? "") : word;
            return /^(0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : undefined;
        }
        case "ArithmeticBinary":
            return binary(expression, shell);
        case "ArithmeticUnary":
            return unary(expression, shell);
        case "ArithmeticTernary": {
            const test = evaluate(expression.test, shell);
            if (test !== undefined) return evaluate(test === 0 ? expression.alternate : expression.consequent, shell);

            markAssignedUnknown(expression.consequent, shell);
            markAssignedUnknown(expression.alternate, shell);
            return undefined;
        }
        case "ArithmeticCommandExpansion":
            return undefined;
    }
}

function expandedPart(part: WordPart, shell: Shell): string {
    if (part.type === "Literal") return part.value;

    if (part.type !== "SimpleExpansion" && part.type !== "ParameterExpansion") return unknownText;

    const text = (word: Word): string => (word.parts === undefined ? word.value : unknownText);
    return parameterText(part, shell, { text, pattern: text });
}

type Binary = Extract<ArithmeticExpression, { type: "ArithmeticBinary" }>;

function binary({ operator, left: target, right: operand }: Binary, shell: Shell): number | undefined {
    if (operator === ",") {
        evaluate(target, shell);
        return evaluate(operand, shell);
    }
    const [, compound] = /^(.*[^=<>!]|<<|>>|)=$/.exec(operator) ?? [];
    const left = compound === "" ? 0 : evaluate(target, shell);
    if ((operator === "&&" && left === 0) || (operator === "||" && left !== undefined && left !== 0))
        return Number(operator === "||");

    // After an unknown condition, the right side may or may not be evaluated.
    if (/^(&&|\|\|)$/.test(operator) && left === undefined) markAssignedUnknown(operand, shell);
    const right = evaluate(operand, shell);
    const operation = compound === "" ? (_: number, value: number): number => value : operations[compound ?? operator];
    const value =
        operation === undefined || left === undefined || right === undefined ? undefined : operation(left, right);
    return compound === undefined ? value : assigned(target, value, shell);
}

function unary(
    { operator, operand, prefix }: Extract<ArithmeticExpression, { type: "ArithmeticUnary" }>,
    shell: Shell,
): number | undefined {
    const value = evaluate(operand, shell);
    switch (operator) {
        case "-":
            return value === undefined ? undefined : -value;
        case "+":
            return value;
        case "!":
            return value === undefined ? undefined : Number(value === 0);
        case "++":
        case "--": {
            const next = value === undefined ? undefined : value + (operator === "++" ? 1 : -1);
            assigned(operand, next, shell);
            return prefix ? next : value;
        }
        default:
            return undefined;
    }
}

/** Sets the variable to the value; undefined sets it to unknown. */
function assigned(target: ArithmeticExpression, value: number | undefined, shell: Shell): number | undefined {
    const known = value !== undefined && Number.isSafeInteger(value) ? String(value) : unknownText;
    if (target.type === "ArithmeticWord") {
        const [, name, isElement] = /^([A-Za-z_]\w*)(\[)?/.exec(target.value) ?? [];
        if (name !== undefined) shell.variables.setAll(name, [isElement === undefined ? known : unknownText]);
    }
    return value;
}

/** Marks the variables that an expression may have set as unknown. */
function markAssignedUnknown(expression: ArithmeticExpression, shell: Shell): void {
    const copy = { ...shell, variables: shell.variables.clone() };
    evaluate(expression, copy);
    for (const name of copy.variables.names())
        if (copy.variables.get(name) !== shell.variables.get(name)) shell.variables.set(name, unknownText);
}
