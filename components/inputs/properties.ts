import { isRecord } from "../../core/records";
import type { Problem } from "../../core/settings";
import { didYouMean } from "../../core/suggest";
import { shown } from "../../core/validate/shown";

/** The name of a component is written to the files on the hosts, on a line of its own. */
export function nameProblems(name: unknown): Problem[] {
    if (typeof name === "string" && /^[^\p{Cc}\p{Zl}\p{Zp}]{1,128}$/u.test(name)) return [];
    const reason = `${shown(name)} is not a valid component name; write 1 to 128 printable characters`;
    return [{ propertyPath: "name", reason }];
}

/** The named properties must be booleans, where they are set. */
export function switchProblems(args: Record<string, unknown>, switches: readonly string[]): Problem[] {
    return switches
        .filter((name) => args[name] !== undefined && typeof args[name] !== "boolean")
        .map((name) => ({ propertyPath: name, reason: `${shown(args[name])} is not a boolean; write true or false` }));
}

/** The property must be one of these words, where it is set. */
export function wordProblems(propertyPath: string, value: unknown, words: readonly string[]): Problem[] {
    if (value === undefined || (typeof value === "string" && words.includes(value))) return [];
    const guess = typeof value === "string" ? didYouMean(value, words) : "";
    const remedy = guess || `; write one of ${words.join(", ")}`;
    return [{ propertyPath, reason: `${shown(value)} is not known${remedy}` }];
}

/** Rejects all other properties than these. */
export function unknownProperties(args: Record<string, unknown>, known: readonly string[]): Problem[] {
    return Object.keys(args)
        .filter((name) => !known.includes(name) && args[name] !== undefined)
        .map((name) => ({
            propertyPath: name,
            reason: `there is no such property${didYouMean(name, known) || `; known: ${known.join(", ")}`}`,
        }));
}

/** Only the named properties that are set. */
export function pick(args: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(names.filter((name) => args[name] !== undefined).map((name) => [name, args[name]]));
}

/** Inputs as a record, whatever they are. */
export function asRecord(inputs: unknown): Record<string, unknown> {
    return isRecord(inputs) ? inputs : {};
}
