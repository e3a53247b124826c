/** Finds everything that is wrong with the user's input. Nothing here throws, for any input. */
import { isRecord } from "./records";
import { type RequestedSettings, type ResolvedSettings, resolveSettings } from "./resolve";
import type { Problem } from "./settings";
import type { Conditions } from "./timing/report";
import { contradictions } from "./validate/contradictions";
import { shapeProblems } from "./validate/shape";

export interface Validation {
    /** Every problem: invalid values, unknown names, and contradictions between values. */
    problems: Problem[];
    /** Those of them that a value or a name has by itself. */
    invalid: Problem[];
    /** The resolved settings, without the groups that have invalid values. */
    resolved: ResolvedSettings;
}

/**
 * Validates settings, and resolves them on the way, so that no caller has to resolve them again.
 *
 * @param openssh the hosts' version; without it, values must work on every version
 */
export function validateSettings(input: unknown, { openssh }: Pick<Conditions, "openssh"> = {}): Validation {
    const invalid = shapeProblems(input);
    const invalidParts = new Set(invalid.map(({ propertyPath }) => /^\w*/.exec(propertyPath)?.[0] ?? ""));
    const parts = Object.entries(isRecord(input) ? input : {});
    const valid: RequestedSettings = Object.fromEntries(parts.filter(([part]) => !invalidParts.has(part)));
    const resolved = resolveSettings(valid);
    return { problems: [...invalid, ...contradictions(valid, resolved, invalidParts, openssh)], invalid, resolved };
}
