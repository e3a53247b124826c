import * as fs from "node:fs";
import * as path from "node:path";
import { namespaceFile, namespaceName, runFolder, setPlaces } from "./places";
import { isAlive } from "./processes";
import type { Host, HostSpec, ProcessIdentity } from "./types";

/** What is written down about a set before anything of it is made. */
export interface SetRecord {
    readonly set: string;
    /** Which of the 128 subnets of 198.18.0.0/15 is the set's. */
    readonly slot: number;
    readonly owner: ProcessIdentity | null;
    /** The machine's boot, since processes and namespaces mean nothing in the next one. */
    readonly boot: string;
}

/** This boot of the machine. */
export function thisBoot(): string {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Throws unless a name can be that of a set or host, which become names of namespaces, folders and machines. */
export function checkName(kind: "set" | "host", name: string): void {
    if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u.test(name)) {
        throw new Error(
            `The ${kind} name "${name}" cannot be used: take 1 to 40 lower-case letters, digits and hyphens, ` +
                "with neither first nor last a hyphen.",
        );
    }
}

/** The sets that have a folder, in any state. */
export function setNames(): string[] {
    const entries = fs.existsSync(runFolder) ? fs.readdirSync(runFolder, { withFileTypes: true }) : [];
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** What is written about a set; nothing if it was never made or its record was never finished. */
export function readSet(set: string): SetRecord | undefined {
    return readJson<SetRecord>(setPlaces(set).record);
}

/** The record of a set that is up; throws if there is no set with that name. */
export function knownSet(set: string): SetRecord {
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

/** Writes about a set, at once or not at all. */
export function writeSet(record: SetRecord): void {
    writeJson(setPlaces(record.set).record, record);
}

/** A set without a record, or whose owner or boot is gone: to be taken away. */
export function isDead(set: string): boolean {
    const record = readSet(set);
    return record === undefined || record.boot !== thisBoot() || (record.owner !== null && !isAlive(record.owner));
}

/** The hosts of a set in the order of their numbers. */
export function readHosts(set: string): HostRecord[] {
    const folder = setPlaces(set).hosts;
    return listFolder(folder)
        .filter((name) => name.endsWith(".json"))
        .flatMap((name) => readJson<HostRecord>(path.join(folder, name)) ?? [])
        .sort((a, b) => a.number - b.number);
}

/** A host with its number in the set, from which its address comes, or one that is still being made. */
export interface HostRecord {
    readonly name: string;
    readonly number: number;
    /** How it boots. */
    readonly spec: HostSpec;
    /** None while the host is being made. */
    readonly host: Omit<Host, "privateKey"> | null;
}

/** Writes about a host, at once or not at all. */
export function writeHost(set: string, record: HostRecord): void {
    writeJson(path.join(setPlaces(set).hosts, `${record.name}.json`), record);
}

/** Forgets a host. */
export function eraseHost(set: string, name: string): void {
    fs.rmSync(path.join(setPlaces(set).hosts, `${name}.json`), { force: true });
}

function writeJson(file: string, value: unknown): void {
    fs.writeFileSync(`${file}.new`, JSON.stringify(value));
    fs.renameSync(`${file}.new`, file);
}

function readJson<T>(file: string): T | undefined {
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as T) : undefined;
}

function listFolder(folder: string): string[] {
    return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
}
