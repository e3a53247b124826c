import * as fs from "node:fs";
import type { ProcessIdentity } from "./types";

/** The process that has a pid now; undefined once it has ended. */
export function identify(pid: number): ProcessIdentity | undefined {
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // The name before may hold blanks and brackets.
    return /^[^ZX]/u.test(fields[0] ?? "") ? { pid, started: Number(fields[19]) } : undefined;
}

/** Whether that very process still runs. */
export function isAlive(process: ProcessIdentity): boolean {
    return identify(process.pid)?.started === process.started;
}

/** Sends a signal to that very process, unless it has ended. */
export function kill(identity: ProcessIdentity, signal: NodeJS.Signals = "SIGKILL"): void {
    try {
        if (isAlive(identity)) process.kill(identity.pid, signal);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

/** The first process of the container that a systemd-nspawn has started, once it has one. */
export function containerInit(nspawn: number): ProcessIdentity | undefined {
    const children = readOrEmpty(`/proc/${nspawn}/task/${nspawn}/children`).trim().split(" ");
    const init = children.find((pid) => /^NSpid:.*\s1$/mu.test(readOrEmpty(`/proc/${pid}/status`)));
    return init === undefined ? undefined : identify(Number(init));
}

/** Waits until a condition holds. Rejects after `timeout` seconds and tells `what` it waited for. */
export async function waitUntil(condition: () => boolean, timeout: number, what: () => string): Promise<void> {
    const end = Date.now() + timeout * 1000;
    for (let pause = 2; !condition(); pause = Math.min(pause * 2, 100)) {
        if (Date.now() > end) throw new Error(`Waited ${timeout} s in vain for ${what()}.`);

        await new Promise((resolve) => setTimeout(resolve, pause));
    }
}

function readOrEmpty(file: string): string {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
