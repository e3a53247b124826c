import * as fs from "node:fs";
import * as path from "node:path";
import { layOutDisk } from "./disk";
import { clientKey } from "./keys";
import { bootLightHost } from "./lightHost";
import { withLock } from "./lock";
import { addressOf, hostLimit, inNamespace, makeController, plugIn, setLimit } from "./network";
import { namespaceFile, namespaceName, runFolder, setPlaces } from "./places";
import { identify } from "./processes";
import { checkName, isDead, readHosts, readSet, setNames, thisBoot, writeHost, writeSet } from "./registry";
import type { HostRecord, SetRecord } from "./registry";
import { checkRequirements } from "./requirements";
import { type Root, prepareRoot } from "./roots";
import { bootSystemdHost } from "./systemdHost";
import { mountDisk, tearDown } from "./teardown";
import { type Host, type HostSet, type HostSpec, type Progress, suites, users } from "./types";

/** What to start. */
export interface SetOptions {
    /** The set's name; sets do not see one another. */
    readonly set: string;
    /** What each host shall be. */
    readonly hosts?: readonly HostSpec[];
    /** So many hosts that are all alike, instead of `hosts`. */
    readonly count?: number;
    /** What those shall be. */
    readonly each?: Omit<HostSpec, "name">;
    /** True: the set outlives this process, until `down` or the next `up` of the same name. False by default. */
    readonly detached?: boolean;
    readonly progress?: Progress;
}

const globalLock = path.join(runFolder, "lock");

/**
 * Starts a set of hosts. First takes away what killed runs left behind, and a detached set of the same name. Rejects,
 * with nothing left, if any host does not come up; rejects if a live process owns a set of that name.
 */
export async function up(options: SetOptions): Promise<HostSet> {
    const { set, progress = () => undefined } = options;
    const specs = options.hosts ?? Array.from({ length: options.count ?? 1 }, () => ({ ...options.each }));
    checkName("set", set);
    specs.forEach(checkSpec);
    checkRequirements({ systemd: specs.some((spec) => spec.systemd === true) });
    await prepareRoots(specs, progress); // Before the set exists: it takes minutes, and makes nothing of the set's.
    const record = await withLock(globalLock, () => register(set, progress));
    try {
        await makeController(set, record.slot);
        await clientKey(set);
        await addHosts(set, specs, progress);
        if (options.detached === true) {
            writeSet({ ...record, owner: null });
        }
    } catch (error) {
        await withLock(globalLock, () => tearDown(set));
        throw error;
    }
    return openSet(set);
}

/** Starts further hosts in a running set, and gives just those. Rejects, with none of them left, if any fails. */
export async function addHosts(
    set: string,
    specs: readonly HostSpec[],
    progress: Progress = () => undefined,
): Promise<Host[]> {
    specs.forEach(checkSpec);
    const roots = await prepareRoots(specs, progress);
    const { slot } = knownSet(set);
    const places = setPlaces(set);
    const numbered = await withLock(places.lock, () => Promise.resolve(allot(set, specs)));
    try {
        const { publicKey } = await clientKey(set);
        await plugIn(set, slot, numbered);
        let ready = 0;
        const hosts = await pooled(numbered, 16, async ({ name, number, spec }) => {
            const { tree, openssh } = roots.get(rootKey(spec)) as Root;
            const [disk, log] = [path.join(places.disk, name), path.join(places.logs, `${name}.log`)];
            const hostKey = await layOutDisk(disk, name, publicKey, spec);
            const [namespace, address] = [namespaceName(set, name), addressOf(slot, number)];
            const plan = { set, name, namespace, tree, disk, log, spec };
            const init = await (spec.systemd === true ? bootSystemdHost(plan) : bootLightHost(plan));
            const { suite = "bookworm", systemd = false, user = "root", port = 22 } = spec;
            const privateKeyFile = path.join(places.keys, "id_ed25519");
            const host = {
                ...{ set, name, address, port, user, privateKeyFile, hostKey, knownHostsFile: places.knownHosts },
                ...{ suite, systemd, openssh, init, namespace, root: tree, consoleLog: log },
            };
            writeHost(set, { name, number, host });
            ready += 1;
            if (specs.length <= 8 || ready % 16 === 0 || ready === specs.length) {
                progress(`${set}: ${ready} of ${specs.length} hosts up`);
            }
            return { ...host, privateKey: fs.readFileSync(privateKeyFile, "utf8") };
        });
        await withLock(places.lock, () => Promise.resolve(writeKnownHosts(set)));
        return hosts;
    } catch (error) {
        await removeHosts(
            set,
            numbered.map(({ name }) => name),
        );
        throw error;
    }
}

/** Takes hosts of a running set away, leaving nothing of them. */
export async function removeHosts(set: string, names: readonly string[]): Promise<void> {
    await tearDown(set, names);
    const places = setPlaces(set);
    await withLock(places.lock, () => Promise.resolve(writeKnownHosts(set)));
}

/** A set that is up, also one that another process started. */
export function openSet(set: string): HostSet {
    const { owner } = knownSet(set);
    const places = setPlaces(set);
    const privateKeyFile = path.join(places.keys, "id_ed25519");
    const privateKey = fs.readFileSync(privateKeyFile, "utf8");
    const hosts = readHosts(set).flatMap(({ host }) => (host === null ? [] : [{ ...host, privateKey }]));
    return {
        ...{ set, hosts, owner, privateKeyFile, knownHostsFile: places.knownHosts },
        inController: (argv) => inController(set, argv),
        host: (name) => {
            const found = hosts.find((host) => host.name === name);
            if (found === undefined) {
                const others = hosts.map((host) => host.name).join(", ");
                throw new Error(`The set "${set}" has no host "${name}"; it has: ${others || "none"}.`);
            }
            return found;
        },
    };
}

