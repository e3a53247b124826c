import { posix } from "node:path";
import type { KernelSettings, ServerSettings } from "../../core/settings";
import type { Budget } from "./budget";
import { includeEdited, runtimeSysctl, sshdDropIn, sshdMain, startedLater, sysctlFile } from "./configPaths";
import type { Files } from "./files";
import { isVisible, matchesPattern } from "./patterns";
import type { Reading } from "./reading";
import { type Refusal, readSshdConfig, type SshdReading } from "./sshd/config";
import { readSysctl } from "./sysctl";
import { namesSetting } from "./text";
import { hasUnknown, isUnknownOutput, unknownLine } from "./unknown";

/** The approximate number of times that the parser of sshd's files visits each character. */
const passes = 10;

/** The settings for sshd and the kernel in the written files; a group that no file sets is left out. */
export interface ConfigReading {
    server?: Reading<ServerSettings>;
    kernel?: Reading<KernelSettings>;
    /** A line that sshd rejects, so that it does not start. */
    refused?: Refusal;
    /** Why text that names these settings could not be read. */
    unread?: readonly string[];
}

/** Reads the files together, as the host does: for sshd the first value wins, for sysctl the last. */
export function readConfigFiles(files: Files, budget: Budget): ConfigReading[] {
    const all = [...files.visible()].map(([path, text]) => ({ path: path.replace(/^\/usr\/etc/, "/etc"), text }));
    const areRead = !files.unread.has(includeEdited);
    const dropIns = all
        .filter(({ path }) => areRead && sshdDropIn.test(path))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    const main = all.find(({ path }) => sshdMain.test(path));
    const sysctls = all.filter(({ path }) => sysctlFile.test(path)).sort(byName);
    const running = files.has(runtimeSysctl) ? readSysctl(files.read(runtimeSysctl)) : undefined;
    const persistent = sysctls.length === 0 ? undefined : readSysctl(sysctls.map(({ text }) => text).join("\n"));
    const included = new Set<File>(dropIns);
    const others = all.filter(({ path }) => areRead || !sshdDropIn.test(path));
    const sshd =
        dropIns.length > 0 || main !== undefined
            ? readSshd(main, (pattern) => {
                  budget.step(1 + others.length);
                  const found = filesOf(pattern, others);
                  for (const each of found) {
                      // A file that includes itself several times would be read exponentially often.
                      budget.characters(each.text.length, passes);
                      included.add(each);
                  }
                  return found.map(({ text }) => text);
              })
            : undefined;
    const isLater = all.some(({ path, text }) => startedLater.test(path) && namesSetting(text));
    const unread = [
        ...files.unread,
        ...(isLater ? ["commands that the host runs later"] : []),
        ...unknownValuesIn([...included, ...sysctls, ...(main === undefined ? [] : [main])]),
    ];
    const kernel = persistent ?? running;
    return [
        {
            ...(sshd === undefined ? {} : sshd.refused === undefined ? { server: sshd } : { refused: sshd.refused }),
            ...(kernel === undefined ? {} : { kernel }),
            ...(unread.length === 0 ? {} : { unread }),
        },
        ...(sshd?.exempted === undefined ? [] : [{ server: sshd.exempted }]),
        // The kernel's running values and its values after a restart are checked separately.
        ...(persistent !== undefined && running !== undefined ? [{ kernel: running }] : []),
    ];
}

interface File {
    path: string;
    text: string;
}

/** Why lines have unknown values. A file's unknown earlier content does not count: the text does not write it. */
function unknownValuesIn(files: readonly File[]): string[] {
    const lines = files.flatMap(({ text }) => text.split("\n"));
    const hasUnknownValue = lines.some((line) => hasUnknown(line) && namesSetting(line));
    const hasUnknownOutput = lines.some(isUnknownOutput);
    return [...(hasUnknownValue ? ["an unknown value"] : []), ...(hasUnknownOutput ? ["the output of a program"] : [])];
}

function readSshd(main: File | undefined, include: (pattern: string) => string[]): SshdReading {
    if (main !== undefined && !main.text.split("\n").some((line) => `${line}\n` === unknownLine))
        return readSshdConfig(main.text, include);

    // The main file that distributions ship reads its drop-ins first.
    return readSshdConfig(`Include /etc/ssh/sshd_config.d/*.conf\n${main?.text ?? ""}`, include);
}

/** The known files that an Include names, in order of their names. */
function filesOf(pattern: string, files: readonly File[]): File[] {
    const whole = posix.normalize(pattern.startsWith("/") ? pattern : posix.join("/etc/ssh", pattern));
    const depth = whole.split("/").length;
    return files.filter(({ path }) => isNamedBy(whole, path, depth)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isNamedBy(pattern: string, path: string, depth: number): boolean {
    return path.split("/").length === depth && isVisible(pattern, path) && matchesPattern(pattern, path) === true;
}

function byName(a: File, b: File): number {
    return posix.basename(a.path) < posix.basename(b.path) ? -1 : 1;
}
