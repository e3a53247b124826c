import * as fs from "node:fs";
import * as path from "node:path";
import { isAlive } from "./processes";
import type { Host, ProcessIdentity } from "./types";

/** The records of sets; everything else of a set is in its own namespaces. */
export const recordFolder = "/run/pulumi-ssh-keepalive";

/** A set that is up. */
export interface RunningSet {
    readonly name: string;
    /** The process that the set ends with. */
    readonly supervisor: ProcessIdentity;
    /** The first process of the set's process namespace, which has all namespaces of the set. */
    readonly init: number;
}

/** The variable by which child processes find the sets of the process that started them. */
const ownerVariable = "TEST_HOSTS_OWNER";
const inheritedOwner = process.env[ownerVariable];

/** The name of the file with the record of a set: of this process, or of none if it is detached. */
export function recordName(set: string, detached: boolean): string {
    return detached ? `${set}.json` : `${set}@${process.pid}.json`;
}

/** Makes a set known: to every process if it is detached, else to this one and its children. Throws if it is known. */
export function writeRecord(set: RunningSet, detached: boolean): void {
    if (!detached) process.env[ownerVariable] = `${process.pid}`;

    const name = recordName(set.name, detached);
    if (readRecord(name) !== undefined) throw new Error(`There is a set "${set.name}" already.`);

    replaceFile(path.join(recordFolder, name), JSON.stringify(set));
}

/** The set of that name, of this process, of the one that started it, or detached; undefined if none is up. */
export function findSet(name: string): RunningSet | undefined {
    return (
        readRecord(recordName(name, false)) ??
        readRecord(`${name}@${inheritedOwner}.json`) ??
        readRecord(recordName(name, true))
    );
}

/** Like {@link findSet}; throws if none is up. */
export function runningSet(name: string): RunningSet {
    const found = findSet(name);
    if (found === undefined)
        throw new Error(`There is no set "${name}". Start one with "npm run hosts -- up --set ${name}".`);

    return found;
}

/** The names of the detached sets that are up. */
export function setNames(): string[] {
    const files = fs.existsSync(recordFolder) ? fs.readdirSync(recordFolder).sort() : [];
    const detached = files.filter((file) => /^[a-z0-9-]+\.json$/u.test(file));
    return detached.flatMap((file) => readRecord(file)?.name ?? []);
}

/** The set's own folder as this machine's processes see it: keys, known_hosts, and a folder for each host. */
export function setFolder({ init }: RunningSet): string {
    return `/proc/${init}/root/run`;
}

/** A host that boots, or boots again. */
export interface BootPlan {
    /** Unique in the set; the host's address and the names of its parts come from it. */
    readonly number: number;
    /** The root that its disk lies over. */
    readonly tree: string;
    readonly sysctlWritable: boolean;
    readonly host: Omit<Host, "privateKey" | "init">;
}

/** A host that is up. */
export interface HostRecord extends BootPlan {
    readonly host: Omit<Host, "privateKey">;
}

export function hostFolder(set: RunningSet, number: number): string {
    return path.join(setFolder(set), "hosts", `${number}`);
}

/** The hosts of a set that are up, in the order of their numbers. */
export function readHosts(set: RunningSet): HostRecord[] {
    const numbers = fs.readdirSync(path.join(setFolder(set), "hosts")).map(Number);
    return numbers
        .sort((a, b) => a - b)
        .flatMap((number) => readJson<HostRecord>(path.join(hostFolder(set, number), "host.json")) ?? []);
}

export function writeHost(set: RunningSet, record: HostRecord): void {
    replaceFile(path.join(hostFolder(set, record.number), "host.json"), JSON.stringify(record));
}

/** Writes a file such that nobody reads a part of it. */
export function replaceFile(file: string, content: string): void {
    fs.writeFileSync(`${file}.new`, content);
    fs.renameSync(`${file}.new`, file);
}

function readRecord(name: string): RunningSet | undefined {
    const set = readJson<RunningSet>(path.join(recordFolder, name));
    return set !== undefined && isAlive(set.supervisor) ? set : undefined;
}

function readJson<T>(file: string): T | undefined {
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as T) : undefined;
}
