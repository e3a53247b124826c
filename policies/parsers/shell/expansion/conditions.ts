import { matchesPattern } from "../../patterns";
import { LinearExpression } from "../../regularExpressions";
import { hasUnknown, unknownText } from "../../unknown";
import { opposite, resolve, type Shell, type Success } from "../state/shell";
import type { TestExpression, Word } from "../syntax";
import { patternOf, textOf } from "./words";

/** Evaluates `[[ … ]]`. */
export function testExpression(expression: TestExpression, shell: Shell): Success {
    switch (expression.type) {
        case "TestUnary":
            return unary(expression.operator, textOf(expression.operand, shell), shell);
        case "TestBinary": {
            const left = textOf(expression.left, shell);
            if (expression.operator === "=~") return matchesExpression(expression.right, left, shell);

            const isPattern = /^(==?|!=)$/.test(expression.operator);
            const right = isPattern ? patternOf(expression.right, shell) : textOf(expression.right, shell);
            return binary(expression.operator, left, right, true);
        }
        case "TestNot": {
            const inner = testExpression(expression.operand, shell);
            return expression.negations.length % 2 === 1 ? opposite[inner] : inner;
        }
        case "TestGroup":
            return testExpression(expression.expression, shell);
        case "TestLogical": {
            const all = expression.operands.map((operand) => testExpression(operand, shell));
            const decisive = expression.operator === "&&" ? "no" : "yes";
            return all.includes(decisive)
                ? decisive
                : all.every((each) => each === opposite[decisive])
                  ? all[0]!
                  : "either";
        }
    }
}

/** Evaluates `[[ text =~ expression ]]` and sets BASH_REMATCH. A quoted part of the expression is literal. */
function matchesExpression(word: Word, text: string, shell: Shell): Success {
    const source = (word.parts ?? [{ type: "Literal" as const, text: word.text }])
        .map((part) => {
            if (part.type === "Literal" || part.type === "Glob") return part.text;

            const value = textOf({ ...word, parts: [part] }, shell);
            return /Quoted$/.test(part.type) ? value.replace(/[^\w\s]/g, "\\$&") : value;
        })
        .join("");
    const expression = hasUnknown(text)
        ? undefined
        : LinearExpression.posix(source, { extended: true, ignoresCase: false });
    const match = expression?.match(text, 0, shell.budget);
    shell.variables.setAll(
        "BASH_REMATCH",
        expression === undefined ? [unknownText] : (match?.groups.map((group) => group ?? "") ?? []),
    );
    return ofBoolean(expression === undefined ? undefined : match !== undefined);
}

/** Evaluates `[ … ]` and `test …` with up to three words and a `!`. */
export function test(words: readonly string[], shell: Shell): Success {
    if (words[0] === "!") return opposite[test(words.slice(1), shell)];

    if (words.length <= 1) return opposite[isEmpty(words[0] ?? "")];

    if (words.length === 2) return unary(words[0]!, words[1]!, shell);

    return words.length === 3 ? binary(words[1]!, words[0]!, words[2]!, false) : "either";
}

/** Text with known and unknown pieces is not empty. */
function isEmpty(text: string): Success {
    if (text === "") return "yes";
    return text.replaceAll(unknownText, "") === "" ? "either" : "no";
}

function unary(operator: string, operand: string, { files, ...shell }: Shell): Success {
    if (operator === "-z") return isEmpty(operand);

    if (operator === "-n") return opposite[isEmpty(operand)];

    const path = hasUnknown(operand) ? undefined : resolve(operand, { files, ...shell });
    if (/^-[efrs]$/.test(operator) && path !== undefined && files.has(path)) {
        const text = files.read(path);
        return operator !== "-s" ? "yes" : ofBoolean(hasUnknown(text) ? undefined : text !== "");
    }

    // These folders exist on every host with an sshd.
    return operator === "-d" && /^\/(etc|etc\/ssh|tmp|usr|var)?\/?$/.test(operand) ? "yes" : "either";
}

function binary(operator: string, left: string, right: string, isPattern: boolean): Success {
    if (hasUnknown(left + right)) return "either";

    // The names of variables, and other expressions, are not evaluated.
    if (/^-(eq|ne|l[te]|g[te])$/.test(operator) && ![left, right].every((each) => /^-?[0-9]+$/.test(each)))
        return "either";

    const a = Number(left);
    const b = Number(right);
    switch (operator) {
        case "=":
        case "==":
            return ofBoolean(isPattern ? matchesPattern(right, left) : left === right);
        case "!=":
            return opposite[binary("=", left, right, isPattern)];
        case "-eq":
            return ofBoolean(a === b);
        case "-ne":
            return ofBoolean(a !== b);
        case "-lt":
            return ofBoolean(a < b);
        case "-le":
            return ofBoolean(a <= b);
        case "-gt":
            return ofBoolean(a > b);
        case "-ge":
            return ofBoolean(a >= b);
        default:
            return "either";
    }
}

function ofBoolean(value: boolean | undefined): Success {
    return value === undefined ? "either" : value ? "yes" : "no";
}
