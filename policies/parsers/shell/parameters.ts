import { namesSetting } from "../text";
import { hasUnknown, unknownText } from "../unknown";
import { endAtUnset } from "./options";
import { withoutMatch } from "./patterns";
import type { Shell } from "./state";
import type { ParameterExpansionPart, Word, WordPart } from "./syntax";

type Expansion = Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>;

/** The values of a parameter with several: `$@`, `${list[@]}`; undefined for any other parameter. */
export function parameterValues(part: Expansion, shell: Shell): readonly string[] | undefined {
    const { name, index, isPlain } = named(part);
    const isAll = index === "@" || index === "*";
    if (part.type === "ParameterExpansion" && part.prefix === "!" && part.operation === undefined && isAll)
        return keysOfArray(name, shell);

    if (!isPlain) return undefined;

    if (name === "@" || name === "*") return shell.arguments ?? [unknownText];

    return isAll ? (shell.variables.all(name) ?? [unknownText]) : undefined;
}

/** `${!list[@]}`; a list that is not filled key by key is numbered. */
function keysOfArray(name: string, { variables }: Shell): readonly string[] {
    const values = variables.all(name);
    const isKnown = values !== undefined && !(values.length === 1 && values[0] === unknownText);
    return variables.keys(name) ?? (isKnown ? values.map((_, i) => String(i)) : [unknownText]);
}

/** The text of a parameter after its operation. A variable that the script does not set is unknown. */
export function parameterText(part: Expansion, shell: Shell, textOf: (word: Word) => string): string {
    const { name, index: written } = named(part);
    const index = part.type === "ParameterExpansion" && part.index?.parts !== undefined ? textOf(part.index) : written;
    const value = valueOf(name, index, shell);
    const provides = part.type === "ParameterExpansion" && part.operation?.type === "Default";
    if (value === undefined && !provides && shell.options.nounset && !/^[@*]$/.test(index ?? name))
        endAtUnset(name, shell);

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

    const keys = variables.keys(name);
    if (keys !== undefined) return hasUnknown(index) ? unknownText : (values[keys.indexOf(index)] ?? "");

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

            if (kind === "?" && isUnset) endAtUnset(name, shell);

            const text = isUnset && kind !== "?" ? textOf(operation.operand) : (value ?? unknownText);
            if (kind === "=") shell.variables.set(name, text);

            return text;
        }
        case "Remove":
            return withoutMatch(value ?? unknownText, operation.operator, textOf(operation.operand)) ?? unknownText;
        case "Replace": {
            const pattern = textOf(operation.pattern);
            const replacement = textOf(operation.replacement);
            const isPlain = value !== undefined && /^(\/|\/\/)$/.test(operation.operator) && !/[*?[\\]/.test(pattern);
            if (!isPlain || pattern === "" || hasUnknown(value + pattern)) {
                if (namesSetting(replacement)) shell.files.unread.add("a replacement in a variable");

                return unknownText;
            }

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
