import { namesOfEnvironment } from "./environment";
import type { Shell } from "./shell";

/**
 * Ends the shell after a failed command under `set -e`, unless the command is a condition. An unknown result does not
 * count as a failure, because a deployment is meant to continue.
 */
export function endedByFailure(outcome: Shell): Shell[] {
    const { errexit } = outcome.options;
    if (errexit === false || outcome.isTested || outcome.success !== "no" || outcome.ended !== undefined)
        return [outcome];

    const ended: Shell = { ...outcome, ended: "failed" };
    return errexit === true
        ? [ended]
        : [ended, { ...outcome, files: outcome.files.clone(), variables: outcome.variables.clone() }];
}

/**
 * Ends the shell at the expansion of an unset parameter. A variable may be set in the environment, so the commands that
 * follow may run or may be skipped.
 */
export function endAtUnset(name: string, shell: Shell): void {
    if (/^[1-9][0-9]*$/.test(name)) {
        if (shell.arguments !== undefined) shell.ended = "failed";
    } else if (!shell.variables.hasUnknownNames && !namesOfEnvironment.test(name)) {
        shell.files.skipReason ??= "what follows a variable that is not set";
    }
}
