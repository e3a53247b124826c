import * as fs from "node:fs";
import type { Group } from "./group";

/** The peak resident memory of a process of each kind, in MiB; missing if there was no such process. */
export interface PeakMemory {
    engine?: number;
    plugin?: number;
    /** The Node.js process that runs the Pulumi program. */
    program?: number;
}

/** The kinds by process name, which the kernel truncates to 15 characters. */
const kinds: Readonly<Record<string, keyof PeakMemory>> = {
    pulumi: "engine",
    "pulumi-resource": "plugin",
    node: "program",
    MainThread: "program",
};

/** Samples the processes of a group on each `look`. The kernel itself records the peak of each. */
export function watchMemory(group: Group): { look: () => void; peak: () => PeakMemory } {
    const peak: PeakMemory = {};
    return {
        look: () => {
            for (const pid of group.pids()) {
                const status = readStatus(pid);
                const kind = kinds[/^Name:\t(.*)$/m.exec(status)?.[1] ?? ""];
                const kibibytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
                if (kind !== undefined) peak[kind] = Math.max(peak[kind] ?? 0, kibibytes / 1024);
            }
        },
        peak: () => peak,
    };
}

function readStatus(pid: number): string {
    try {
        return fs.readFileSync(`/proc/${pid}/status`, "utf8");
    } catch {
        return ""; // It has ended.
    }
}
