import { simulateScript } from "../../../../policies/parsers/shell/run";

/**
 * The possible contents of /f after the script, one for each path through it; undefined if it does not write the file.
 */
export function ways(script: string, stdin = ""): (string | undefined)[] {
    return simulateScript(script, stdin).map((files) => (files.has("/f") ? files.read("/f") : undefined));
}
