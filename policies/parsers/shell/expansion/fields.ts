import { isVisible, matchesPattern } from "../../patterns";
import type { Shell } from "../state/shell";

/** A piece of a word. Unquoted expansions are split into fields; unquoted patterns match file names. */
export interface Segment {
    text: string;
    isSplit: boolean;
    isPattern: boolean;
    /** The values of `"$@"`: one field for each, the first and the last joined with the adjacent text. */
    values?: readonly string[];
}

/** Splits the expansions of a word at the separators in IFS. */
export function splitFields(segments: readonly Segment[], shell: Shell): string[] {
    const separators = shell.variables.get("IFS") ?? " \t\n";
    const fields: string[] = [];
    let current: string | undefined;
    for (const { text, isSplit, values } of segments) {
        if (values !== undefined) {
            values.forEach((value, i) => {
                if (i > 0) {
                    fields.push(current ?? "");
                    current = undefined;
                }
                current = (current ?? "") + value;
            });
        } else if (!isSplit) {
            current = (current ?? "") + text;
        } else {
            for (const c of text) {
                if (!separators.includes(c)) {
                    current = (current ?? "") + c;
                } else if (current !== undefined) {
                    fields.push(current);
                    current = undefined;
                }
            }
        }
    }
    const all = current === undefined ? fields : [...fields, current];
    shell.budget.step(all.length);
    shell.budget.characters(all.reduce((sum, { length }) => sum + length, 0));
    return all;
}

/** Files that a pattern may name although the script has not written them. */
const onEveryHost = ["/etc/ssh/sshd_config", "/etc/sysctl.conf"];

/** Returns the known files that a pattern names, or the pattern itself if there are none. */
export function namesOf(pattern: string, shell: Shell): string[] {
    const whole = pattern.startsWith("/") ? pattern : `${shell.folder}/${pattern}`;
    const depth = whole.split("/").length;
    const names = [...new Set([...shell.files.all().keys(), ...onEveryHost])].filter((path) => {
        shell.budget.characters(path.length);
        return path.split("/").length === depth && isVisible(whole, path) && matchesPattern(whole, path) === true;
    });
    const found = names.map((name) => (pattern.startsWith("/") ? name : name.slice(shell.folder.length + 1)));
    return found.length > 0 ? found.sort() : [pattern];
}
