import * as fs from "node:fs";
import * as path from "node:path";
import { cgroupName, processesInGroup, removeGroup } from "./cgroups";
import { namespacesOf, removeNamespaces, unplug } from "./network";
import { namespaceFile, namespaceFolder, namespaceName, setPlaces } from "./places";
import { isAlive, kill, processesInside, waitUntil } from "./processes";
import { eraseHost, readHosts, readSet, thisBoot } from "./registry";
import { mustRun, run } from "./run";

/** Takes a whole set away, with all that runs in it. Rejects, naming it, if anything is left. */
export async function removeSet(set: string): Promise<void> {
    const namespaces = namespacesOf(set);
    await killInside(set, namespaces, [cgroupName(set)]);
    await clear(set, namespaces, [cgroupName(set)]);
    const { disk, folder } = setPlaces(set);
    await unmount(disk);
    await remove(folder);
}

/** Ends hosts of a set, and takes away all of them but their disks and records. */
export async function stopHosts(set: string, names: readonly string[]): Promise<void> {
    const namespaces = names.map((name) => namespaceName(set, name));
    const groups = names.map((name) => cgroupName(set, name));
    await killInside(set, namespaces, groups, names);
    const numbers = readHosts(set).flatMap(({ name, number }) => (names.includes(name) ? [number] : []));
    await unplug(set, numbers);
    await clear(set, namespaces, groups);
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

async function clear(set: string, namespaces: readonly string[], groups: readonly string[]): Promise<void> {
    await removeNamespaces(namespaces);
    groups.forEach(removeGroup);
    const left = namespaces.filter((name) => fs.existsSync(namespaceFile(name)));
    if (left.length > 0) {
        throw new Error(`Namespaces of the set "${set}" are left in ${namespaceFolder}: ${left.join(", ")}.`);
    }
}

/** Gives a set a disk in memory, so that its hosts' layers go with one unmount, and need no disk that can be a layer. */
export async function mountDisk(folder: string): Promise<void> {
    await mustRun(["mount", "-t", "tmpfs", "-o", "mode=0700", "pulumi-ssh-keepalive", folder]);
}

/**
 * Kills all that runs in a set or some of its hosts. Knows it by the network namespaces and control groups that were made
 * for it, and by recorded processes with their start times, never by a program's name.
 */
async function killInside(
    set: string,
    namespaces: readonly string[],
    groups: readonly string[],
    names?: readonly string[],
): Promise<void> {
    const files = namespaces.map(namespaceFile);
    const recorded =
        readSet(set)?.boot === thisBoot()
            ? readHosts(set).flatMap(({ name, host }) =>
                  host !== null && (names === undefined || names.includes(name)) ? [host.init] : [],
              )
            : [];
    const found = () => {
        const alive = [...recorded.filter(isAlive), ...processesInside(files), ...groups.flatMap(processesInGroup)];
        alive.forEach((process) => kill(process)); // Again each time: what is being killed may still start others.
        return alive;
    };
    let left = found();
    await waitUntil(
        () => left.length === 0 || (left = found()).length === 0,
        30,
        () => `the processes of the set "${set}" to end: ${left.map(({ pid }) => pid).join(", ")}`,
    );
}

async function unmount(folder: string): Promise<void> {
    for (let turn = 0; isMounted(folder); turn += 1) {
        const { exitCode, stderr } = await run(["umount", folder]);
        if (exitCode !== 0 && turn >= 40) {
            throw new Error(`The disk of a set of hosts cannot be unmounted: ${stderr.trim()}`);
        }
        if (exitCode !== 0) {
            await new Promise((resolve) => setTimeout(resolve, 50)); // The last process has ended; its mounts soon will.
        }
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
