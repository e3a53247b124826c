import * as fs from "node:fs";
import * as path from "node:path";
import { identify } from "./processes";
import type { ProcessIdentity } from "./types";

/** The top of each cgroup hierarchy that systemd uses: v2 alone, or v2 beside v1. */
const hierarchies = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"];

/** The control group of a set or of one of its hosts, below each hierarchy's top. */
export function cgroupName(set: string, host?: string): string {
    return path.join("pulumi-ssh-keepalive", set, host ?? "");
}

/** The processes in a control group and below it. */
export function processesInGroup(name: string): ProcessIdentity[] {
    return foldersOf(name).flatMap((folder) =>
        fs
            .readFileSync(path.join(folder, "cgroup.procs"), "utf8")
            .split("\n")
            .flatMap((pid) => (pid === "" ? [] : (identify(Number(pid)) ?? []))),
    );
}

/** Takes a control group away with those below it, all of them empty by now. */
export function removeGroup(name: string): void {
    foldersOf(name)
        .reverse() // Children come after their parents.
        .forEach((folder) => fs.rmdirSync(folder));
    for (const top of hierarchies) {
        let parent = path.dirname(name);
        while (parent !== "." && tryRemove(path.join(top, parent))) parent = path.dirname(parent);
    }
}

function foldersOf(name: string): string[] {
    return hierarchies.map((top) => path.join(top, name)).flatMap(below);
}

function below(folder: string): string[] {
    if (!fs.existsSync(folder)) return [];

    const children = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [folder, ...children.flatMap((child) => below(path.join(folder, child.name)))];
}

function tryRemove(folder: string): boolean {
    try {
        fs.rmdirSync(folder);
        return true;
    } catch {
        return false; // Another set's groups are still in it, or it was never there.
    }
}
