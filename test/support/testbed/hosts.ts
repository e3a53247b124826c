import * as fs from "node:fs";
import * as path from "node:path";
import { boot, stop } from "./boot";
import { layOutDisk } from "./disk";
import { pooled } from "./pool";
import { prepareRoot } from "./roots";
import { type RunningSet, hostFolder, readHosts, replaceFile, runningSet, setFolder, writeHost } from "./store";
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
    for (const { suite, packages } of specs) await prepareRoot(suite, packages, progress); // One after the other.
    const set = runningSet(name);
    const numbered = allot(set, specs);
    try {
        const hosts = await pooled(numbered, bootsAtOnce, (each) => makeHost(set, each));
        writeKnownHosts(set);
        progress(`${name}: ${hosts.length} hosts up`);
        return hosts;
    } catch (error) {
        await removeNumbers(set, numbered);
        throw error;
    }
}

/** Removes hosts of a running set, with everything of them. Ignores names of hosts that it does not have. */
export async function removeHosts(name: string, names: readonly string[]): Promise<void> {
    const set = runningSet(name);
    const records = readHosts(set).filter(({ host }) => names.includes(host.name));
    await removeNumbers(set, records);
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

/** Throws unless a host can be made so. */
export function checkSpec({ name, port = 22 }: HostSpec): void {
    if (name !== undefined) checkName("host", name);

    if (!(Number.isInteger(port) && port >= 1 && port <= 65535))
        throw new Error(`The port ${port} is not a whole number from 1 to 65535.`);
}

/** Throws unless a name can be that of a set or host, which become names of files and machines. */
export function checkName(kind: "set" | "host", name: string): void {
    if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u.test(name)) return;

    const rule = "1 to 40 lower-case letters, digits and hyphens, with neither first nor last a hyphen";
    throw new Error(`The ${kind} name "${name}" cannot be used: take ${rule}.`);
}

/** A host to make: its number is unique in the set. */
interface Numbered {
    readonly number: number;
    readonly spec: HostSpec;
}

async function makeHost(set: RunningSet, { number, spec }: Numbered): Promise<Host> {
    const { name = `host${number}`, suite = "bookworm", systemd = false, user = "root", port = 22 } = spec;
    const { tree, openssh } = await prepareRoot(suite, spec.packages);
    const folder = setFolder(set);
    const disk = hostFolder(set, number);
    const privateKeyFile = path.join(folder, "id_ed25519");
    const hostKey = await layOutDisk(disk, name, `${privateKeyFile}.pub`, spec);
    const made = {
        set: set.name,
        name,
        port,
        user,
        privateKeyFile,
        hostKey,
        suite,
        systemd,
        openssh,
        address: `198.18.${(number + 1) >> 8}.${(number + 1) & 255}`,
        knownHostsFile: path.join(folder, "known_hosts"),
        consoleLog: path.join(disk, "console.log"),
    };
    const plan = { number, tree, sysctlWritable: spec.sysctlWritable !== false, host: made };
    const host = { ...made, init: await boot(set, plan) };
    writeHost(set, { ...plan, host });
    return { ...host, privateKey: fs.readFileSync(privateKeyFile, "utf8") };
}

/** Gives each host that is to be made the lowest free number, and its folder. */
function allot(set: RunningSet, specs: readonly HostSpec[]): Numbered[] {
    const existing = readHosts(set);
    const names = [...existing.map(({ host }) => host.name), ...specs.flatMap(({ name }) => name ?? [])];
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) throw new Error(`The set "${set.name}" has a host "${repeated}" already.`);

    if (existing.length + specs.length > hostLimit)
        throw new Error(`The set "${set.name}" cannot have more than ${hostLimit} hosts.`);

    let number = 0;
    return specs.map((spec) => {
        do number += 1;
        while (fs.existsSync(hostFolder(set, number)));
        fs.mkdirSync(hostFolder(set, number));
        return { number, spec };
    });
}

async function removeNumbers(set: RunningSet, hosts: readonly { readonly number: number }[]): Promise<void> {
    const numbers = hosts.map(({ number }) => number);
    await stop(set, numbers);
    for (const number of numbers) fs.rmSync(hostFolder(set, number), { recursive: true });
}

function writeKnownHosts(set: RunningSet): void {
    const lines = readHosts(set).map(({ host: { address, port, hostKey } }) =>
        port === 22 ? `${address} ${hostKey}\n` : `[${address}]:${port} ${hostKey}\n`,
    );
    replaceFile(path.join(setFolder(set), "known_hosts"), lines.join(""));
}
