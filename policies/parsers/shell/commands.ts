import { readConfigFiles } from "../configFiles";
import { isConfig } from "../configPaths";
import { namesSetting, settingNamedIn } from "../text";
import { hasUnknown, mayBe, unknownLine, unknownLinesOf, unknownText } from "../unknown";
import { builtins, printWhere } from "./builtins";
import { test } from "./conditions";
import { encodings } from "./encodings";
import { fileCommands } from "./fileCommands";
import { callFunction } from "./functions";
import { inputFile, print } from "./io";
import { isHarmless, isLikelyToFail, nameForMessages, touchesWhatItNames } from "./known";
import { echo, printf } from "./printed";
import { runFile, shellCommands } from "./shells";
import { clone, type Follow, resolve, type Shell } from "./state";
import { textCommands } from "./textCommands";
import { values } from "./values";
import { Variables } from "./variables";
import { afterOptions, commandName, unwrap, type Unwrapped } from "./wrappers";

/** Interprets one command. An unknown command may do anything: what it may touch becomes unknown. */
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
    if (name === undefined) return runFile(first, args, shell);

    const follow = followOf(name);
    if (follow !== undefined) return follow(args, shell) ?? [shell];

    shell.success = isLikelyToFail(name) ? "either" : "likely";
    if (touchesWhatItNames(name)) forgetNamed(name, args, shell);
    else if (!isHarmless(name)) forgetAll(name, args, shell);

    if (!isQuiet.test(name)) print(unknownLinesOf(settingNamedIn([...args, shell.input].join("\n")) ?? "any"), shell);

    return [shell];
}

/** Runs a program with variables of its own, through `env` or `sudo`; the shell's stay as they are. */
function inEnvironment(
    variables: Unwrapped["variables"],
    inherits: Unwrapped["inherits"],
    shell: Shell,
    run: (child: Shell) => Shell[],
): Shell[] {
    const own = inherits === false ? new Variables() : shell.variables.clone();
    if (inherits === "maybe") own.hideExported();

    for (const [name, value] of variables) {
        own.set(name, value);
        own.export(name);
    }
    // Neither passes functions on.
    return run({ ...shell, variables: own, functions: new Map() }).map((way) => ({
        ...way,
        variables: shell.variables.clone(),
        functions: new Map(shell.functions),
    }));
}

/** bash expands aliases in a script only if it is told to, other shells always. */
function runAlias(text: string, [name = "", ...args]: readonly string[], shell: Shell): Shell[] {
    const aliases = new Map([...shell.aliases].filter(([each]) => each !== name));
    const script = [text, ...args.map(quoted)].join(" ");
    const expanded = (inner: Shell): Shell[] => inner.interpreter.text(script, { ...inner, aliases });
    const restored = (ways: Shell[]): Shell[] => ways.map((way) => ({ ...way, aliases: shell.aliases }));
    if (shell.expandsAliases) return restored(expanded(shell));

    const others = expanded(clone(shell));
    const ways = runCommand([name, ...args], { ...shell, aliases });
    for (const { files } of ways)
        files.forget((path) => others.some((other) => other.files.read(path) !== files.read(path)), "an alias");

    return restored(ways);
}

