import * as fs from "node:fs";
import type { Workspace } from "./workspace";

/** Kills a workspace's engine and all its child processes, so that they cannot write any more state. */
export function killEngine({ folder }: Workspace): void {
    for (const pid of fs.readdirSync("/proc").filter((entry) => /^\d+$/u.test(entry)))
        if (environmentOf(pid).includes(`PULUMI_HOME=${folder}/home`)) process.kill(Number(pid), "SIGKILL");
}

function environmentOf(pid: string): string[] {
    try {
        return fs.readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    } catch {
        return [];
    }
}
