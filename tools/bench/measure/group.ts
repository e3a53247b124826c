import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A separate control group, so that all processes started by a program are counted, even those that outlive it. */
export interface Group {
    readonly folder: string;
    /** The processes in it. */
    readonly pids: () => number[];
    /** Kills the remaining processes, removes the group, and returns its total CPU time, in seconds. */
    readonly close: () => Promise<number>;
}

/** Creates a control group. Throws if this machine has no cgroup v2 that this process can write to. */
export function openGroup(): Group {
    const folder = path.join(unifiedHierarchy(), `pulumi-ssh-keepalive-bench-${process.pid}`);
    fs.mkdirSync(folder);
    const pids = (): number[] =>
        fs.readFileSync(path.join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    return {
        folder,
        pids,
        close: async () => {
            for (const pid of pids()) end(pid);
            while (pids().length > 0) await sleep(5);
            const [, microseconds] =
                /^usage_usec (\d+)$/m.exec(fs.readFileSync(path.join(folder, "cpu.stat"), "utf8")) ?? [];
            fs.rmdirSync(folder);
            return Number(microseconds) / 1e6;
        },
    };
}

/** The command prefix that starts a program inside the group. */
export function insideGroup({ folder }: Group, argv: readonly string[]): string[] {
    return ["sh", "-c", `echo $$ >"$0/cgroup.procs" && exec "$@"`, folder, ...argv];
}

function unifiedHierarchy(): string {
    const mounts = fs.readFileSync("/proc/self/mounts", "utf8").split("\n");
    const top = mounts.map((line) => line.split(" ")).find(([, , type]) => type === "cgroup2")?.[1];
    if (top === undefined)
        throw new Error("There is no cgroup v2 on this machine, which counts processor time; mount one and try again.");

    return top;
}

function end(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch {
        // It has already ended.
    }
}