function quoted(word: string): string {
    return `'${word.replaceAll("'", `'\\''`)}'`;
}

const isQuiet = /^(true|:|mkdir|rmdir|touch|chmod|chown|chgrp|sleep|wait|ulimit|umask|kill|mount|umount)$/;

const own: Readonly<Record<string, Follow | undefined>> = {
    echo,
    printf,
    cat,
    tee,
    sysctl,
    "[": (args, shell) => void (shell.success = test(args.slice(0, -1), shell)),
    test: (args, shell) => void (shell.success = test(args, shell)),
    command: printWhere,
    which: printWhere,
    type: printWhere,
    ...Object.fromEntries(
        Object.entries(values).map(([name, value]): [string, Follow] => [
            name,
            (args, shell) => {
                const text = args.some(hasUnknown) ? undefined : value?.(args, shell);
                print(text ?? unknownLine, shell);
            },
        ]),
    ),
    env: (args, shell) => {
        if (args.length > 0) forgetAll("env", args, shell);

        print(unknownLine, shell);
    },
    crontab: runLater,
    docker: inContainer,
    podman: inContainer,
    nerdctl: inContainer,
    kubectl: inContainer,
    sshd: (args, shell) => {
        const isTest = args.some((arg) => /^-[a-zA-Z]*[tTG]/.test(arg));
        const at = args.findIndex((arg) => /^-[a-zA-Z]*f$/.test(arg));
        const main = at < 0 ? "/etc/ssh/sshd_config" : resolve(args[at + 1] ?? "", shell);
        if (!isTest && (namesSetting(args.join("\n")) || args.some((arg) => hasSettings(arg, shell))))
            shell.files.unread.add("options of sshd");

        // A file that sshd rejects fails its test; another one may have other faults.
        shell.success = isRefused(main, shell) ? "no" : "either";
        print(unknownLinesOf(settingNamedIn(args.join("\n"))), shell);
    },
    mktemp: (_, shell) => print(`/tmp/unknown.${shell.files.all().size}\n`, shell),
};

function isRefused(main: string, { files, budget }: Shell): boolean {
    const tested = files.clone();
    if (main !== "/etc/ssh/sshd_config") tested.copy(main, "/etc/ssh/sshd_config");

    return readConfigFiles(tested, budget).some(({ refused }) => refused !== undefined);
}

/** What the host runs at another time. */
function runLater(args: readonly string[], shell: Shell): void {
    const { input } = shell;
    if (namesSetting([...args, input].join("\n")) || args.some((arg) => hasSettings(arg, shell)))
        shell.files.unread.add("commands that the host runs later");

    shell.success = "likely";
    print(unknownLine, shell);
}

/** A container has settings of its own, unless it is given the host's. */
function inContainer(args: readonly string[], shell: Shell): void {
    const text = args.join("\n");
    const isOfHost = /--privileged|=host\b|\bhost$|:\/host|\/etc\b|\/proc\b|nsenter/m.test(text) || args[0] === "apply";
    if (isOfHost && (namesSetting(`${text}\n${shell.input}`) || args.some((arg) => hasSettings(arg, shell))))
        shell.files.unread.add("a container that may change its host");

    shell.success = "likely";
    print(unknownLinesOf(settingNamedIn(text) ?? "any"), shell);
}

function followOf(name: string): Follow | undefined {
    const tables = [own, builtins, fileCommands, textCommands, encodings, shellCommands];
    return tables.find((table) => Object.hasOwn(table, name))?.[name];
}

/** If the words or the input of an unknown command name settings, they count as text that was not read. */
function forgetAll(name: string, args: readonly string[], shell: Shell): void {
    const text = [...args, shell.input].join("\n");
    const names = namesSetting(text) || args.some((arg) => isConfig(arg) || hasSettings(arg, shell));
    shell.files.forget(() => true, nameForMessages(name), names);
}

/** Whether the word is a file that the script has written and that names settings, or a folder with one. */
function hasSettings(word: string, shell: Shell): boolean {
    const path = resolve(word.replace(/^--?[\w-]+=|^@/, ""), shell).replace(/\/+$/, "");
    return [...shell.files.all()].some(
        ([each, text]) => (each === path || each.startsWith(`${path}/`)) && namesSetting(text),
    );
}

/** A command that touches only what its words name: files, folders, and anything that an unknown word may be. */
function forgetNamed(name: string, args: readonly string[], shell: Shell): void {
    const paths = args.map((arg) => arg.replace(/^--?[a-z-]+=/, "").replace(/^[\w@.-]+:(?=\/)/, ""));
    const isTouched = (path: string): boolean =>
        paths.some((each) => {
            const whole = resolve(each, shell).replace(/\/+$/, "");
            return path === whole || path.startsWith(`${whole}/`) || (hasUnknown(each) && mayBe(whole, path));
        });
    shell.files.forget(
        isTouched,
        name,
        paths.some((path) => isConfig(path) || hasSettings(path, shell)),
    );
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

/** `-w key=value`, `-p file`, `--system`; the kernel has the given values from then on. */
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
