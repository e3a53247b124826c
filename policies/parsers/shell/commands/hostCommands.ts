import { posix } from "node:path";
import { readConfigFiles } from "../../configFiles";
import { namesSetting, settingNamedIn } from "../../text";
import { unknownLine, unknownLinesOf } from "../../unknown";
import { print } from "../state/io";
import { type CommandHandler, resolve, type Shell } from "../state/shell";
import { hasSettings } from "./markUnknown";

/** Programs that run commands later or elsewhere, and sshd itself. */
export const hostCommands: Readonly<Record<string, CommandHandler | undefined>> = {
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

        // sshd -t fails for a file that sshd rejects; for other files its result is unknown.
        shell.success = isRefused(main, shell) ? "no" : "either";
        print(unknownLinesOf(settingNamedIn(args.join("\n"))), shell);
    },
    git,
};

function isRefused(main: string, { files, budget }: Shell): boolean {
    files.all().forEach(({ length }) => budget.characters(length, 4));
    const tested = files.clone();
    if (main !== "/etc/ssh/sshd_config") tested.copy(main, "/etc/ssh/sshd_config");

    return readConfigFiles(tested, budget).some(({ refused }) => refused !== undefined);
}

/** Records commands that the host runs later. */
function runLater(args: readonly string[], shell: Shell): void {
    const { input } = shell;
    if (namesSetting([...args, input].join("\n")) || args.some((arg) => hasSettings(arg, shell)))
        shell.files.unread.add("commands that the host runs later");

    shell.success = "likely";
    print(unknownLine, shell);
}

/** A container has its own settings, unless it has access to the host's. */
function inContainer(args: readonly string[], shell: Shell): void {
    const text = args.join("\n");
    const isOfHost = /--privileged|=host\b|\bhost$|:\/host|\/etc\b|\/proc\b|nsenter/m.test(text) || args[0] === "apply";
    if (isOfHost && (namesSetting(`${text}\n${shell.input}`) || args.some((arg) => hasSettings(arg, shell))))
        shell.files.unread.add("a container that may change its host");

    shell.success = "likely";
    print(unknownLinesOf(settingNamedIn(text) ?? "any"), shell);
}

const writesFiles = /^(checkout|restore|reset|stash|apply|am|pull|merge|rebase|revert|switch|clean)$/;

/** git changes the files of its working folder. */
function git(args: readonly string[], shell: Shell): void {
    const at = args.indexOf("-C");
    const folder = posix.normalize(resolve(at < 0 ? "." : (args[at + 1] ?? ""), shell)).replace(/\/+$/, "");
    if (args.some((arg) => writesFiles.test(arg)))
        shell.files.markUnknown((path) => path.startsWith(`${folder}/`), "git");

    shell.success = "likely";
    print(unknownLinesOf(settingNamedIn(args.join("\n")) ?? "any"), shell);
}
