import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { containerInit, identify, waitUntil } from "./processes";
import { run } from "./run";
import type { HostRecord, RunningSet } from "./store";
import type { ProcessIdentity } from "./types";

/** What a boot program runs with: nothing of this process's environment reaches a host. */
const bareEnvironment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" };

/** Seconds that the boot of a light host may take, and that of a systemd host; on an idle machine 0.1 and two. */
const lightTimeout = 20;
const systemdTimeout = 60;

/** The same command, run in the mount and network namespaces of a set. */
export function inSet({ init }: RunningSet, argv: readonly string[]): string[] {
    return ["nsenter", `--target=${init}`, "--mount", "--net", ...argv];
}

/** The control group of a set's hosts, below the top of each hierarchy. */
export function cgroupName({ init }: RunningSet): string {
    return `pulumi-ssh-keepalive.${init}`;
}

/** Boots a host from its disk, and returns its first process once sshd listens and systemd has finished booting. */
export async function boot(set: RunningSet, plan: BootPlan): Promise<ProcessIdentity> {
    const { number, tree, host } = plan;
    const group = path.join(cgroupName(set), `${number}`);
    const sysctl = plan.sysctlWritable ? "rw" : "ro";
    const wait = plan.waitForSshd ? "yes" : "no";
    const kind = host.systemd ? "systemd" : "light";
    const program = ["sh", path.join(__dirname, "boot.sh"), kind, `${number}`, host.name, host.address, tree];
    const argv = inSet(set, ["--pid", "--", ...program, sysctl, wait, group]);
    const pid = await start(argv, host.consoleLog, {
        SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1",
        ...(sysctl === "ro" ? {} : { SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network" }),
    });
    const init = host.systemd ? await systemdBooted(pid, plan) : identify(pid);
    if (init === undefined) throw new Error(`The host ${host.name} ended as soon as it was up; see ${host.consoleLog}`);

    return init;
}

/** A host that boots, or boots again. */
export type BootPlan = Omit<HostRecord, "host"> & { readonly host: Omit<HostRecord["host"], "init"> };

async function systemdBooted(nspawn: number, { host, waitForSshd }: BootPlan): Promise<ProcessIdentity> {
    const reached = (condition: () => boolean, what: string) =>
        waitUntil(condition, systemdTimeout, () => `${host.name} to ${what}; ${endOfLog(host.consoleLog)}`);
    let init: ProcessIdentity | undefined;
    await reached(() => (init ??= containerInit(nspawn)) !== undefined, "start systemd");
    const found = init as unknown as ProcessIdentity;
    if (waitForSshd) await reached(() => listens(found.pid, host.port), `listen on port ${host.port}`);

    const enter = ["nsenter", `--target=${found.pid}`, "--all", "--root", "--wd"];
    await run([...enter, "systemctl", "is-system-running", "--wait"], { timeout: systemdTimeout });
    return found;
}

/**
 * Starts a program that stays, apart from this process and its terminal, waits until it prints a word and a pid on
 * standard output, and returns the pid. Other output goes to `log`.
 */
async function start(argv: readonly string[], log: string, environment: NodeJS.ProcessEnv): Promise<number> {
    const [program, ...rest] = argv as [string, ...string[]];
    const stderr = fs.openSync(log, "a");
    const env = { ...bareEnvironment, ...environment };
    const child = spawn(program, rest, { detached: true, stdio: ["ignore", "pipe", stderr], env, cwd: "/" });
    fs.closeSync(stderr);
    const timer = setTimeout(() => child.kill("SIGKILL"), lightTimeout * 1000);
    try {
        const line = await firstLine(child.stdout as Readable);
        const pid = /^\w+ (\d+)$/u.exec(line)?.[1];
        if (pid === undefined) throw new Error(`A host did not come up (limit: ${lightTimeout} s); ${endOfLog(log)}`);

        return Number(pid);
    } finally {
        clearTimeout(timer);
        child.unref();
    }
}

/** The first line that a stream gives, or the text that it has given when it ends. */
export async function firstLine(stream: Readable): Promise<string> {
    let text = "";
    for await (const chunk of stream) {
        text += String(chunk);
        if (text.includes("\n")) break; // This also closes the stream.
    }
    return text.split("\n", 1)[0] as string;
}

function endOfLog(log: string): string {
    return `the end of ${log}: ${fs.readFileSync(log, "utf8").slice(-1500)}`;
}

function listens(pid: number, port: number): boolean {
    const listening = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, "0")} \\S+ 0A `, "u");
    try {
        return ["tcp", "tcp6"].some((table) => listening.test(fs.readFileSync(`/proc/${pid}/net/${table}`, "utf8")));
    } catch {
        return false; // The host has ended; the wait will fail.
    }
}
