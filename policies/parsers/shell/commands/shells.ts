import { parseArgs } from "node:util";
import { namesSetting } from "../../text";
import { hasUnknown, unknownLine, unknownText } from "../../unknown";
import { inputFile, print, takeInput } from "../state/io";
import { noOptions, type Options, optionsOfProgram, setOptions } from "../state/options";
import { type CommandHandler, home, resolve, type Shell, successOf, withSkipReasonOf } from "../state/shell";
import { Variables } from "../state/variables";
import { recordHostProgramApply } from "./hostProgram";
import { afterOptions, sshScript } from "./wrappers";

const shellNames = ["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"];

/** Commands that run a script. */
export const shellCommands: Readonly<Record<string, CommandHandler | undefined>> = {
    ...Object.fromEntries(
        shellNames.map((name): [string, CommandHandler] => [name, (args, shell) => runShell(name, args, shell)]),
    ),
    eval: (args, shell) => {
        const text = args.join(" ");
        if (hasUnknown(text)) shell.variables.addUnknownNames();

        return shell.interpreter.text(text, shell);
    },
    ".": runSource,
    source: runSource,
    su: runAs,
    runuser: runAs,
    ssh: (args, shell) =>
        atHome(shell, (inner) =>
            inOwnShell(sshScript(args) ?? takeInput(inner), inner, noOptions, undefined, {
                variables: new Variables(),
            }),
        ),
};

/** Interprets `sh -c script`, `sh file`, and `sh -s` or `sh` alone, which read the script from the input. */
function runShell(name: string, args: readonly string[], shell: Shell): Shell[] {
    const rest = afterOptions(args, /^-[a-z]*o$|^\+o$|^--(rcfile|init-file)$/);
    const options = args.slice(0, args.length - rest.length);
    const given = setOptions(
        options.filter((option) => !option.startsWith("--")),
        noOptions,
    ).options;
    if (options.some((option) => /^-[a-z]*c[a-z]*$/.test(option))) {
        const [code = unknownText, zeroth = name, ...words] = rest;
        if (recordHostProgramApply(code, words, shell)) {
            print(unknownLine, shell);
            return [shell];
        }
        return inOwnShell(code, shell, given, words, { zeroth, isBash: name === "bash" });
    }
    if (rest.length === 0 || options.some((option) => /^-[a-z]*s$/.test(option)))
        return inOwnShell(takeInput(shell), shell, given, rest, { zeroth: name, isBash: name === "bash" });

    return inOwnShell(inputFile(rest[0]!, shell), shell, given, rest.slice(1), {
        zeroth: rest[0],
        isBash: name === "bash",
    });
}

/** Runs a program by its path: a script that was written earlier, or an unknown program. */
export function runFile(path: string, args: readonly string[], shell: Shell): Shell[] {
    const text = shell.files.read(resolve(path, shell));
    const [, interpreter] = /^#!\s*(\S.*)/.exec(text) ?? [];
    if (hasUnknown(path) || text === unknownLine || (interpreter !== undefined && !isShell(interpreter))) {
        const why = interpreter === undefined ? "an unknown program" : "a language other than shell";
        shell.files.markUnknown(() => true, why, namesSetting([text, shell.input, ...args].join("\n")));
        print(unknownLine, shell);
        return [{ ...shell, success: "likely" }];
    }
    return inOwnShell(text, shell, optionsOfProgram(text), args, {
        zeroth: path,
        isBash: /bash/.test(interpreter ?? ""),
    });
}

/** Whether a `#!` line names a shell. */
function isShell(interpreter: string): boolean {
    return /(^|[\s/])(ba|da|a|k|mk|z)?sh(\s|$)/.test(interpreter);
}

function runSource([path = unknownText, ...args]: readonly string[], shell: Shell): Shell[] {
    const { arguments: outer } = shell;
    const inner = { ...shell, canReturn: true, ...(args.length > 0 ? { arguments: args } : {}) };
    const text = hasUnknown(path) ? unknownLine : inputFile(path, shell);
    if (hasUnknown(text)) shell.variables.addUnknownNames();
    if (/^\/etc\/(os-release|lsb-release|default\/)|^\/usr\/lib\/os-release/.test(path)) return [shell]; // these set only system variables

    return shell.interpreter.text(text, inner).map((outcome) => ({
        ...outcome,
        arguments: outer,
        canReturn: shell.canReturn,
        ended: outcome.ended === "return" ? undefined : outcome.ended,
    }));
}

/** The options of su and runuser that take an argument. */
const userOptions = {
    command: { type: "string", short: "c" },
    "session-command": { type: "string" },
    user: { type: "string", short: "u" },
    shell: { type: "string", short: "s" },
    group: { type: "string", short: "g" },
    "supp-group": { type: "string", short: "G" },
    "whitelist-environment": { type: "string", short: "w" },
} as const;

/** `su [user] -c script`, `su user file` and, without a shell, `runuser -u user command`. */
function runAs(args: readonly string[], shell: Shell): Shell[] {
    const { values, positionals } = parseArgs({
        args: [...args],
        options: userOptions,
        strict: false,
        allowPositionals: true,
    });
    if (values.user !== undefined)
        return shell.interpreter.words(afterOptions(args, /^-[ugGw]$|^--(user|group|supp-group)$/), shell);

    const script = values.command ?? values["session-command"];
    const [, ...words] = positionals.filter((each) => each !== "-");
    return atHome(shell, (inner) =>
        typeof script === "string" ? inOwnShell(script, inner, noOptions) : runShell("sh", words, inner),
    );
}

function atHome(shell: Shell, run: (inner: Shell) => Shell[]): Shell[] {
    return run({ ...shell, folder: home }).map((outcome) => ({ ...outcome, folder: shell.folder }));
}

/** How a shell is started: its variables, its `$0`, and whether it imports exported functions. */
interface Start {
    variables?: Variables;
    zeroth?: string | undefined;
    isBash?: boolean;
}

/** Interprets a script in a new shell with the exported variables and its own arguments. */
function inOwnShell(
    script: string,
    shell: Shell,
    options: Options,
    words: readonly string[] | undefined = [],
    { variables = shell.variables.environment(), zeroth, isBash = false }: Start = {},
): Shell[] {
    const inner: Shell = {
        ...shell,
        zeroth,
        arguments: words,
        functions: new Map([...shell.functions].filter(([, { isExported }]) => isBash && isExported)),
        variables,
        ended: undefined,
        options,
        isTested: false,
        sink: undefined,
        aliases: new Map(),
        expandsAliases: false,
    };
    return shell.interpreter.program(script, inner).map(({ files, output, input, ...outcome }) => ({
        ...shell,
        files: withSkipReasonOf(files, shell),
        output,
        input,
        functions: new Map(shell.functions),
        variables: shell.variables.clone(),
        success: successOf(outcome),
    }));
}
