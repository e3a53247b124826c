import type { Variables } from "./variables";

/** The options of a wrapper that take an argument. */
const withWord: Record<string, RegExp | undefined> = {
    sudo: /^-[ughpCrtTUDR]$|^--(user|group|host|prompt|chdir|chroot)$/,
    doas: /^-[uC]$/,
    env: /^-[uC]$|^--(unset|chdir)$/,
    nice: /^-n$|^--adjustment$/,
    ionice: /^-[cnp]$/,
    timeout: /^-[ks]$|^--(kill-after|signal)$/,
    exec: /^-a$/,
    time: /^-[fo]$/,
    nsenter: /^-[tSG]$|^--target$/,
    flock: /^-[wEc]$/,
    stdbuf: /^-[ioe]$/,
    nohup: /^$/,
    setsid: /^$/,
    busybox: /^$/,
    builtin: /^$/,
    "cloud-init-per": /^$/,
};

/** The number of operands of a wrapper before the command: a time; a frequency and a name; a lock. */
const operands: Record<string, number | undefined> = { timeout: 1, "cloud-init-per": 2, flock: 1 };

const sshWithWord = /^-[BbcDEeFIiJLlmOoPpQRSWw]$/;

/** Removes wrappers that only change how a command is run: `sudo -u root`, `env X=1`, `timeout 5`. */
export function unwrap(words: readonly string[], variables: Variables): readonly string[] {
    let left = words;
    for (;;) {
        const name = commandName(left) ?? "";
        const runsHere = name === "command" && !/^-[vV]/.test(left[1] ?? "");
        const takesWord = runsHere ? /^$/ : Object.hasOwn(withWord, name) ? withWord[name] : undefined;
        if (takesWord === undefined || (left.length === 1 && name !== "sudo")) return left;

        const rest = afterOptions(left.slice(1), takesWord);
        // `sudo -s` and `sudo -i` start a shell, which reads its script from the input if no words follow.
        const options = left.slice(1, left.length - rest.length);
        const startsShell =
            name === "sudo" && options.some((option) => /^-[a-zA-Z]*[si]$|^--(shell|login)$/.test(option));
        const own = /^(sudo|env|doas)$/.test(name) ? rest.findIndex((word) => !setVariable(word, variables)) : 0;
        const command = own < 0 ? [] : rest.slice(own + (operands[name] ?? 0));
        left = startsShell ? ["sh", ...(command.length === 0 ? [] : ["-c", command.join(" ")])] : command;
    }
}

function setVariable(word: string, variables: Variables): boolean {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(word) ?? [];
    if (name === undefined || value === undefined) return false;

    variables.set(name, value);
    variables.export(name);
    return true;
}

/** The script that a remote shell is given by `ssh host words…`; undefined when it reads its input. */
export function sshScript(words: readonly string[]): string | undefined {
    const [, ...script] = afterOptions(words, sshWithWord);
    const rest = afterOptions(script, sshWithWord);
    return rest.length === 0 ? undefined : rest.join(" ");
}

/** A command's name; undefined for a program outside the system's folders, which may be anything. */
export function commandName(words: readonly string[]): string | undefined {
    const name = words[0]?.replace(/^\/(usr\/)?(local\/)?s?bin\//, "");
    return name?.includes("/") === true ? undefined : name;
}

/** The operands: the options end at `--` or at the first word that is not an option. */
export function afterOptions(words: readonly string[], takesWord: RegExp): readonly string[] {
    let at = 0;
    for (; /^-./.test(words[at] ?? ""); at++) {
        if (words[at] === "--") return words.slice(at + 1);

        at += takesWord.test(words[at]!) ? 1 : 0;
    }
    return words.slice(at);
}
