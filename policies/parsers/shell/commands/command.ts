import { settingNamedIn, singleQuoted } from "../../text";
import { hasUnknown, unknownLine, unknownLinesOf, unknownText } from "../../unknown";
import { test } from "../expansion/conditions";
import { inputFile, print } from "../state/io";
import { clone, type CommandHandler, resolve, type Shell } from "../state/shell";
import { Variables } from "../state/variables";
import { builtins, printLocation } from "./builtins";
import { encodings } from "./encodings";
import { fileCommands } from "./fileCommands";
import { callFunction } from "./functions";
import { hostCommands } from "./hostCommands";
import { isHarmless, isLikelyToFail, touchesWhatItNames } from "./knownPrograms";
import { markAllUnknown, markNamedUnknown } from "./markUnknown";
import { echo, printf } from "./printed";
import { runFile, shellCommands } from "./shells";
import { textCommands } from "./textCommands";
import { values } from "./values";
import { afterOptions, commandName, unwrap, type UnwrappedCommand } from "./wrappers";

/** Interprets one command. An unknown command may do anything, so everything that it might change becomes unknown. */
export function runCommand(words: readonly string[], shell: Shell): Shell[] {
    shell.budget.step(1 + words.length / 8);
    shell.success = "yes";
    const alias = shell.aliases.get(words[0] ?? "");
    if (alias !== undefined) return runAlias(alias, words, shell);

    const { words: inner, variables, inherits } = unwrap(words);
    return variables.length === 0 && inherits === true
        ? runUnwrapped(inner, shell)
        : inEnvironment(variables, inherits, shell, (child) => runUnwrapped(inner, child));
}

function runUnwrapped(words: readonly string[], shell: Shell): Shell[] {
    const [first, ...args] = words;
    if (first === undefined) return [shell];

    const known = shell.functions.get(first);
    if (known !== undefined) return callFunction(known.body, args, shell);

    const name = commandName(words);
    const path = writtenProgram(first, shell);
    if (path !== undefined || name === undefined) return runFile(path ?? first, args, shell);

    const follow = handlerOf(name);
    if (follow !== undefined) return follow(args, shell) ?? [shell];

    shell.success = isLikelyToFail(name) ? "either" : "likely";
    if (touchesWhatItNames(name)) markNamedUnknown(name, args, shell);
    else if (!isHarmless(name)) markAllUnknown(name, args, shell);

    if (!quietPrograms.test(name))
        print(unknownLinesOf(settingNamedIn([...args, shell.input].join("\n")) ?? "any"), shell);

    return [shell];
}

/** Finds a program that the script itself has written, by path or in PATH. */
function writtenProgram(word: string, shell: Shell): string | undefined {
    if (hasUnknown(word) || word === "") return undefined;

    if (word.includes("/")) return shell.files.has(resolve(word, shell)) ? word : undefined;

    const search = shell.variables.get("PATH") ?? "";
    shell.budget.characters(search.length);
    const folders = [...search.split(":"), ...standardFolders].filter((each) => each.startsWith("/"));
    return folders.map((folder) => `${folder}/${word}`).find((path) => shell.files.has(path));
}

const standardFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Runs a program with the variables that `env` or `sudo` set for it. The shell's variables do not change. */
function inEnvironment(
    variables: UnwrappedCommand["variables"],
    inherits: UnwrappedCommand["inherits"],
    shell: Shell,
    run: (child: Shell) => Shell[],
): Shell[] {
    const own = inherits === false ? new Variables() : shell.variables.clone();
    if (inherits === "maybe") own.hideExported();

    for (const [name, value] of variables) {
        own.set(name, value);
        own.export(name);
    }
    // Neither env nor sudo passes functions on.
    return run({ ...shell, variables: own, functions: new Map() }).map((outcome) => ({
        ...outcome,
        variables: shell.variables.clone(),
        functions: new Map(shell.functions),
    }));
}

