import { namesOfEnvironment } from "./environment";
import type { Shell } from "./shell";

/**
 * The shells after a command that was not tested: under `set -e` a failure ends them. A result that is not known is
 * no failure, because a deployment is meant to continue.
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
 * The expansion of a variable that is not set ends the shell. Its environment may set it, and then the shell continues:
 * so what it does from here is not certain.
 */
export function endAtUnset(name: string, shell: Shell): void {
    if (/^[1-9][0-9]*$/.test(name)) {
        if (shell.arguments !== undefined) shell.ended = "failed";
    } else if (!shell.variables.hasUnknownNames && !namesOfEnvironment.test(name)) {
        shell.files.skipReason ??= "what follows a variable that is not set";
    }
}
