import { OverBudget } from "../../budget";

/** The options of a shell that decide whether it continues after a command. */
export interface Options {
    /** `-e`: a command that fails ends the shell. "maybe": it does in some shells, and not in others. */
    errexit: boolean | "maybe";
    /** `-u`: the expansion of an unset variable ends the shell. */
    nounset: boolean;
    /** `-a`: variables that are set are exported. */
    allexport: boolean;
    /** A pipeline fails if any of its commands does. */
    pipefail: boolean;
}

export const noOptions: Options = { errexit: false, nounset: false, allexport: false, pipefail: false };

const letters: Record<string, keyof Options | undefined> = { e: "errexit", u: "nounset", a: "allexport" };

/** The options after `set`'s or a shell's words (`-eu`, `+e`, `-o pipefail`), and the words that follow them. */
export function setOptions(words: readonly string[], before: Options): { options: Options; rest: readonly string[] } {
    const options = { ...before };
    let at = 0;
    for (; /^[-+]./.test(words[at] ?? "") && words[at] !== "--"; at++) {
        const word = words[at]!;
        const turnsOn = word.startsWith("-");
        const names: (keyof Options | undefined)[] = [...word.slice(1)].map((letter) => letters[letter]);
        const isLong = /^[-+][a-zA-Z]*o$/.test(word);
        const long = isLong ? words[++at] : undefined;
        if (turnsOn && (/^-[a-zA-Z]*[nC]/.test(word) || /^no(clobber|exec)$/.test(long ?? "")))
            throw new OverBudget("a shell that does not run, or overwrite, everything");

        if (long === "errexit" || long === "nounset" || long === "allexport" || long === "pipefail") names.push(long);

        for (const name of names) if (name !== undefined) options[name] = turnsOn;
    }
    return { options, rest: words.slice(at) };
}

/** The options that the `#!` line of a program gives its shell. */
export function optionsOfProgram(text: string): Options {
    const [, words = ""] =
        /^#!\s*\S*sh((?:[ \t]+[-+]\S+)*)[ \t]*(?:\r?\n|$)/.exec(text.replace(/^(#!\s*)\S*\/env(\s+-S)?\s+/, "$1")) ??
        [];
    return setOptions(
        words.split(/[ \t]+/).filter((word) => /^[-+][a-zA-Z]+$/.test(word)),
        noOptions,
    ).options;
}
