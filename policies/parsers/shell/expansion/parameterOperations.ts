import { namesSetting } from "../../text";
import { hasUnknown, unknownText } from "../../unknown";
import { endAtUnset } from "../state/failures";
import type { Shell } from "../state/shell";
import type { ParameterExpansionPart, Word } from "../syntax";
import { replaceMatches, withoutMatch } from "./patterns";

type Operation = NonNullable<ParameterExpansionPart["operation"]>;

/** Returns the text of `${name…}` after its operation. */
export function operate(
    operation: Operation,
    name: string,
    value: string | undefined,
    shell: Shell,
    textOf: (word: Word) => string,
): string {
    if (operation.type === "Default") return withDefault(operation, name, value, shell, textOf);

    const words = Object.values(operation).flatMap((each: unknown) => (isWord(each) ? [textOf(each)] : []));
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
    textOf: (word: Word) => string,
): string {
    const isUnset = operator.startsWith(":") ? value === undefined || value === "" : value === undefined;
    const kind = operator.replace(":", "");
    if (kind === "+") return isUnset ? "" : textOf(operand);

    if (kind === "?" && isUnset) endAtUnset(name, shell);

    const text = isUnset && kind !== "?" ? textOf(operand) : (value ?? unknownText);
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
    const numbers = [offset, length ?? "0"].map((text) => {
        const word = text.trim().replace(/^\(\s*(.*?)\s*\)$/, "$1");
        const number = /^[A-Za-z_]\w*$/.test(word) ? shell.variables.get(word) : word === "" ? "0" : word;
        return number !== undefined && /^-?[0-9]{1,9}$/.test(number) ? Number(number) : NaN;
    });
    const [from = NaN, count = NaN] = numbers;
    if (Number.isNaN(from + count)) return undefined;

    const start = from < 0 ? value.length + from : from;
    if (start < 0) return "";

    return length === undefined
        ? value.slice(start)
        : value.slice(start, count < 0 ? Math.max(start, value.length + count) : start + count);
}
