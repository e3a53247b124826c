import { namesOfEnvironment } from "./environment";
import type { Shell } from "./shell";

/**
 * The shells after a command that was not tested: under `set -e` a failure ends them. A result that is not known is
 * no failure, because a deployment is meant to continue.
 */
export function endedByFailure(way: Shell): Shell[] {
    const { errexit } = way.options;
    if (errexit === false || way.isTested || way.success !== "no" || way.ended !== undefined) return [way];

    const ended: Shell = { ...way, ended: "failed" };
    return errexit === true ? [ended] : [ended, { ...way, files: way.files.clone(), variables: way.variables.clone() }];
}

/**
 * The expansion of a variable that is not set ends the shell. Its environment may set it, and then the shell continues:
 * so what it does from here is not certain.
 */
export function endAtUnset(name: string, shell: Shell): void {
    if (/^[1-9][0-9]*$/.test(name)) {
        if (shell.arguments !== undefined) shell.ended = "failed";
    } else if (!shell.variables.isOpen && !namesOfEnvironment.test(name)) {
        shell.files.doubt ??= "what follows a variable that is not set";
    }
}
