import { OverBudget } from "../../budget";

/** The shell options that decide whether a script continues after a command. */
export interface Options {
    /** `-e`: a failing command ends the shell. "maybe" means in some shells. */
    errexit: boolean | "maybe";
    /** `-u`: the expansion of an unset variable ends the shell. */
    nounset: boolean;
    /** `-a`: assigned variables are exported. */
    allexport: boolean;
    /** A pipeline fails if any of its commands does. */
    pipefail: boolean;
}

export const noOptions: Options = { errexit: false, nounset: false, allexport: false, pipefail: false };

const letters: Record<string, keyof Options | undefined> = { e: "errexit", u: "nounset", a: "allexport" };

/** Parses the options of `set` or a shell (`-eu`, `+e`, `-o pipefail`); returns them with the remaining words. */
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

/** Parses the options on the `#!` line of a program. */
export function optionsOfProgram(text: string): Options {
    const [, words = ""] =
        /^#!\s*\S*sh((?:[ \t]+[-+]\S+)*)[ \t]*(?:\r?\n|$)/.exec(text.replace(/^(#!\s*)\S*\/env(\s+-S)?\s+/, "$1")) ??
        [];
    return setOptions(
        words.split(/[ \t]+/).filter((word) => /^[-+][a-zA-Z]+$/.test(word)),
        noOptions,
    ).options;
}
