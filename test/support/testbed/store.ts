import * as fs from "node:fs";
import * as path from "node:path";
import { isAlive } from "./processes";
import type { Host, ProcessIdentity } from "./types";

/** The records of sets are here, on this machine's file system; their keys and disks are in the sets themselves. */
const recordFolder = "/run/pulumi-ssh-keepalive";

/** A set that is up. */
export interface RunningSet {
    readonly name: string;
    /** The process that the set ends with. */
    readonly supervisor: ProcessIdentity;
    /** The first process of the set's process namespace, which has all namespaces of the set. */
    readonly init: number;
}

/** The variable by which child processes find the sets of the process that set it. */
const ownerVariable = "TEST_HOSTS_OWNER";
const inheritedOwner = process.env[ownerVariable];

/** The file with the record of a set: of this process, or of none if it is detached. */
export function recordFile(set: string, detached: boolean): string {
    return path.join(recordFolder, detached ? `${set}.json` : `${set}@${process.pid}.json`);
}

/** Makes a set known: to every process if it is detached, else to this one and its children. Fails if it is known. */
export function writeRecord(set: RunningSet, detached: boolean): void {
    if (!detached) process.env[ownerVariable] = `${process.pid}`;

    const file = recordFile(set.name, detached);
    if (isUp(readJson<RunningSet>(file))) throw new Error(`There is a set "${set.name}" already.`);

    fs.rmSync(file, { force: true }); // The supervisor of that set was killed.
    fs.writeFileSync(file, JSON.stringify(set), { flag: "wx" });
}

/** The set of that name, of this process, of the one that started it, or detached; undefined if none is up. */
export function findSet(name: string): RunningSet | undefined {
    const files = [`${name}@${process.pid}.json`, `${name}@${inheritedOwner}.json`, `${name}.json`];
    return files.map((file) => readJson<RunningSet>(path.join(recordFolder, file))).find(isUp);
}

/** Like {@link findSet}; throws if none is up. */
export function runningSet(name: string): RunningSet {
    checkName("set", name);
    const found = findSet(name);
    if (found === undefined)
        throw new Error(`There is no set "${name}". Start one with "npm run hosts -- up --set ${name}".`);

    return found;
}

/** The names of the detached sets that are up. */
export function setNames(): string[] {
    const files = fs.existsSync(recordFolder) ? fs.readdirSync(recordFolder).sort() : [];
    return files.flatMap((file) => {
        const name = /^([a-z0-9-]+)\.json$/u.exec(file)?.[1];
        return name !== undefined && isUp(readJson<RunningSet>(path.join(recordFolder, file))) ? [name] : [];
    });
}

/** The set's own folder, as this machine's processes see it: keys, known_hosts, and a folder for each host. */
export function setFolder({ init }: RunningSet): string {
    return `/proc/${init}/root${recordFolder}/set`;
}

/** A host with its number in the set, from which its address and the names of its parts come. */
export interface HostRecord {
    readonly number: number;
    /** The root that its disk lies over. */
    readonly tree: string;
    readonly sysctlWritable: boolean;
    readonly waitForSshd: boolean;
    readonly host: Omit<Host, "privateKey">;
}

export function hostFolder(set: RunningSet, number: number): string {
    return path.join(setFolder(set), "hosts", `${number}`);
}

/** Makes the folder of a host that is to be made, with the lowest free number from `first` on. */
export function allotNumber(set: RunningSet, first: number): number {
    for (let number = first; ; number += 1) {
        try {
            fs.mkdirSync(hostFolder(set, number));
            return number;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        }
    }
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

/** Throws unless a name can be that of a set or host, which become names of files and machines. */
export function checkName(kind: "set" | "host", name: string): void {
    if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u.test(name)) {
        throw new Error(
            `The ${kind} name "${name}" cannot be used: take 1 to 40 lower-case letters, digits and hyphens, ` +
                "with neither first nor last a hyphen.",
        );
    }
}

function isUp(set: RunningSet | undefined): set is RunningSet {
    return set !== undefined && isAlive(set.supervisor);
}

function readJson<T>(file: string): T | undefined {
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as T) : undefined;
}
