import * as fs from "node:fs";
import * as path from "node:path";
import { cgroupName, processesInGroup, removeGroup } from "./cgroups";
import { namespacesOf, removeNamespaces, unplug } from "./network";
import { namespaceFile, namespaceFolder, namespaceName, setPlaces } from "./places";
import { isAlive, kill, pinNamespaces, processesInside, waitUntil } from "./processes";
import { eraseHost, readHosts, readSet, thisBoot } from "./registry";
import { mustRun, run } from "./run";
import type { ProcessIdentity } from "./types";

/** Takes a whole set away, with all that runs in it. Rejects, naming it, if anything is left. */
export async function removeSet(set: string): Promise<void> {
    const { disk, folder } = setPlaces(set);
    await clear(
        set,
        namespacesOf(set),
        [cgroupName(set)],
        () => true,
        () => unmount(disk),
    );
    await remove(folder);
}

/** Ends hosts of a set, and takes away all of them but their disks and records. */
export async function stopHosts(set: string, names: readonly string[]): Promise<void> {
    const namespaces = names.map((name) => namespaceName(set, name));
    const groups = names.map((name) => cgroupName(set, name));
    const numbers = readHosts(set).flatMap(({ name, number }) => (names.includes(name) ? [number] : []));
    await clear(
        set,
        namespaces,
        groups,
        (name) => names.includes(name),
        () => unplug(set, numbers),
    );
}

/** Takes away what {@link stopHosts} leaves. */
export async function discardHosts(set: string, names: readonly string[]): Promise<void> {
    const { disk, logs } = setPlaces(set);
    for (const name of names) {
        await remove(path.join(disk, name));
        await remove(path.join(logs, `${name}.log`));
        eraseHost(set, name);
    }
}

/**
 * Ends all that runs in a set or some of its hosts, and takes their namespaces and control groups away. Knows what runs by
 * the namespaces and groups that were made for it, and by recorded processes with their start times, never by a program's
 * name.
 */
async function clear(
    set: string,
    namespaces: readonly string[],
    groups: readonly string[],
    concerned: (name: string) => boolean,
    detach: () => Promise<void>,
): Promise<void> {
    const recorded =
        readSet(set)?.boot === thisBoot()
            ? readHosts(set).flatMap(({ name, host }) => (host !== null && concerned(name) ? [host.init] : []))
            : [];
    const pinned = pinNamespaces(namespaces.map(namespaceFile));
    const endAll = () =>
        end(set, () => [...recorded.filter(isAlive), ...processesInside(pinned), ...groups.flatMap(processesInGroup)]);
    try {
        await endAll();
        await removeNamespaces(namespaces);
        await detach();
        await endAll(); // A boot that had been on its way into a namespace can have got there since.
    } finally {
        pinned.release();
    }
    groups.forEach(removeGroup);
    const left = namespaces.filter((name) => fs.existsSync(namespaceFile(name)));
    if (left.length > 0)
        throw new Error(`Namespaces of the set "${set}" are left in ${namespaceFolder}: ${left.join(", ")}.`);
}

/** Gives a set a disk in memory, so that its hosts' layers go with one unmount, and need no disk that can be a layer. */
export async function mountDisk(folder: string): Promise<void> {
    await mustRun(["mount", "-t", "tmpfs", "-o", "mode=0700", "pulumi-ssh-keepalive", folder]);
}

async function end(set: string, find: () => ProcessIdentity[]): Promise<void> {
    const killAll = () => {
        const alive = find();
        alive.forEach((process) => kill(process)); // Again each time: what is being killed may still start others.
        return alive;
    };
    let left = killAll();
    await waitUntil(
        () => left.length === 0 || (left = killAll()).length === 0,
        30,
        () => `the processes of the set "${set}" to end: ${left.map(({ pid }) => pid).join(", ")}`,
    );
}

async function unmount(folder: string): Promise<void> {
    for (let turn = 0; isMounted(folder); turn += 1) {
        const { exitCode, stderr } = await run(["umount", folder]);
        if (exitCode !== 0 && turn >= 40)
            throw new Error(`The disk of a set of hosts cannot be unmounted: ${stderr.trim()}`);

        if (exitCode !== 0) await new Promise((resolve) => setTimeout(resolve, 50)); // The last process has ended; its mounts soon will.
    }
}

function isMounted(folder: string): boolean {
    return fs
        .readFileSync("/proc/self/mounts", "utf8")
        .split("\n")
        .some((line) => line.split(" ")[1] === folder);
}

async function remove(folder: string): Promise<void> {
    await mustRun(["rm", "-rf", "--one-file-system", "--", folder]);
}
