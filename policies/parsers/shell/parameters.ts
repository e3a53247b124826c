import { hasUnknown, unknownText } from "../unknown";
import { withoutMatch } from "./patterns";
import type { Shell } from "./state";
import type { ParameterExpansionPart, Word, WordPart } from "./syntax";

type Expansion = Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>;

/** The values of what stands for several: `$@`, `${list[@]}`; undefined for any other parameter. */
export function parameterValues(part: Expansion, shell: Shell): readonly string[] | undefined {
    const { name, index, isPlain } = named(part);
    if (!isPlain) return undefined;

    if (name === "@" || name === "*") return shell.arguments ?? [unknownText];

    return index === "@" || index === "*" ? (shell.variables.all(name) ?? [unknownText]) : undefined;
}

/** The text of a parameter, or of what its operation makes of it. A variable that the script does not set is unknown. */
export function parameterText(part: Expansion, shell: Shell, textOf: (word: Word) => string): string {
    const { name, index } = named(part);
    const value = valueOf(name, index, shell);
    if (part.type === "SimpleExpansion") return value ?? unknownText;

    if (part.prefix === "#") {
        const count = index === "@" ? shell.variables.all(name)?.length : undefined;
        return count === undefined ? lengthOf(value) : String(count);
    }
    if (part.prefix === "!")
        return value === undefined || hasUnknown(value) ? unknownText : (shell.variables.get(value) ?? unknownText);

    return part.operation === undefined ? (value ?? unknownText) : operate(part.operation, name, value, shell, textOf);
}

function named(part: Expansion): { name: string; index: string | undefined; isPlain: boolean } {
    if (part.type === "SimpleExpansion") return { name: part.text.slice(1), index: undefined, isPlain: true };

    const isPlain = part.prefix === undefined && part.operation === undefined;
    return { name: part.parameter, index: part.index?.value, isPlain };
}

function lengthOf(value: string | undefined): string {
    return value === undefined || hasUnknown(value) ? unknownText : String(value.length);
}

function valueOf(name: string, index: string | undefined, { arguments: words, variables }: Shell): string | undefined {
    if (/^[1-9][0-9]*$/.test(name)) return words?.[Number(name) - 1];

    if (name === "#") return words === undefined ? unknownText : String(words.length);

    if (name === "@" || name === "*") return words?.join(" ");

    if (!/^\w+$/.test(name) || name === "0") return unknownText;

    if (index === undefined) return variables.get(name);

    const values = variables.all(name);
    if (values === undefined) return undefined;

    return /^[0-9]+$/.test(index) ? (values[Number(index)] ?? "") : unknownText;
}

function operate(
    operation: NonNullable<ParameterExpansionPart["operation"]>,
    name: string,
    value: string | undefined,
    shell: Shell,
    textOf: (word: Word) => string,
): string {
    switch (operation.type) {
        case "Default": {
            const isUnset = operation.operator.startsWith(":")
                ? value === undefined || value === ""
                : value === undefined;
            const kind = operation.operator.replace(":", "");
            if (kind === "+") return isUnset ? "" : textOf(operation.operand);

            const text = isUnset && kind !== "?" ? textOf(operation.operand) : (value ?? unknownText);
            if (kind === "=") shell.variables.set(name, text);

            return text;
        }
        case "Remove":
            return withoutMatch(value ?? unknownText, operation.operator, textOf(operation.operand)) ?? unknownText;
        case "Replace": {
            const [pattern, replacement] = [textOf(operation.pattern), textOf(operation.replacement)];
            const isPlain = value !== undefined && /^(\/|\/\/)$/.test(operation.operator) && !/[*?[\\]/.test(pattern);
            if (!isPlain || pattern === "" || hasUnknown(value + pattern)) return unknownText;

            return operation.operator === "//"
                ? value.replaceAll(pattern, () => replacement)
                : value.replace(pattern, () => replacement);
        }
        case "CaseModification": {
            const isWhole = operation.operator.length === 2 && operation.operand === undefined;
            return isWhole && value !== undefined
                ? operation.operator === "^^"
                    ? value.toUpperCase()
                    : value.toLowerCase()
                : unknownText;
        }
        case "Slice":
        case "Transform":
        case "Names":
        case "Unknown":
            return unknownText;
    }
}
