import { spawn } from "node:child_process";
import * as fs from "node:fs";
import type { Socket } from "node:net";
import * as path from "node:path";
import { makeKey } from "./disk";
import { addHosts, checkName, checkSpec } from "./hosts";
import { identify, isAlive, kill, waitUntil } from "./processes";
import { firstLine } from "./run";
import { findSet, readHosts, recordFolder, recordName, runningSet, setFolder, setNames, writeRecord } from "./store";
import type { HostSet, HostSpec, Progress } from "./types";

/** What to start. */
export interface SetOptions {
    /** The set's name; sets do not see one another, and each process has its own names. */
    readonly set: string;
    /** What each host is to be. */
    readonly hosts?: readonly HostSpec[];
    /** So many hosts that are all alike, instead of `hosts`. */
    readonly count?: number;
    /** What those are to be. */
    readonly each?: Omit<HostSpec, "name">;
    /**
     * True: the set outlives this process, until `down` or the next detached `up` of the same name, and every process can
     * open it. False by default: it ends with this process, however that ends.
     */
    readonly detached?: boolean;
    readonly progress?: Progress;
}

/** Starts a set of hosts. Rejects, with nothing left, if any host does not come up. */
export async function up(options: SetOptions): Promise<HostSet> {
    const { set, detached = false, progress } = options;
    const specs = options.hosts ?? Array.from({ length: options.count ?? 1 }, () => ({ ...options.each }));
    checkName("set", set);
    specs.forEach(checkSpec);
    if (process.getuid?.() !== 0)
        throw new Error(`Namespaces and mounts need root, and this is user ${process.getuid?.()}: run it with sudo.`);

    if (detached) await down(set);

    const stay = await supervise(set, detached);
    try {
        await makeKey(path.join(setFolder(runningSet(set)), "id_ed25519"), `client of ${set}`);
        await addHosts(set, specs, progress);
        if (detached) await stay();

        return openSet(set);
    } catch (error) {
        await down(set);
        throw error;
    }
}

/** A set that is up: one of this process, of the one that started this one, or a detached one. */
export function openSet(name: string): HostSet {
    const set = runningSet(name);
    const folder = setFolder(set);
    const privateKeyFile = path.join(folder, "id_ed25519");
    const privateKey = fs.readFileSync(privateKeyFile, "utf8");
    const hosts = readHosts(set).map(({ host }) => ({ ...host, privateKey }));
    return {
        set: name,
        hosts,
        privateKeyFile,
        knownHostsFile: path.join(folder, "known_hosts"),
        inController: (argv) => inController(name, argv),
        host: (hostName) => {
            const found = hosts.find((host) => host.name === hostName);
            if (found !== undefined) return found;

            const others = hosts.map((host) => host.name).join(", ");
            throw new Error(`The set "${name}" has no host "${hostName}"; it has: ${others || "none"}.`);
        },
    };
}

/** The detached sets that are up. */
export function listSets(): HostSet[] {
    return setNames().map(openSet);
}

/** Removes a set, with everything that runs in it. Fine if it is not there. */
export async function down(name: string): Promise<void> {
    const set = findSet(name);
    if (set === undefined) return;

    kill(set.supervisor, "SIGTERM");
    await waitUntil(
        () => !isAlive(set.supervisor),
        60,
        () => `the set "${name}" to end`,
    );
}

/** The same command, run in the network namespace of a set's controller, which alone reaches the hosts. */
export function inController(name: string, argv: readonly string[]): string[] {
    return ["nsenter", `--net=/proc/${runningSet(name).init}/ns/net`, "--", ...argv];
}

/** Starts a set without hosts that lives as long as this process, or longer once the returned function was called. */
async function supervise(name: string, detached: boolean): Promise<() => Promise<void>> {
    fs.mkdirSync(recordFolder, { recursive: true, mode: 0o700 });
    const program = ["sh", path.join(__dirname, "set.sh"), recordName(name, detached)];
    const child = spawn("unshare", ["--mount", "--net", ...program], {
        detached: true,
        stdio: ["pipe", "pipe", "inherit"],
        cwd: recordFolder,
    });
    const supervisor = identify(child.pid as number);
    try {
        const init = /^ready (\d+)$/u.exec(await firstLine(child.stdout))?.[1];
        if (supervisor === undefined || init === undefined) throw new Error(`The set "${name}" cannot be started.`);

        writeRecord({ name, supervisor, init: Number(init) }, detached);
    } catch (error) {
        child.kill("SIGKILL"); // At SIGTERM it would remove the record of another set of that name.
        child.stdin.destroy();
        throw error;
    }
    child.unref();
    (child.stdin as Socket).unref();
    return () => new Promise((resolve) => child.stdin.end("stay\n", resolve));
}
