import assert from "node:assert/strict";
import { validateSettings } from "../../../core/validate";

/** Returns the only problem of the input. Fails if there is none, or more than one. */
export function only(input: unknown): { propertyPath: string; reason: string } {
    const problems = validateSettings(input).problems;
    assert.equal(problems.length, 1, JSON.stringify(problems, null, 2));
    return problems[0] ?? assert.fail();
}
