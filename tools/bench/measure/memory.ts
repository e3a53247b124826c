import * as fs from "node:fs";
import type { Group } from "./group";

/** The most resident memory that one process of a kind held at a time, in MiB. Missing where there was none. */
export interface PeakMemory {
    engine?: number;
    plugin?: number;
    /** The Node.js process that runs the Pulumi program. */
    program?: number;
}

/** The kinds by what the kernel calls their processes, 15 characters at most. */
const kinds: Readonly<Record<string, keyof PeakMemory>> = {
    pulumi: "engine",
    "pulumi-resource": "plugin",
    node: "program",
    MainThread: "program",
};

/** Samples the processes of a group on each `look`. The kernel itself remembers the peak of each. */
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
