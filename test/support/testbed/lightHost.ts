import * as path from "node:path";
import { boot } from "./boot";
import { inNamespace } from "./network";
import { identify } from "./processes";
import type { HostSpec, ProcessIdentity } from "./types";

const program = path.join(__dirname, "light-host.sh");

/** Where and as what to boot. */
export interface BootPlan {
    readonly set: string;
    readonly name: string;
    readonly namespace: string;
    readonly tree: string;
    readonly disk: string;
    readonly log: string;
    readonly spec: HostSpec;
}

/** Boots a light host, and returns its first process once sshd listens. */
export async function bootLightHost(plan: BootPlan): Promise<ProcessIdentity> {
    const { name, namespace, tree, disk, log, spec } = plan;
    const sysctl = spec.sysctlWritable === false ? "ro" : "rw";
    const wait = spec.waitForSshd === false ? "no" : "yes";
    const argv = inNamespace(namespace, [
        "unshare",
        "--mount",
        "--pid",
        "--ipc",
        "--uts",
        "--fork",
        "--kill-child",
        "sh",
        program,
        name,
        tree,
        disk,
        sysctl,
        wait,
    ]);
    const { line } = await boot(argv, log, 20);
    const init = identify(Number(/^ready (\d+)$/u.exec(line)?.[1]));
    if (init === undefined)
        throw new Error(`The host ${name} said "${line}" instead of "ready" with its process; see ${log}`);

    return init;
}
