import * as fs from "node:fs";
import * as path from "node:path";
import { boot, cgroupName, inSet } from "./boot";
import { layOutDisk } from "./disk";
import { pooled } from "./pool";
import { type Root, prepareRoot } from "./roots";
import { mustRun } from "./run";
import type { RunningSet } from "./store";
import { allotNumber, checkName, hostFolder, readHosts, replaceFile, runningSet, setFolder, writeHost } from "./store";
import type { Host, HostSpec, Progress } from "./types";

/** How many hosts are booted at a time: more would only wait for the processors. */
const bootsAtOnce = 16;

/** How many hosts a set can have: those of a /22 subnet but for its controller. */
export const hostLimit = 1021;

/** Starts further hosts in a running set, and returns only those. Rejects, with none of them left, if any fails. */
export async function addHosts(
    name: string,
    specs: readonly HostSpec[],
    progress: Progress = () => undefined,
): Promise<Host[]> {
    specs.forEach(checkSpec);
    const roots = await prepareRoots(specs, progress);
    const set = runningSet(name);
    const numbered = allot(set, specs);
    try {
        let ready = 0;
        const hosts = await pooled(numbered, bootsAtOnce, async ({ spec, number }) => {
            const host = await makeHost(set, number, spec, roots.get(rootKey(spec)) as Root);
            ready += 1;
            if (specs.length <= 8 || ready % 16 === 0 || ready === specs.length)
                progress(`${name}: ${ready} of ${specs.length} hosts up`);

            return host;
        });
        writeKnownHosts(set);
        return hosts;
    } catch (error) {
        await removeNumbers(
            set,
            numbered.map(({ number }) => number),
        );
        throw error;
    }
}

/** Removes hosts of a running set, with everything of them. Ignores names of hosts that it does not have. */
export async function removeHosts(name: string, names: readonly string[]): Promise<void> {
    const set = runningSet(name);
    const records = readHosts(set).filter(({ host }) => names.includes(host.name));
    await removeNumbers(
        set,
        records.map(({ number }) => number),
    );
    writeKnownHosts(set);
}

/**
 * Boots a host again, also one whose power was cut: the same disk, name, address and keys, and a kernel's network that
 * knows only its defaults. Returns the host as it is from now on; the former object must not be used any more.
 */
export async function reboot({ name, set: setName, privateKey }: Host): Promise<Host> {
    const set = runningSet(setName);
    const record = readHosts(set).find(({ host }) => host.name === name);
    if (record === undefined) throw new Error(`The set "${setName}" has no host "${name}" that could be booted again.`);

    await stop(set, [record.number]);
    const work = path.join(hostFolder(set, record.number), "work");
    fs.rmSync(work, { recursive: true }); // The overlay needs it empty.
    fs.mkdirSync(work);
    const host = { ...record.host, init: await boot(set, record) };
    writeHost(set, { ...record, host });
    return { ...host, privateKey };
}

async function makeHost(set: RunningSet, number: number, spec: HostSpec, root: Root): Promise<Host> {
    const { suite = "bookworm", systemd = false, user = "root", port = 22 } = spec;
    const folder = setFolder(set);
    const privateKeyFile = path.join(folder, "id_ed25519");
    const name = spec.name ?? `host${number}`;
    const hostKey = await layOutDisk(hostFolder(set, number), name, `${privateKeyFile}.pub`, spec);
    const made = {
        ...{ set: set.name, name, port, user, privateKeyFile, hostKey, suite, systemd, openssh: root.openssh },
        address: `198.18.${(number + 1) >> 8}.${(number + 1) & 255}`,
        knownHostsFile: path.join(folder, "known_hosts"),
        consoleLog: path.join(hostFolder(set, number), "console.log"),
    };
    const { sysctlWritable = true, waitForSshd = true } = spec;
    const plan = { number, tree: root.tree, sysctlWritable, waitForSshd, host: made };
    const host = { ...made, init: await boot(set, plan) };
    writeHost(set, { ...plan, host });
    return { ...host, privateKey: fs.readFileSync(privateKeyFile, "utf8") };
}

/** Gives each host that is to be made a number. */
function allot(set: RunningSet, specs: readonly HostSpec[]): { spec: HostSpec; number: number }[] {
    const existing = readHosts(set);
    const names = [...existing.map(({ host }) => host.name), ...specs.flatMap(({ name }) => name ?? [])];
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) throw new Error(`The set "${set.name}" has a host "${repeated}" already.`);

    if (existing.length + specs.length > hostLimit)
        throw new Error(`The set "${set.name}" cannot hold so many hosts; the limit is ${hostLimit}.`);

    let number = 0;
    return specs.map((spec) => ({ spec, number: (number = allotNumber(set, number + 1)) }));
}

async function removeNumbers(set: RunningSet, numbers: readonly number[]): Promise<void> {
    await stop(set, numbers);
    for (const number of numbers) fs.rmSync(hostFolder(set, number), { recursive: true });
}

/** Ends hosts, leaving their disks. */
async function stop(set: RunningSet, numbers: readonly number[]): Promise<void> {
    await mustRun(inSet(set, ["sh", path.join(__dirname, "stop.sh"), cgroupName(set), ...numbers.map(String)]));
}

async function prepareRoots(specs: readonly HostSpec[], progress: Progress): Promise<Map<string, Root>> {
    const roots = new Map<string, Root>();
    for (const spec of specs) {
        if (!roots.has(rootKey(spec)))
            roots.set(rootKey(spec), await prepareRoot(spec.suite ?? "bookworm", spec.packages, progress));
    }
    return roots;
}

function rootKey(spec: HostSpec): string {
    return [spec.suite ?? "bookworm", ...(spec.packages ?? [])].join(" ");
}

function writeKnownHosts(set: RunningSet): void {
    const lines = readHosts(set).map(({ host: { address, port, hostKey } }) =>
        port === 22 ? `${address} ${hostKey}\n` : `[${address}]:${port} ${hostKey}\n`,
    );
    replaceFile(path.join(setFolder(set), "known_hosts"), lines.join(""));
}

/** Throws unless a host can be made so. */
export function checkSpec({ name, port = 22 }: HostSpec): void {
    if (name !== undefined) checkName("host", name);

    if (!(Number.isInteger(port) && port >= 1 && port <= 65535))
        throw new Error(`The port ${port} is not a whole number from 1 to 65535.`);
}
