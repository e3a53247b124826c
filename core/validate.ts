/** From what the user wrote to everything that is wrong with it. Nothing here throws, whatever it is given. */
import type { OpenSshVersionLike } from "./openssh";
import type { WantedSettings } from "./resolve";
import type { Problem } from "./settings";
import { contradictions } from "./validate/contradictions";
import { isRecord, shapeProblems } from "./validate/shape";

/** What is known of the hosts that the settings are for. */
export interface Known {
    /** Their OpenSSH version. Without it, values must do on every version. */
    openssh?: OpenSshVersionLike | undefined;
}

/**
 * Every problem of the settings: types and ranges (values may be anything at run time), unknown names, and values that
 * contradict each other.
 */
export function validateSettings(input: unknown, known: Known = {}): Problem[] {
    const problems = shapeProblems(input);
    if (!isRecord(input)) return problems;
    const broken = new Set(problems.map(({ propertyPath }) => /^\w*/.exec(propertyPath)?.[0] ?? ""));
    const sound: WantedSettings = Object.fromEntries(Object.entries(input).filter(([part]) => !broken.has(part)));
    return [...problems, ...contradictions(sound, broken, known.openssh)];
}

/**
 * The problems that stand whatever the missing values turn out to be: types, ranges and unknown names of what is there.
 * For a preview, in which some values are not known yet; leave those out or undefined.
 */
export function validateKnown(input: unknown): Problem[] {
    return shapeProblems(input);
}
