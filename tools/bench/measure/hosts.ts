import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { acceptedConnections, type Host, mustExec } from "../../../test/support/testbed";

/** The average cost of a run on each host. */
export interface HostCost {
    /** The fewest and the most TCP connections that a host accepted. */
    readonly connections: readonly [fewest: number, most: number];
    /** Processes started on a host, including sshd's own; measured on a sample of the hosts. */
    readonly processes: number;
    /** Processor time of sshd and its children, in seconds. */
    readonly cpu: number;
}

/** The number of hosts sampled for their process count; sampling takes a process itself. */
const connections = 4;

/** Starts counting on the hosts; the returned function stops and returns the counts. */
export async function countOn(hosts: readonly Host[]): Promise<() => Promise<HostCost>> {
    const before = await countersOf(hosts);
    return async () => {
        const after = await countersOf(hosts);
        const connections = hosts.map((_, index) => difference(after.connections, before.connections, index));
        // The sampling process counts as well.
        const processes = before.processes.map((_, index) => difference(after.processes, before.processes, index) - 1);
        const cpu = hosts.map((_, index) => difference(after.cpu, before.cpu, index));
        return {
            connections: [Math.min(...connections), Math.max(...connections)],
            processes: mean(processes),
            cpu: mean(cpu),
        };
    };
}

interface Counters {
    readonly connections: number[];
    readonly processes: number[];
    readonly cpu: number[];
}

async function countersOf(hosts: readonly Host[]): Promise<Counters> {
    const daemons = hosts.map(daemonOf);
    await allQuiet(daemons);
    const processes: number[] = [];
    for (const host of hosts.slice(0, connections)) processes.push(Number(await mustExec(host, "echo $$")));
    return { connections: hosts.map(acceptedConnections), processes, cpu: daemons.map(childrenTime) };
}

/** The PID, on this machine, of a light host's listening sshd. */
function daemonOf({ name, init: { pid } }: Host): number {
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
    const daemon = children.find((child) => fs.readFileSync(`/proc/${child}/comm`, "utf8") === "sshd\n");
    if (daemon === undefined) throw new Error(`${name} has no running sshd.`);
    return daemon;
}

/** Waits up to 10 seconds until all sessions have ended: only then does the time of the daemon's children include theirs. */
async function allQuiet(daemons: readonly number[]): Promise<void> {
    const busy = (pid: number): boolean => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8") !== "";
    const end = performance.now() + 10_000;
    for (const pid of daemons) {
        while (busy(pid)) {
            if (performance.now() > end) throw new Error(`The sshd with PID ${pid} still has a session after 10 s.`);
            await sleep(10);
        }
    }
}

/** Processor time of all children that a process has waited for, in seconds. */
function childrenTime(pid: number): number {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticksPerSecond = 100; // Linux reports this value to programs on every machine.
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

function difference(after: readonly number[], before: readonly number[], index: number): number {
    return (after[index] ?? NaN) - (before[index] ?? NaN);
}

function mean(values: readonly number[]): number {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
