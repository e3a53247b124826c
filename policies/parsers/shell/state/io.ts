import { resolve, type Shell } from "./shell";

/** Consumes the rest of the standard input. */
export function takeInput(shell: Shell): string {
    const { input } = shell;
    shell.input = "";
    return input;
}

/** A file as a command reads it; `-` and /dev/stdin are the standard input. */
export function inputFile(path: string, shell: Shell): string {
    if (path === "-" || path === "/dev/stdin" || path === "/dev/fd/0") return takeInput(shell);

    const text = shell.files.read(resolve(path, shell));
    shell.budget.characters(text.length);
    return text;
}

export function print(text: string, shell: Shell): void {
    shell.budget.characters(text.length);
    shell.output += text;
}