/** The sets that are up. */
export function listSets(): HostSet[] {
    return setNames()
        .filter((set) => !isDead(set))
        .map(openSet);
}

/** Takes a set away, with everything that runs in it. Rejects, naming it, if anything is left. Fine if it is not there. */
export async function down(set: string): Promise<void> {
    checkName("set", set);
    await withLock(globalLock, () => tearDown(set));
}

/** The same command, run in the network namespace of a set's controller, which alone reaches the hosts. */
export function inController(set: string, argv: readonly string[]): string[] {
    return inNamespace(namespaceName(set), argv);
}

async function register(set: string, progress: Progress): Promise<SetRecord> {
    for (const other of setNames()) {
        if (isDead(other)) {
            progress(`${other}: taking away what a killed run left`);
            await tearDown(other);
        }
    }
    const existing = readSet(set);
    if (existing !== undefined && existing.owner !== null) {
        throw new Error(
            `The set "${set}" belongs to process ${existing.owner.pid}, which is running. Take another name.`,
        );
    }
    if (existing !== undefined) {
        progress(`${set}: taking away the set of that name`);
    }
    await tearDown(set); // Also namespaces whose folder is gone.
    const slots = new Set(setNames().map((other) => readSet(other)?.slot));
    const slot = Array.from({ length: setLimit }, (_, index) => index).find((index) => !slots.has(index));
    if (slot === undefined) {
        throw new Error(`There are ${setLimit} sets already; take some away with "npm run hosts -- down --set NAME".`);
    }
    const record = { set, slot, owner: identify(process.pid) ?? null, boot: thisBoot() };
    const places = setPlaces(set);
    fs.mkdirSync(places.folder, { mode: 0o700, recursive: true });
    writeSet(record);
    for (const folder of [places.hosts, places.keys, places.logs, places.disk]) {
        fs.mkdirSync(folder);
    }
    await mountDisk(places.disk);
    return record;
}

function allot(set: string, specs: readonly HostSpec[]): { name: string; number: number; spec: HostSpec }[] {
    const taken = new Map(readHosts(set).map(({ name, number }) => [name, number]));
    const numbers = new Set(taken.values());
    return specs.map((spec) => {
        let number = 1;
        while (numbers.has(number)) {
            number += 1;
        }
        if (number > hostLimit) {
            throw new Error(`The set "${set}" is full: it takes ${hostLimit} hosts.`);
        }
        const name = spec.name ?? `host${number}`;
        if (taken.has(name)) {
            throw new Error(`The set "${set}" has a host "${name}" already.`);
        }
        numbers.add(number);
        taken.set(name, number);
        const record: HostRecord = { name, number, host: null };
        writeHost(set, record);
        return { name, number, spec };
    });
}

async function prepareRoots(specs: readonly HostSpec[], progress: Progress): Promise<Map<string, Root>> {
    const roots = new Map<string, Root>();
    for (const spec of specs) {
        if (!roots.has(rootKey(spec))) {
            roots.set(rootKey(spec), await prepareRoot(spec.suite ?? "bookworm", spec.packages, progress));
        }
    }
    return roots;
}

function rootKey(spec: HostSpec): string {
    return [spec.suite ?? "bookworm", ...(spec.packages ?? [])].join(" ");
}

function writeKnownHosts(set: string): void {
    const lines = readHosts(set).flatMap(({ host }) => {
        const place = host === null || host.port === 22 ? host?.address : `[${host.address}]:${host.port}`;
        return host === null ? [] : [`${place} ${host.hostKey}\n`];
    });
    const file = setPlaces(set).knownHosts;
    fs.writeFileSync(`${file}.new`, lines.join(""));
    fs.renameSync(`${file}.new`, file);
}

function knownSet(set: string): SetRecord {
    checkName("set", set);
    const record = readSet(set);
    if (record === undefined || !fs.existsSync(namespaceFile(namespaceName(set)))) {
        const others = setNames().join(", ");
        throw new Error(
            `There is no set "${set}"; there is: ${others || "none"}. Start one with "npm run hosts -- up".`,
        );
    }
    return record;
}

function checkSpec(spec: HostSpec): void {
    if (spec.name !== undefined) {
        checkName("host", spec.name);
    }
    if (spec.suite !== undefined && !suites.includes(spec.suite)) {
        throw new Error(`The suite "${spec.suite as string}" is not known; take one of ${suites.join(", ")}.`);
    }
    if (spec.user !== undefined && !users.includes(spec.user)) {
        throw new Error(`Hosts have no user "${spec.user as string}"; take one of ${users.join(", ")}.`);
    }
    if (spec.port !== undefined && !(Number.isInteger(spec.port) && spec.port >= 1 && spec.port <= 65535)) {
        throw new Error(`The port ${spec.port} is not a whole number from 1 to 65535.`);
    }
}

/** Does the work on each item, so many at a time, and always to the end; then throws the first failure, if any. */
async function pooled<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
    const results: PromiseSettledResult<R>[] = [];
    let next = 0;
    const worker = async () => {
        for (let index = next++; index < items.length; index = next++) {
            results[index] = (await Promise.allSettled([work(items[index] as T)]))[0];
        }
    };
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
    return results.map((result) => {
        if (result.status === "rejected") {
            throw result.reason;
        }
        return result.value;
    });
}
