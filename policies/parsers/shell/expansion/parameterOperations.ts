import { replaceMatches, withoutMatch } from "../../patterns";
import { namesSetting } from "../../text";
import { hasUnknown, unknownText } from "../../unknown";
import { endAtUnset } from "../state/failures";
import type { Shell } from "../state/shell";
import type { ParameterExpansionPart, Word } from "../syntax";

type Operation = NonNullable<ParameterExpansionPart["operation"]>;

/** How a word in an operation is expanded: to its text, or to a pattern, in which quoted text is literal. */
export interface Expander {
    text: (word: Word) => string;
    pattern: (word: Word) => string;
}

/** Returns the text of `${name…}` after its operation. */
export function operate(
    operation: Operation,
    name: string,
    value: string | undefined,
    shell: Shell,
    expand: Expander,
): string {
    if (operation.type === "Default") return withDefault(operation, name, value, shell, expand);

    const words = Object.entries(operation).flatMap(([key, each]: [string, unknown]) => {
        if (!isWord(each)) return [];

        const isPattern = key === "pattern" || (key === "operand" && operation.type === "Remove");
        return [isPattern ? expand.pattern(each) : expand.text(each)];
    });
    const result = value === undefined ? undefined : changed(operation, value, words, shell);
    // The lost text may be a setting.
    if (result === undefined && [value ?? "", ...words].some(namesSetting))
        shell.files.unread.add("an operation on a variable");

    return result ?? unknownText;
}

function isWord(value: unknown): value is Word {
    return typeof value === "object" && value !== null && (value as { type?: unknown }).type === "Word";
}

function withDefault(
    { operator, operand }: Extract<Operation, { type: "Default" }>,
    name: string,
    value: string | undefined,
    shell: Shell,
    expand: Expander,
): string {
    const isUnset = operator.startsWith(":") ? value === undefined || value === "" : value === undefined;
    const kind = operator.replace(":", "");
    if (kind === "+") return isUnset ? "" : expand.text(operand);

    if (kind === "?" && isUnset) endAtUnset(name, shell);

    const text = isUnset && kind !== "?" ? expand.text(operand) : (value ?? unknownText);
    if (kind === "=") shell.variables.set(name, text);

    return text;
}

/** Applies the operation to a known value with the operation's words; undefined if the result is unknown. */
function changed(
    operation: Exclude<Operation, { type: "Default" }>,
    value: string,
    [first, second]: readonly string[],
    shell: Shell,
): string | undefined {
    if (hasUnknown(value) || hasUnknown(`${first ?? ""}${second ?? ""}`)) return undefined;

    switch (operation.type) {
        case "Remove":
            return withoutMatch(value, operation.operator, first ?? "");
        case "Replace":
            return replaceMatches(value, operation.operator, first ?? "", second ?? "");
        case "CaseModification":
            return first === undefined || first === "" || first === "?" ? inCase(operation.operator, value) : undefined;
        case "Slice":
            return slice(value, first ?? "", second, shell);
        case "Transform":
            return { U: value.toUpperCase(), L: value.toLowerCase(), u: inCase("^", value) }[first ?? ""];
        case "Names":
        case "Unknown":
            return undefined;
    }
}

function inCase(operator: "^" | "^^" | "," | ",,", value: string): string {
    const [head, tail] = operator.length === 2 ? [value, ""] : [value.slice(0, 1), value.slice(1)];
    return (operator.startsWith("^") ? head.toUpperCase() : head.toLowerCase()) + tail;
}

function slice(value: string, offset: string, length: string | undefined, shell: Shell): string | undefined {
    const from = numberOf(offset, shell);
    const count = length === undefined ? undefined : numberOf(length, shell);
    if (from === undefined || (length !== undefined && count === undefined)) return undefined;

    const start = from < 0 ? value.length + from : from;
    if (start < 0) return "";

    if (count === undefined) return value.slice(start);

    const end = count < 0 ? value.length + count : start + count;
    return end < start ? undefined : value.slice(start, end); // bash refuses an end before the start
}

/** `${@:2}`, `${list[@]:1:2}`. `first` is the index of the first value: 1 for positional parameters, 0 for an array. */
export function sliceOfList(
    { offset, length }: Extract<Operation, { type: "Slice" }>,
    values: readonly string[] | undefined,
    first: number,
    shell: Shell,
    expand: Expander,
): readonly string[] {
    const from = numberOf(expand.text(offset), shell);
    const count = length === undefined ? Infinity : numberOf(expand.text(length), shell);
    const isKnown = values !== undefined && from !== undefined && from >= first && count !== undefined && count >= 0;
    if (!isKnown && values?.some(namesSetting) === true) shell.files.unread.add("an operation on a list");

    if (!isKnown) return [unknownText];

    return values.slice(from - first, from - first + count);
}

/** The value of a slice's number; undefined if it is unknown. */
function numberOf(text: string, { variables }: Shell): number | undefined {
    const word = text.trim().replace(/^\(\s*(.*?)\s*\)$/, "$1");
    const number = /^[A-Za-z_]\w*$/.test(word) ? variables.get(word) : word === "" ? "0" : word;
    return number !== undefined && /^-?[0-9]{1,9}$/.test(number) ? Number(number) : undefined;
}
