/** The options of a wrapper that take a word of their own. */
const withWord: Record<string, RegExp | undefined> = {
    sudo: /^-[ughpCrtTUDR]$|^--(user|group|host|prompt|chdir|chroot)$/,
    doas: /^-[uC]$/,
    env: /^-[uC]$|^--(unset|chdir)$/,
    nice: /^-n$|^--adjustment$/,
    ionice: /^-[cnp]$/,
    timeout: /^-[ks]$|^--(kill-after|signal)$/,
    exec: /^-a$/,
    time: /^-[fo]$/,
    nohup: /^$/,
    setsid: /^$/,
    command: /^$/,
    busybox: /^$/,
    builtin: /^$/,
    "cloud-init-per": /^$/,
};

/** How many words of its own a wrapper takes before the command: a time; a frequency and a name. */
const operands: Record<string, number | undefined> = { timeout: 1, "cloud-init-per": 2 };

const sshWithWord = /^-[BbcDEeFIiJLlmOoPpQRSWw]$/;

/** Takes away what only says how a command is run: `sudo -u root`, `env X=1`, `timeout 5`. */
export function unwrap(words: readonly string[]): readonly string[] {
    const name = commandName(words);
    const takesWord = withWord[name];
    if (takesWord === undefined) {
        return words;
    }
    let rest = afterOptions(words.slice(1), takesWord);
    while (/^[A-Za-z_][A-Za-z0-9_]*=/.test(rest[0] ?? "") && (name === "sudo" || name === "env")) {
        rest = rest.slice(1);
    }
    return unwrap(rest.slice(operands[name] ?? 0));
}

/** The script that a remote shell is given by `ssh host words…`; undefined when it reads its input. */
export function sshScript(words: readonly string[]): string | undefined {
    const [, ...script] = afterOptions(words.slice(1), sshWithWord);
    const rest = afterOptions(script, sshWithWord);
    return rest.length === 0 ? undefined : rest.join(" ");
}

/** A command's name without its folder. */
export function commandName(words: readonly string[]): string {
    return words[0]?.replace(/^.*\//, "") ?? "";
}

/** The words after the options, which end at `--` or at the first word that is none. */
export function afterOptions(words: readonly string[], takesWord: RegExp): readonly string[] {
    let at = 0;
    for (; /^-./.test(words[at] ?? ""); at++) {
        if (words[at] === "--") {
            return words.slice(at + 1);
        }
        at += takesWord.test(words[at]!) ? 1 : 0;
    }
    return words.slice(at);
}
