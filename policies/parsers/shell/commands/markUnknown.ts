import { isConfig } from "../../configPaths";
import { namesSetting } from "../../text";
import { hasUnknown, mayBe } from "../../unknown";
import { resolve, type Shell } from "../state/shell";
import { nameForMessages } from "./knownPrograms";

/** Marks all files as unknown. If the command's words or input name settings, they count as text that was not read. */
export function markAllUnknown(name: string, args: readonly string[], shell: Shell): void {
    const text = [...args, shell.input].join("\n");
    const names = namesSetting(text) || args.some((arg) => isConfig(arg) || hasSettings(arg, shell));
    shell.files.markUnknown(() => true, nameForMessages(name), names);
}

/** Whether the word names a file that the script has written and that names settings, or a folder with such a file. */
export function hasSettings(word: string, shell: Shell): boolean {
    const files = shell.files.all();
    shell.budget.step(files.size / 16);
    const path = resolve(word.replace(/^--?[\w-]+=|^@/, ""), shell).replace(/\/+$/, "");
    return [...files].some(([each, text]) => {
        if (each !== path && !each.startsWith(`${path}/`)) return false;

        shell.budget.characters(text.length, 2);
        return namesSetting(text);
    });
}

/** Marks what a command's words may name as unknown: files, folders, and, for an unknown word, any file. */
export function markNamedUnknown(name: string, args: readonly string[], shell: Shell): void {
    const paths = args.map((arg) => arg.replace(/^--?[a-z-]+=/, "").replace(/^[\w@.-]+:(?=\/)/, ""));
    const isTouched = (path: string): boolean =>
        paths.some((each) => {
            const whole = resolve(each, shell).replace(/\/+$/, "");
            return path === whole || path.startsWith(`${whole}/`) || (hasUnknown(each) && mayBe(whole, path));
        });
    shell.files.markUnknown(
        isTouched,
        name,
        paths.some((path) => isConfig(path) || hasSettings(path, shell)),
    );
}
