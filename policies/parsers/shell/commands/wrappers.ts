/** The options that take an argument, by wrapper. */
const optionsWithArgument: Record<string, RegExp | undefined> = {
    sudo: /^-[ughpCrtTUDR]$|^--(user|group|host|prompt|chdir|chroot)$/,
    doas: /^-[uC]$/,
    env: /^-[uC]$|^--(unset|chdir)$/,
    nice: /^-n$|^--adjustment$/,
    ionice: /^-[cnp]$/,
    timeout: /^-[ks]$|^--(kill-after|signal)$/,
    exec: /^-a$/,
    time: /^-[fo]$/,
    nsenter: /^-[tSG]$|^--target$/,
    chroot: /^$/,
    taskset: /^$/,
    chrt: /^-[TPD]$/,
    setpriv: /^--(reuid|regid|groups|inh-caps|ambient-caps|bounding-set|securebits)$/,
    strace: /^-[aeoOpPsSuE]$/,
    "systemd-cat": /^-[tp]$/,
    "systemd-inhibit": /^$/,
    eatmydata: /^$/,
    chronic: /^$/,
    unbuffer: /^$/,
    flock: /^-[wEc]$/,
    stdbuf: /^-[ioe]$/,
    nohup: /^$/,
    setsid: /^$/,
    busybox: /^$/,
    builtin: /^$/,
    "cloud-init-per": /^$/,
};

/** How many operands a wrapper has before the command: a time; a frequency and a name; a lock; a folder; processors. */
const operands: Record<string, number | undefined> = {
    timeout: 1,
    "cloud-init-per": 2,
    flock: 1,
    chroot: 1,
    taskset: 1,
    chrt: 1,
};

const sshOptionsWithArgument = /^-[BbcDEeFIiJLlmOoPpQRSWw]$/;

/** A command without its wrappers, with the changes that they make to its environment. */
export interface UnwrappedCommand {
    words: readonly string[];
    /** The variables that the wrappers set. */
    variables: readonly (readonly [name: string, value: string])[];
    /** Whether the command inherits the shell's exported variables. With sudo ("maybe"), its configuration decides. */
    inherits: boolean | "maybe";
}

/** Removes wrappers that only change how a command is run: `sudo -u root`, `env X=1`, `timeout 5`. */
export function unwrap(words: readonly string[]): UnwrappedCommand {
    const variables: [string, string][] = [];
    let inherits: UnwrappedCommand["inherits"] = true;
    let left = words;
    for (;;) {
        const name = commandName(left) ?? "";
        const runsHere = name === "command" && !/^-[vV]/.test(left[1] ?? "");
        const takesArgument = runsHere
            ? /^$/
            : Object.hasOwn(optionsWithArgument, name)
              ? optionsWithArgument[name]
              : undefined;
        if (takesArgument === undefined || (left.length === 1 && name !== "sudo")) break;

        const rest = afterOptions(left.slice(1), takesArgument);
        const options = left.slice(1, left.length - rest.length);
        if (!isOfHost(name, options, rest)) break;

        // `sudo -s` and `sudo -i` start a shell, which reads its script from the input if no command follows.
        const startsShell =
            name === "sudo" && options.some((option) => /^-[a-zA-Z]*[si]$|^--(shell|login)$/.test(option));
        const assigned = /^(sudo|env|doas)$/.test(name) ? assignmentsIn(rest) : [];
        inherits = inherited(name, options, inherits);
        variables.push(...assigned);
        const command = rest.slice(assigned.length + (operands[name] ?? 0));
        left = startsShell ? ["sh", ...(command.length === 0 ? [] : ["-c", command.join(" ")])] : command;
    }
    return { words: left, variables, inherits };
}

/** Whether the command sees the files and the kernel of the host itself. */
function isOfHost(name: string, options: readonly string[], rest: readonly string[]): boolean {
    if (name === "nsenter") return /(^| )(-t ?|--target[ =])1( |$)/.test(options.join(" "));

    if (name === "chroot") return options.length === 0 && rest[0] === "/" && rest.length > 1;

    return name !== "env" || !options.some((option) => /^-[a-zA-Z]*S|^--split-string/.test(option));
}

function inherited(
    name: string,
    options: readonly string[],
    before: UnwrappedCommand["inherits"],
): UnwrappedCommand["inherits"] {
    if (name === "env" && options.some((option) => /^(-|-[a-z]*i|--ignore-environment)$/.test(option))) return false;

    const keeps = options.some((option) => /^-[a-zA-Z]*E|^--preserve-env/.test(option));
    return before === true && /^(sudo|doas)$/.test(name) && !keeps ? "maybe" : before;
}

function assignmentsIn(words: readonly string[]): [string, string][] {
    const end = words.findIndex((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word));
    return words.slice(0, end < 0 ? words.length : end).map((word) => {
        const at = word.indexOf("=");
        return [word.slice(0, at), word.slice(at + 1)];
    });
}

/** The script that `ssh host words…` runs on the host; undefined if the remote shell reads its input. */
export function sshScript(words: readonly string[]): string | undefined {
    const [, ...script] = afterOptions(words, sshOptionsWithArgument);
    const rest = afterOptions(script, sshOptionsWithArgument);
    return rest.length === 0 ? undefined : rest.join(" ");
}

/** The name of a command; undefined for a program outside the system's folders, which may be anything. */
export function commandName(words: readonly string[]): string | undefined {
    const name = words[0]?.replace(/^\/(usr\/)?(local\/)?s?bin\//, "");
    return name?.includes("/") === true ? undefined : name;
}

/** The operands. Options end at `--` or at the first word that is not an option. */
export function afterOptions(words: readonly string[], takesArgument: RegExp): readonly string[] {
    let at = 0;
    for (; /^-./.test(words[at] ?? ""); at++) {
        if (words[at] === "--") return words.slice(at + 1);

        at += takesArgument.test(words[at]!) ? 1 : 0;
    }
    return words.slice(at);
}
