import * as fs from "node:fs";
import * as path from "node:path";
import { layOutDisk } from "./disk";
import { clientKey } from "./keys";
import { bootLightHost } from "./lightHost";
import { withLock } from "./lock";
import { addressOf, hostLimit, plugIn } from "./network";
import { namespaceName, setPlaces } from "./places";
import { pooled } from "./pool";
import { type HostRecord, knownSet, readHosts, writeHost } from "./registry";
import { checkRequirements } from "./requirements";
import { type Root, prepareRoot } from "./roots";
import { checkSpec } from "./specs";
import { bootSystemdHost } from "./systemdHost";
import { discardHosts, stopHosts } from "./teardown";
import type { Host, HostSpec, ProcessIdentity, Progress } from "./types";

/** How many hosts are booted at a time: more would only wait for the processors. */
const bootsAtOnce = 16;

interface NumberedSpec {
    readonly name: string;
    readonly number: number;
    readonly spec: HostSpec;
}

/** Starts further hosts in a running set, and returns only those. Rejects, with none of them left, if any fails. */
export async function addHosts(
    set: string,
    specs: readonly HostSpec[],
    progress: Progress = () => undefined,
): Promise<Host[]> {
    specs.forEach(checkSpec);
    checkRequirements({ systemd: specs.some((spec) => spec.systemd === true) });
    const roots = await prepareRoots(specs, progress);
    const { slot } = knownSet(set);
    const { lock } = setPlaces(set);
    const numbered = await withLock(lock, () => Promise.resolve(allot(set, specs)));
    try {
        const { publicKey } = await clientKey(set);
        await plugIn(set, slot, numbered);
        let ready = 0;
        const hosts = await pooled(numbered, bootsAtOnce, async (each) => {
            const host = await makeHost(set, slot, each, roots.get(rootKey(each.spec)) as Root, publicKey);
            ready += 1;
            if (specs.length <= 8 || ready % 16 === 0 || ready === specs.length)
                progress(`${set}: ${ready} of ${specs.length} hosts up`);

            return host;
        });
        await withLock(lock, () => Promise.resolve(writeKnownHosts(set)));
        return hosts;
    } catch (error) {
        const names = numbered.map(({ name }) => name);
        await removeHosts(set, names);
        throw error;
    }
}

/** Takes hosts of a running set away, leaving nothing of them. Those that it does not have are as good as gone. */
export async function removeHosts(set: string, names: readonly string[]): Promise<void> {
    const { lock } = setPlaces(knownSet(set).set);
    await stopHosts(set, names);
    await discardHosts(set, names);
    await withLock(lock, () => Promise.resolve(writeKnownHosts(set)));
}

/**
 * Boots a host again, also one whose power was cut: the same disk, name, address and keys, and a kernel's network that
 * knows only its defaults. Gives the host as it is from now on; the former object must not be used any more.
 */
export async function reboot(host: Host): Promise<Host> {
    const { set, name } = host;
    const record = readHosts(set).find((each) => each.name === name);
    if (record?.host === null || record?.host === undefined)
        throw new Error(`The set "${set}" has no host "${name}" that could be booted again.`);

    await stopHosts(set, [name]);
    fs.rmSync(path.join(setPlaces(set).disk, name, "work"), { recursive: true }); // The overlay wants it empty.
    fs.mkdirSync(path.join(setPlaces(set).disk, name, "work"));
    await plugIn(set, knownSet(set).slot, [record]);
    const init = await boot(set, { ...record, spec: record.spec }, record.host.root);
    writeHost(set, { ...record, host: { ...record.host, init } });
    return { ...host, init };
}

async function makeHost(set: string, slot: number, each: NumberedSpec, root: Root, publicKey: string): Promise<Host> {
    const { name, number, spec } = each;
    const { disk, keys, logs, knownHosts } = setPlaces(set);
    const hostKey = await layOutDisk(path.join(disk, name), name, publicKey, spec);
    const init = await boot(set, each, root.tree);
    const { suite = "bookworm", systemd = false, user = "root", port = 22 } = spec;
    const privateKeyFile = path.join(keys, "id_ed25519");
    const host = {
        ...{ set, name, address: addressOf(slot, number), port, user, privateKeyFile, hostKey, suite, systemd, init },
        ...{ openssh: root.openssh, root: root.tree, namespace: namespaceName(set, name) },
        ...{ knownHostsFile: knownHosts, consoleLog: path.join(logs, `${name}.log`) },
    };
    writeHost(set, { name, number, spec: bootSpec(spec), host });
    return { ...host, privateKey: fs.readFileSync(privateKeyFile, "utf8") };
}

function boot(set: string, { name, spec }: NumberedSpec, tree: string): Promise<ProcessIdentity> {
    const places = setPlaces(set);
    const disk = path.join(places.disk, name);
    const log = path.join(places.logs, `${name}.log`);
    const plan = { set, name, namespace: namespaceName(set, name), tree, disk, log, spec };
    return spec.systemd === true ? bootSystemdHost(plan) : bootLightHost(plan);
}

/** What a later boot needs of a spec. */
function bootSpec({ systemd = false, sysctlWritable = true, waitForSshd = true, port = 22 }: HostSpec): HostSpec {
    return { systemd, sysctlWritable, waitForSshd, port };
}

function allot(set: string, specs: readonly HostSpec[]): NumberedSpec[] {
    const existing = readHosts(set);
    const names = new Set(existing.map(({ name }) => name));
    const numbers = new Set(existing.map(({ number }) => number));
    const numbered = specs.map((spec) => {
        let number = 1;
        while (numbers.has(number)) number += 1;

        const name = spec.name ?? `host${number}`;
        if (number > hostLimit) throw new Error(`The set "${set}" is full: it takes ${hostLimit} hosts.`);

        if (names.has(name)) throw new Error(`The set "${set}" has a host "${name}" already.`);

        numbers.add(number);
        names.add(name);
        return { name, number, spec };
    });
    for (const { name, number, spec } of numbered) {
        const record: HostRecord = { name, number, spec: bootSpec(spec), host: null };
        writeHost(set, record);
    }
    return numbered;
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

function writeKnownHosts(set: string): void {
    const lines = readHosts(set).flatMap(({ host }) => {
        const place = host?.port === 22 ? host.address : `[${host?.address}]:${host?.port}`;
        return host === null ? [] : [`${place} ${host.hostKey}\n`];
    });
    const file = setPlaces(set).knownHosts;
    fs.writeFileSync(`${file}.new`, lines.join(""));
    fs.renameSync(`${file}.new`, file);
}
