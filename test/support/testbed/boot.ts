import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { containerInit, identify, waitUntil } from "./processes";
import { firstLine, mustRun, run } from "./run";
import type { BootPlan, RunningSet } from "./store";
import type { ProcessIdentity } from "./types";

/** What a boot program runs with: nothing of this process's environment reaches a host. */
const env = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" };

/** Seconds that the boot of a light host may take, and that of a systemd host; on an idle machine 0.1 and one. */
const lightTimeout = 20;
const systemdTimeout = 60;

/** Boots a host from its disk, and returns its first process once sshd listens and systemd has finished booting. */
export async function boot(
    set: RunningSet,
    { number, tree, sysctlWritable, host }: BootPlan,
): Promise<ProcessIdentity> {
    const { name, address, consoleLog, systemd } = host;
    const words = [systemd ? "systemd" : "light", `${number}`, name, address, tree, sysctlWritable ? "rw" : "ro"];
    const argv = ["--pid", "--", "sh", path.join(__dirname, "boot.sh"), ...words, `${groupOf(set)}/${number}`];
    const stderr = fs.openSync(consoleLog, "a");
    const child = spawn("nsenter", [...namespacesOf(set), ...argv], {
        detached: true,
        stdio: ["ignore", "pipe", stderr],
        env,
        cwd: "/",
    });
    fs.closeSync(stderr);
    child.unref();
    const timer = setTimeout(() => child.kill("SIGKILL"), lightTimeout * 1000);
    const pid = /^ready (\d+)$/u.exec(await firstLine(child.stdout as Readable))?.[1];
    clearTimeout(timer);
    const failed = (what: string) =>
        `${name} ${what}; its console: ${fs.readFileSync(consoleLog, "utf8").slice(-1500)}`;
    const init =
        systemd && pid !== undefined ? await bootSystemd(Number(pid), host.port, failed) : identify(Number(pid));
    if (init === undefined) throw new Error(failed(`did not boot (limit: ${lightTimeout} s)`));

    return init;
}

/** Ends hosts, leaving their disks. */
export async function stop(set: RunningSet, numbers: readonly number[]): Promise<void> {
    const program = ["sh", path.join(__dirname, "stop.sh"), groupOf(set), ...numbers.map(String)];
    await mustRun(["nsenter", ...namespacesOf(set), "--", ...program]);
}

async function bootSystemd(nspawn: number, port: number, failed: (what: string) => string): Promise<ProcessIdentity> {
    const reach = (condition: () => boolean, what: string) =>
        waitUntil(condition, systemdTimeout, () => failed(`to ${what}`));
    await reach(() => containerInit(nspawn) !== undefined, "start systemd");
    const init = containerInit(nspawn) as ProcessIdentity;
    await reach(() => listens(init.pid, port), `listen on port ${port}`);
    const enter = ["nsenter", `--target=${init.pid}`, "--all", "--root", "--wd"];
    await run([...enter, "systemctl", "is-system-running", "--wait"], { timeout: systemdTimeout });
    return init;
}

function listens(pid: number, port: number): boolean {
    const listening = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, "0")} \\S+ 0A `, "u");
    try {
        return ["tcp", "tcp6"].some((table) => listening.test(fs.readFileSync(`/proc/${pid}/net/${table}`, "utf8")));
    } catch {
        return false; // The host has ended; the wait will fail.
    }
}

function namespacesOf({ init }: RunningSet): string[] {
    return [`--target=${init}`, "--mount", "--net"];
}

/** The control group of a set's hosts, below the top of each hierarchy. */
function groupOf({ init }: RunningSet): string {
    return `pulumi-ssh-keepalive.${init}`;
}
