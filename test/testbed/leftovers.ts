import * as fs from "node:fs";
import * as path from "node:path";
import type { HostSet } from "../support/testbed";

/** What a set is made of that could outlive it, noted while it is up. */
export interface Parts {
    readonly set: string;
    /** The first process of the set, whose number the names of its control groups have. */
    readonly init: number;
    /** The namespaces of the set and its hosts, as the kernel numbers them. */
    readonly namespaces: readonly string[];
}

/** The first processes of a set and of its hosts. */
export function pidsOf({ hosts, inController }: Pick<HostSet, "hosts" | "inController">): number[] {
    const init = Number(/\/proc\/(\d+)\//u.exec(inController([]).join(" "))?.[1]);
    return [init, ...hosts.map((host) => host.init.pid)];
}

/** Notes what a set with these first processes is made of. */
export function partsOf(set: string, pids: readonly number[]): Parts {
    const namespaces = pids.flatMap((pid) =>
        ["net", "pid", "mnt"].map((kind) => {
            fs.openSync(`/proc/${pid}/ns/${kind}`, "r"); // While it is open, no other namespace gets its number.
            return namespaceOf(pid, kind);
        }),
    );
    return { set, init: pids[0] as number, namespaces };
}

/** What is left of a set on this machine: processes in its namespaces, control groups, mounts and records. */
export function leftovers({ set, init, namespaces }: Parts): string[] {
    const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
    const mounts = fs.readFileSync("/proc/mounts", "utf8").split("\n");
    const groups = ["", "unified", "systemd"].map((top) =>
        path.join("/sys/fs/cgroup", top, `pulumi-ssh-keepalive.${init}`),
    );
    return [
        ...pids
            .filter((pid) => ["net", "pid", "mnt"].some((kind) => namespaces.includes(namespaceOf(pid, kind))))
            .map((pid) => `process ${pid}`),
        ...groups.filter((group) => fs.existsSync(group)),
        ...mounts.filter((line) => line.startsWith("test-hosts ")),
        ...records().filter((name) => name.split(/[@.]/u)[0] === set),
    ];
}

/** The names of the files with the records of sets. */
export function records(): string[] {
    const folder = "/run/pulumi-ssh-keepalive";
    return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

function namespaceOf(pid: number | string, kind: string): string {
    try {
        return fs.readlinkSync(`/proc/${pid}/ns/${kind}`);
    } catch {
        return "gone";
    }
}