/** bash expands aliases in a script only with expand_aliases; other shells always do. */
function runAlias(text: string, [name = "", ...args]: readonly string[], shell: Shell): Shell[] {
    const aliases = new Map([...shell.aliases].filter(([each]) => each !== name));
    const script = [text, ...args.map(singleQuoted)].join(" ");
    const expanded = (inner: Shell): Shell[] => inner.interpreter.text(script, { ...inner, aliases });
    const restored = (outcomes: Shell[]): Shell[] =>
        outcomes.map((outcome) => ({ ...outcome, aliases: shell.aliases }));
    if (shell.expandsAliases) return restored(expanded(shell));

    const others = expanded(clone(shell));
    const outcomes = runCommand([name, ...args], { ...shell, aliases });
    for (const { files } of outcomes)
        files.markUnknown((path) => others.some((other) => other.files.read(path) !== files.read(path)), "an alias");

    return restored(outcomes);
}

const quietPrograms = /^(true|:|mkdir|rmdir|touch|chmod|chown|chgrp|sleep|wait|ulimit|umask|kill|mount|umount)$/;

const basicCommands: Readonly<Record<string, CommandHandler | undefined>> = {
    echo,
    printf,
    cat,
    tee,
    sysctl,
    "[": (args, shell) => void (shell.success = test(args.slice(0, -1), shell)),
    test: (args, shell) => void (shell.success = test(args, shell)),
    command: printLocation,
    which: printLocation,
    type: printLocation,
    ...Object.fromEntries(
        Object.entries(values).map(([name, value]): [string, CommandHandler] => [
            name,
            (args, shell) => {
                const text = args.some(hasUnknown) ? undefined : value?.(args, shell);
                print(text ?? unknownLine, shell);
            },
        ]),
    ),
    env: (args, shell) => {
        if (args.length > 0) markAllUnknown("env", args, shell);

        print(unknownLine, shell);
    },
    mktemp: (_, shell) => print(`/tmp/unknown.${shell.files.all().size}\n`, shell),
};

function handlerOf(name: string): CommandHandler | undefined {
    const tables = [basicCommands, hostCommands, builtins, fileCommands, textCommands, encodings, shellCommands];
    return tables.find((table) => Object.hasOwn(table, name))?.[name];
}

function cat(args: readonly string[], shell: Shell): void {
    const paths = afterOptions(args, /^$/);
    print((paths.length === 0 ? ["-"] : paths).map((path) => inputFile(path, shell)).join(""), shell);
}

function tee(args: readonly string[], shell: Shell): void {
    const text = inputFile("-", shell);
    const kind = args.some((arg) => /^-[a-z]*a|^--append$/.test(arg)) ? "append" : "write";
    afterOptions(args, /^$/).forEach((path) => shell.files[kind](resolve(path, shell), text));
    print(text, shell);
}

const sysctlFiles = /^\/etc\/sysctl\.conf$|sysctl\.d\/[^/]+\.conf$/;

/** Interprets `-w key=value`, `-p file` and `--system`, which set the kernel's running values. */
function sysctl(args: readonly string[], shell: Shell): void {
    const { files } = shell;
    if (args.includes("--system")) {
        [...files.all()]
            .filter(([path]) => sysctlFiles.test(path))
            .forEach(([, text]) => files.append("sysctl -w", text));
    }
    const loads = args.findIndex((arg) => /^-[a-z]*[pf]|^--load/.test(arg));
    if (loads >= 0) {
        const [, inOption] = /^(?:-[a-z]*[pf]|--load=?)(\S*)$/.exec(args[loads]!) ?? [];
        const named = [...(inOption === "" || inOption === undefined ? [] : [inOption]), ...args.slice(loads + 1)];
        const paths = named.filter((arg) => !arg.startsWith("-") || arg === "-");
        (paths.length === 0 ? ["/etc/sysctl.conf"] : paths)
            .filter((path) => /^-$|^\/dev\/stdin$/.test(path) || hasUnknown(path) || files.has(resolve(path, shell)))
            .forEach((path) => files.append("sysctl -w", withEnd(inputFile(path, shell))));
        return;
    }
    const settings = args.filter((arg) => /^[^-=][^=]*=/.test(arg) || hasUnknown(arg));
    settings.forEach((setting) => files.append("sysctl -w", `${setting}\n`));
    print(`${unknownText}\n`, shell);
}

function withEnd(text: string): string {
    return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
