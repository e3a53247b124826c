import { namesSetting } from "../../text";
import { hasUnknown, unknownText } from "../../unknown";
import { endAtUnset } from "../state/failures";
import type { Shell } from "../state/shell";
import type { Word, WordPart } from "../syntax";
import { operate } from "./parameterOperations";

type Expansion = Extract<WordPart, { type: "SimpleExpansion" | "ParameterExpansion" }>;

/** Returns the values of `$@` or `${list[@]}`; undefined for any other parameter. */
export function parameterValues(part: Expansion, shell: Shell): readonly string[] | undefined {
    const { name, index, isPlain } = named(part);
    const isAll = index === "@" || index === "*";
    if (part.type === "ParameterExpansion" && part.prefix === "!" && part.operation === undefined && isAll)
        return keysOfArray(name, shell);

    if (!isPlain) return undefined;

    if (name === "@" || name === "*") return shell.arguments ?? [unknownText];

    return isAll ? (shell.variables.all(name) ?? [unknownText]) : undefined;
}

/** Returns the keys of `${!list[@]}`. An array that was not filled key by key has numbers. */
function keysOfArray(name: string, { variables }: Shell): readonly string[] {
    const values = variables.all(name);
    const isKnown = values !== undefined && !(values.length === 1 && values[0] === unknownText);
    return variables.keys(name) ?? (isKnown ? values.map((_, i) => String(i)) : [unknownText]);
}

/** Returns the text of a parameter after its operation. A variable that the script does not set is unknown. */
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
    if (part.prefix === "!") {
        const target = value === undefined || hasUnknown(value) ? undefined : valueOf(value, undefined, shell);
        return part.operation === undefined || value === undefined
            ? (target ?? unknownText)
            : operate(part.operation, value, target, shell, textOf);
    }

    const isAll = /^[@*]$/.test(index ?? name);
    if (isAll && part.operation !== undefined && shell.variables.all(name)?.some(namesSetting) === true)
        shell.files.unread.add("an operation on a list");

    return part.operation === undefined ? (value ?? unknownText) : operate(part.operation, name, value, shell, textOf);
}

function named(part: Expansion): { name: string; index: string | undefined; isPlain: boolean } {
    if (part.type === "SimpleExpansion") return { name: part.text.slice(1), index: undefined, isPlain: true };

    const isPlain = part.prefix === undefined && part.operation === undefined;
    return { name: part.parameter, index: part.index?.value, isPlain };
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

    if (name === "@" || name === "*") return words?.join(" ");

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
