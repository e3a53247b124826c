import * as fs from "node:fs";
import * as path from "node:path";
import { addHosts } from "./hosts";
import { clientKey } from "./keys";
import { withLock } from "./lock";
import { inNamespace, makeController, setLimit } from "./network";
import { namespaceName, runFolder, setPlaces } from "./places";
import { identify } from "./processes";
import { checkName, isDead, knownSet, readHosts, readSet, setNames, thisBoot, writeSet } from "./registry";
import type { SetRecord } from "./registry";
import { checkRequirements } from "./requirements";
import { checkSpec } from "./specs";
import { mountDisk, removeSet } from "./teardown";
import type { HostSet, HostSpec, Progress } from "./types";

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

const globalLock = path.join(runFolder, ".lock");

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
    const record = await withLock(globalLock, () => register(set, progress));
    try {
        await makeController(set, record.slot);
        await clientKey(set);
        await addHosts(set, specs, progress);
        if (options.detached === true) writeSet({ ...record, owner: null });
    } catch (error) {
        await withLock(globalLock, () => removeSet(set));
        throw error;
    }
    return openSet(set);
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

/** The sets that are up, with those of their hosts that are; not those of killed runs. */
export function listSets(): HostSet[] {
    return setNames()
        .filter((set) => !isDead(set) && fs.existsSync(path.join(setPlaces(set).keys, "id_ed25519.pub")))
        .map(openSet);
}

/** Takes a set away, with everything that runs in it. Rejects, naming it, if anything is left. Fine if it is not there. */
export async function down(set: string): Promise<void> {
    checkName("set", set);
    await withLock(globalLock, () => removeSet(set));
}

/** The same command, run in the network namespace of a set's controller, which alone reaches the hosts. */
export function inController(set: string, argv: readonly string[]): string[] {
    return inNamespace(namespaceName(set), argv);
}

async function register(set: string, progress: Progress): Promise<SetRecord> {
    for (const other of setNames()) {
        if (isDead(other)) {
            progress(`${other}: taking away what a killed run left`);
            await removeSet(other);
        }
    }
    const existing = readSet(set);
    if (existing !== undefined && existing.owner !== null) {
        throw new Error(
            `The set "${set}" belongs to process ${existing.owner.pid}, which is running. Take another name.`,
        );
    }
    if (existing !== undefined) progress(`${set}: taking away the set of that name`);

    await removeSet(set); // Also namespaces whose folder is gone.
    const slots = new Set(setNames().map((other) => readSet(other)?.slot));
    const slot = Array.from({ length: setLimit }, (_, index) => index).find((index) => !slots.has(index));
    if (slot === undefined)
        throw new Error(`There are ${setLimit} sets already; take some away with "npm run hosts -- down --set NAME".`);

    const record = { set, slot, owner: identify(process.pid) ?? null, boot: thisBoot() };
    const places = setPlaces(set);
    fs.mkdirSync(places.folder, { mode: 0o700, recursive: true });
    writeSet(record);
    for (const folder of [places.hosts, places.keys, places.logs, places.disk]) fs.mkdirSync(folder);

    await mountDisk(places.disk);
    return record;
}
