import { posix } from "node:path";
import type { KernelSettings, ServerSettings } from "../../core/settings";
import { includeEdited, runtimeSysctl, sshdDropIn, sshdMain, sysctlFile } from "./configPaths";
import type { Files } from "./files";
import type { Reading } from "./reading";
import { matchesPattern } from "./shell/patterns";
import { type Refusal, readSshdConfig, type SshdReading } from "./sshdConfig";
import { readSysctl } from "./sysctl";
import { namesSetting } from "./text";
import { hasUnknown, unknownLine } from "./unknown";

/** What written files tell sshd and the kernel; a part that they say nothing about is left out. */
export interface ConfigReading {
    server?: Reading<ServerSettings>;
    kernel?: Reading<KernelSettings>;
    /** A line that sshd refuses, because of which it does not start again. */
    refused?: Refusal;
    /** Why text that names these settings could not be read. */
    unread?: readonly string[];
}

/** Reads the files together, as the host does: of sshd's the first value wins, of sysctl's the last. */
export function readConfigFiles(files: Files): ConfigReading[] {
    const all = [...files.all()].map(([path, text]) => ({ path: path.replace(/^\/usr\/etc/, "/etc"), text }));
    const areRead = !files.unread.has(includeEdited);
    const dropIns = all
        .filter(({ path }) => areRead && sshdDropIn.test(path))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    const main = all.find(({ path }) => sshdMain.test(path));
    const sysctls = all.filter(({ path }) => sysctlFile.test(path)).sort(byName);
    const running = files.has(runtimeSysctl) ? readSysctl(files.read(runtimeSysctl)) : undefined;
    const persistent = sysctls.length === 0 ? undefined : readSysctl(sysctls.map(({ text }) => text).join("\n"));
    const sshd = dropIns.length > 0 || main !== undefined ? readSshd(dropIns, main) : undefined;
    const unread = [...files.unread, ...openTexts([...dropIns, ...sysctls, ...(main === undefined ? [] : [main])])];
    const kernel = persistent ?? running;
    return [
        {
            ...(sshd === undefined ? {} : sshd.refused === undefined ? { server: sshd } : { refused: sshd.refused }),
            ...(kernel === undefined ? {} : { kernel }),
            ...(unread.length === 0 ? {} : { unread }),
        },
        // What the kernel has now, and what it has after a restart, are judged each for itself.
        ...(persistent !== undefined && running !== undefined ? [{ kernel: running }] : []),
    ];
}

interface File {
    path: string;
    text: string;
}

/** Lines of a setting whose value is not known. What stood in a file before is an unknown line, and nothing new. */
function openTexts(files: readonly File[]): string[] {
    const lines = files.flatMap(({ text }) => text.split("\n"));
    const isOpen = lines.some((line) => hasUnknown(line) && namesSetting(line));
    return isOpen ? ["an unknown value"] : [];
}

function readSshd(dropIns: readonly File[], main: File | undefined): SshdReading {
    if (main !== undefined && !main.text.split("\n").some((line) => `${line}\n` === unknownLine))
        return readSshdConfig(main.text, (pattern) => included(pattern, dropIns));

    // What distributions ship reads its drop-ins first.
    const include = `Include /etc/ssh/sshd_config.d/*.conf\n`;
    return readSshdConfig(include + (main?.text ?? ""), (pattern) => included(pattern, dropIns));
}

function included(pattern: string, files: readonly File[]): string[] {
    const whole = pattern.startsWith("/") ? pattern : posix.join("/etc/ssh", pattern);
    return files.filter(({ path }) => matchesPattern(whole, path) === true).map(({ text }) => text);
}

function byName(a: File, b: File): number {
    return posix.basename(a.path) < posix.basename(b.path) ? -1 : 1;
}
