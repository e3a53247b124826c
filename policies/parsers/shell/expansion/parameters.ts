import { hasUnknown, unknownText } from "../../unknown";
import { endAtUnset } from "../state/failures";
import type { Shell } from "../state/shell";
import type { WordPart } from "../syntax";
import { type Expander, operate, sliceOfList } from "./parameterOperations";

type Expansion = Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>;

/** Returns the values of `$@` or `${list[@]}`, after an operation on each; undefined for any other parameter. */
export function parameterValues(part: Expansion, shell: Shell, expand: Expander): readonly string[] | undefined {
    const { name, index } = named(part);
    if (!isList(part) || (part.type === "ParameterExpansion" && part.prefix === "#")) return undefined;

    const operation = part.type === "ParameterExpansion" ? part.operation : undefined;
    if (part.type === "ParameterExpansion" && part.prefix === "!")
        return index === undefined || operation !== undefined ? [unknownText] : keysOfArray(name, shell);

    const values = index === undefined ? shell.arguments : shell.variables.all(name);
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
    const { name, index = name } = named(part);
    return index === "@" || index === "*";
}

/** Whether a quoted list is one field, with the values joined: `"$*"`. */
export function isJoined(part: Expansion): boolean {
    const { name, index = name } = named(part);
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
    const { name, index: written } = named(part);
    const index =
        part.type === "ParameterExpansion" && part.index?.parts !== undefined ? expand.text(part.index) : written;
    const value = valueOf(name, index, shell);
    const provides = part.type === "ParameterExpansion" && part.operation?.type === "Default";
    if (value === undefined && !provides && shell.options.nounset && !/^[@*]$/.test(index ?? name))
        endAtUnset(name, shell);

    if (part.type === "SimpleExpansion") return value ?? unknownText;

    if (part.prefix === "#") {
        const values = index === undefined ? shell.arguments : shell.variables.all(name);
        const count = isList(part) ? (values?.length ?? unknownText) : undefined;
        return count === undefined ? lengthOf(value) : String(count);
    }
    if (part.prefix === "!") {
        const target = value === undefined || hasUnknown(value) ? undefined : valueOf(value, undefined, shell);
        return part.operation === undefined || value === undefined
            ? (target ?? unknownText)
            : operate(part.operation, value, target, shell, expand);
    }

    return part.operation === undefined ? (value ?? unknownText) : operate(part.operation, name, value, shell, expand);
}

function named(part: Expansion): { name: string; index: string | undefined } {
    if (part.type === "SimpleExpansion") return { name: part.text.slice(1), index: undefined };

    return { name: part.parameter, index: part.index?.value };
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

    if (name === "#") return words === undefined ? unknownText : String(words.length);

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
