/** Finds everything that is wrong with the user's input. Nothing here throws, for any input. */
import type { OpenSshVersionLike } from "./openssh";
import { type ResolvedSettings, resolveSettings, type WantedSettings } from "./resolve";
import type { Problem } from "./settings";
import { contradictions } from "./validate/contradictions";
import { isRecord, shapeProblems } from "./validate/shape";

/** What is known of the hosts that the settings are for. */
export interface Known {
    /** Their OpenSSH version. Without it, values must work on every version. */
    openssh?: OpenSshVersionLike | undefined;
}

/** What is wrong with settings, and what they come to. */
export interface Judgement {
    /** Every problem: types and ranges (values may be anything at run time), unknown names, and contradictions. */
    problems: Problem[];
    /** The settings put together, without the parts that have problems of their own. */
    resolved: ResolvedSettings;
}

/** Judges settings, and puts them together on the way, so that nobody need do it a second time. */
export function judgeSettings(input: unknown, known: Known = {}): Judgement {
    const problems = shapeProblems(input);
    if (!isRecord(input)) return { problems, resolved: resolveSettings({}) };
    const broken = new Set(problems.map(({ propertyPath }) => /^\w*/.exec(propertyPath)?.[0] ?? ""));
    const sound: WantedSettings = Object.fromEntries(Object.entries(input).filter(([part]) => !broken.has(part)));
    const resolved = resolveSettings(sound);
    return { problems: [...problems, ...contradictions(sound, resolved, broken, known.openssh)], resolved };
}

/** Every problem of the settings; see `judgeSettings`. */
export function validateSettings(input: unknown, known: Known = {}): Problem[] {
    return judgeSettings(input, known).problems;
}

/**
 * The problems that do not depend on the missing values: types, ranges and unknown names of the given values. For a
 * preview, in which some values are not known yet; leave those out or undefined.
 */
export function validateKnown(input: unknown): Problem[] {
    return shapeProblems(input);
}
