import { hasUnknown, unknownText } from "../../unknown";
import { endAtUnset } from "../state/failures";
import type { Shell } from "../state/shell";
import type { WordPart } from "../syntax";
import { type Expander, operate, sliceOfList } from "./parameterOperations";

type Expansion = Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>;

/** Returns the values of `$@` or `${list[@]}`, after an operation on each; undefined for any other parameter. */
export function parameterValues(part: Expansion, shell: Shell, expand: Expander): readonly string[] | undefined {
    const { name, index, prefix, operation } = parsed(part);
    if (!isList(part) || prefix === "#") return undefined;

    if (prefix === "!")
        return index === undefined || operation !== undefined ? [unknownText] : keysOfArray(name, shell);

    const values = listOf(name, index, shell);
    if (operation === undefined) return values ?? [unknownText];

    if (operation.type === "Default") {
        const usesValues = !operation.operator.endsWith("+") && values !== undefined && values.join("") !== "";
        return usesValues ? values : undefined;
    }
    if (operation.type === "Slice") return sliceOfList(operation, values, index === undefined ? 1 : 0, shell, expand);

    return values?.map((value) => operate(operation, name, value, shell, expand)) ?? [unknownText];
}

/** Whether the parameter is a list: `$@`, `$*`, `${list[@]}`. */
function isList(part: Expansion): boolean {
    const { name, index = name } = parsed(part);
    return index === "@" || index === "*";
}

/** Whether a quoted list is one field, with the values joined: `"$*"`. */
export function isJoined(part: Expansion): boolean {
    const { name, index = name } = parsed(part);
    return index === "*";
}

/** Returns the keys of `${!list[@]}`. An array that was not filled key by key has numbers. */
function keysOfArray(name: string, { variables }: Shell): readonly string[] {
    const values = variables.all(name);
    const isKnown = values !== undefined && !(values.length === 1 && values[0] === unknownText);
    return variables.keys(name) ?? (isKnown ? values.map((_, i) => String(i)) : [unknownText]);
}

/** Returns the text of a parameter after its operation. A variable that the script does not set is unknown. */
export function parameterText(part: Expansion, shell: Shell, expand: Expander): string {
    const { name, index: written, prefix, operation } = parsed(part);
    const index =
        part.type === "ParameterExpansion" && part.index?.parts !== undefined ? expand.text(part.index) : written;
    const value = valueOf(name, index, shell);
    if (value === undefined && operation?.type !== "Default" && shell.options.nounset && !/^[@*]$/.test(index ?? name))
        endAtUnset(name, shell);

    if (prefix === "#") return isList(part) ? countOf(listOf(name, index, shell)) : lengthOf(value);

    if (prefix === "!") {
        const target = value === undefined || hasUnknown(value) ? undefined : valueOf(value, undefined, shell);
        return operation === undefined || value === undefined
            ? (target ?? unknownText)
            : operate(operation, value, target, shell, expand);
    }

    return operation === undefined ? (value ?? unknownText) : operate(operation, name, value, shell, expand);
}

type Parsed = Pick<Extract<Expansion, { type: "ParameterExpansion" }>, "prefix" | "operation"> & {
    name: string;
    index: string | undefined;
};

function parsed(part: Expansion): Parsed {
    if (part.type === "SimpleExpansion")
        return { name: part.text.slice(1), index: undefined, prefix: undefined, operation: undefined };

    const { parameter: name, index, prefix, operation } = part;
    return { name, index: index?.value, prefix, operation };
}

/** The values of a list; undefined if they are unknown. */
function listOf(name: string, index: string | undefined, shell: Shell): readonly string[] | undefined {
    return index === undefined ? shell.arguments : shell.variables.all(name);
}

function countOf(values: readonly string[] | undefined): string {
    return values === undefined ? unknownText : String(values.length);
}

/** Evaluates the index of an element: a number or variable, with an optional offset; undefined if it is unknown. */
function indexOf(index: string, variables: Shell["variables"]): number | undefined {
    const [, word = "", sign, added = "0"] =
        /^\s*(-?[0-9]{1,6}|[A-Za-z_]\w*)\s*(?:([-+])\s*([0-9]{1,6}))?\s*$/.exec(index) ?? [];
    const text = /^[A-Za-z_]/.test(word) ? (variables.get(word) ?? "") : word;
    if (!/^-?[0-9]{1,6}$/.test(text)) return undefined;

    return Number(text) + (sign === "-" ? -Number(added) : Number(added));
}

function lengthOf(value: string | undefined): string {
    return value === undefined || hasUnknown(value) ? unknownText : String(value.length);
}

function valueOf(
    name: string,
    index: string | undefined,
    { zeroth, arguments: words, variables }: Shell,
): string | undefined {
    if (/^[1-9][0-9]*$/.test(name)) return words?.[Number(name) - 1];

    if (name === "#") return countOf(words);

    if (name === "@" || name === "*") return words?.length === 0 ? undefined : words?.join(" ");

    if (name === "0") return zeroth ?? unknownText;

    if (!/^\w+$/.test(name)) return unknownText;

    if (index === undefined) return variables.get(name);

    const values = variables.all(name);
    if (values === undefined) return undefined;

    const keys = variables.keys(name);
    if (keys !== undefined) return hasUnknown(index) ? unknownText : (values[keys.indexOf(index)] ?? "");

    const at = indexOf(index, variables);
    return at === undefined ? unknownText : (values.at(at) ?? "");
}
