import { posix } from "node:path";
import type { KernelSettings, ServerSettings } from "../../core/settings";
import { type Files, runtimeSysctl } from "./files";
import { readSshdConfig } from "./sshdConfig";
import type { Reading } from "./reading";
import { readSysctl } from "./sysctl";

/** What the written files tell sshd and the kernel; a part that they do not speak of is left out. */
export interface ConfigReading {
    server?: Reading<ServerSettings>;
    kernel?: Reading<KernelSettings>;
}

const sshdConfig = /^\/(usr\/)?etc\/ssh\/sshd_config$/;
const sshdDropIn = /^\/(usr\/)?etc\/ssh\/sshd_config\.d\/[^/]+\.conf$/;
const sysctlFile = /^\/etc\/sysctl\.conf$|^\/(etc|run|usr\/lib|usr\/local\/lib|lib)\/sysctl\.d\/[^/]+\.conf$/;

/** Reads the files together, as the host does: of sshd's the first value wins, of sysctl's the last. */
export function readConfigFiles(files: Files): ConfigReading {
    const all = [...files.all()].map(([path, file]) => ({ path: path.replace(/^\/usr\/etc/, "/etc"), ...file }));
    const dropIns = all.filter(({ path }) => sshdDropIn.test(path)).sort(byPath);
    const main = all.filter(({ path }) => sshdConfig.test(path));
    const sysctls = all.filter(({ path }) => sysctlFile.test(path)).sort(byName);
    const runtime = all.filter(({ path }) => path === runtimeSysctl);
    const read: ConfigReading = {};
    if (dropIns.length + main.length > 0) {
        read.server = readSshd(
            [...dropIns, ...main],
            main.some(({ whole }) => whole),
        );
    }
    if (sysctls.length + runtime.length > 0) {
        read.kernel = readSysctl([...sysctls, ...runtime].map(({ text }) => text).join("\n"));
    }
    return read;
}

type File = { path: string; text: string; whole: boolean };

/** Each file is read for itself, because a drop-in's Match ends with the drop-in. */
function readSshd(files: readonly File[], whole: boolean): Reading<ServerSettings> {
    const settings: ServerSettings = {};
    const unknown = new Set<keyof ServerSettings>();
    let complete = whole;
    for (const { path, text } of files) {
        const reading = readSshdConfig(text);
        for (const property of reading.unknown) {
            if (settings[property] === undefined) {
                unknown.add(property);
            }
        }
        for (const [property, value] of Object.entries(reading.settings) as [string, unknown][]) {
            if (!(property in settings) && !unknown.has(property as keyof ServerSettings)) {
                Object.assign(settings, { [property]: value });
            }
        }
        // Only the main file can leave a setting at its default, and only one that reads no others.
        complete &&= reading.complete || sshdDropIn.test(path);
    }
    return { settings, unknown, complete };
}

function byPath(a: File, b: File): number {
    return a.path < b.path ? -1 : 1;
}

function byName(a: File, b: File): number {
    return posix.basename(a.path) < posix.basename(b.path) ? -1 : 1;
}
