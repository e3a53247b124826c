import * as fs from "node:fs";
import * as path from "node:path";
import { boot } from "./boot";
import { cgroupName } from "./cgroups";
import type { BootPlan } from "./lightHost";
import { inNamespace } from "./network";
import { namespaceFile } from "./places";
import { containerInit, waitUntil } from "./processes";
import { run } from "./run";
import type { ProcessIdentity } from "./types";

const program = path.join(__dirname, "systemd-host.sh");

/** Seconds that a boot may take; it takes about two on an idle machine. */
const patience = 60;

/** Boots a systemd host, and returns its first process once sshd listens and systemd has finished booting. */
export async function bootSystemdHost(plan: BootPlan): Promise<ProcessIdentity> {
    const { set, name, namespace, tree, disk, log, spec } = plan;
    const file = namespaceFile(namespace);
    const argv = ["unshare", "--mount", "sh", program, name, tree, disk, file, cgroupName(set, name)];
    const { pid } = await boot(inNamespace(namespace, argv), log, 20, {
        SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1",
        ...(spec.sysctlWritable === false ? {} : { SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network" }),
    });
    let init: ProcessIdentity | undefined;
    const hasInit = () => (init ??= containerInit(pid)) !== undefined;
    const lastWords = () => `; its console's last words, from ${log}: ${fs.readFileSync(log, "utf8").slice(-1500)}`;
    await waitUntil(hasInit, patience, () => `${name} to start systemd${lastWords()}`);
    const first = init as unknown as ProcessIdentity;
    if (spec.waitForSshd !== false) {
        const port = spec.port ?? 22;
        await waitUntil(
            () => listens(first.pid, port),
            patience,
            () => `${name} to listen on port ${port}${lastWords()}`,
        );
    }
    const enter = ["nsenter", "--target", `${first.pid}`, "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup"];
    await run([...enter, "--root", "--wd", "systemctl", "is-system-running", "--wait"], { timeout: patience });
    return first;
}

function listens(pid: number, port: number): boolean {
    const wanted = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, "0")} \\S+ 0A `, "u");
    try {
        return ["tcp", "tcp6"].some((table) => wanted.test(fs.readFileSync(`/proc/${pid}/net/${table}`, "utf8")));
    } catch {
        return false; // The host has ended; the wait will say so.
    }
}
