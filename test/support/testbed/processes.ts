import * as fs from "node:fs";
import type { ProcessIdentity } from "./types";

/** The process that has a pid now; undefined once it has ended. */
export function identify(pid: number): ProcessIdentity | undefined {
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // The name before may hold blanks and brackets.
    const state = fields[0];
    const started = Number(fields[19]);
    return stat === "" || state === "Z" || state === "X" ? undefined : { pid, started };
}

/** Whether that very process still runs. */
export function isAlive(process: ProcessIdentity): boolean {
    return identify(process.pid)?.started === process.started;
}

/** Kills that very process; one that has ended already is as good. */
export function kill(identity: ProcessIdentity, signal: NodeJS.Signals = "SIGKILL"): void {
    if (isAlive(identity)) {
        try {
            process.kill(identity.pid, signal);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
    }
}

/** Network namespaces held open, so that their numbers cannot become another's while they are looked for. */
export interface PinnedNamespaces {
    readonly ids: ReadonlySet<string>;
    readonly release: () => void;
}

/** Holds the network namespaces of these files open; those that are not there, or no namespaces any more, are left out. */
export function pinNamespaces(namespaceFiles: readonly string[]): PinnedNamespaces {
    const { dev: namespaces } = fs.statSync("/proc/self/ns/net");
    const ids = new Set<string>();
    const pins: number[] = [];
    for (const file of namespaceFiles.filter((each) => fs.existsSync(each))) {
        const pin = fs.openSync(file, "r");
        const { dev, ino } = fs.fstatSync(pin);
        pins.push(pin);
        if (dev === namespaces) ids.add(`net:[${ino}]`);
    }
    return { ids, release: () => pins.splice(0).forEach((pin) => fs.closeSync(pin)) };
}

/** The processes inside any of these network namespaces, without this one and those that started it. */
export function processesInside({ ids }: PinnedNamespaces): ProcessIdentity[] {
    if (ids.size === 0) return [];

    const spared = ownLine();
    return allPids()
        .filter((pid) => !spared.has(pid) && ids.has(networkNamespaceOf(pid)))
        .flatMap((pid) => identify(pid) ?? []);
}

/** The first process of the container that the process `parent` started, once it has one. */
export function containerInit(parent: number): ProcessIdentity | undefined {
    const init = allPids().find((pid) => {
        const numbers = /^NSpid:\s+(.*)$/mu.exec(readOrEmpty(`/proc/${pid}/status`))?.[1]?.split(/\s+/u) ?? [];
        return numbers.length > 1 && numbers.at(-1) === "1" && parentOf(pid) === parent;
    });
    return init === undefined ? undefined : identify(init);
}

/** Waits until a condition holds, asking again and again. Rejects after `timeout` seconds with what was waited for. */
export async function waitUntil(condition: () => boolean, timeout: number, what: () => string): Promise<void> {
    const end = Date.now() + timeout * 1000;
    for (let pause = 2; !condition(); pause = Math.min(pause * 2, 100)) {
        if (Date.now() > end) throw new Error(`Waited ${timeout} s in vain for ${what()}.`);

        await new Promise((resolve) => setTimeout(resolve, pause));
    }
}

function networkNamespaceOf(pid: number): string {
    try {
        return fs.readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
        return "";
    }
}

function allPids(): number[] {
    return fs.readdirSync("/proc").map(Number).filter(Number.isInteger);
}

function ownLine(): Set<number> {
    const line = new Set<number>();
    for (let pid = process.pid; pid > 0 && !line.has(pid);) {
        line.add(pid);
        pid = parentOf(pid);
    }
    return line;
}

function parentOf(pid: number): number {
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

function readOrEmpty(file: string): string {
    try {
        return fs.readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
