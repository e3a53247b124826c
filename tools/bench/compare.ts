import * as fs from "node:fs";
import * as path from "node:path";
import { down, effective, type HostSet, sysctl, up } from "../../test/support/testbed";
import { countOn } from "./measure/hosts";
import { mustMeasure } from "./measure/run";
import type { Job, Peer, Prepared } from "./peers/peer";
import type { Sample } from "./results";
import { type Scenario, wantedIn } from "./settings";

/** The measurements of one peer. */
export interface Task {
    readonly peer: Peer;
    readonly hosts: number;
    /** In this order: each scenario depends on the previous one. */
    readonly scenarios: readonly Scenario[];
}

/** The environment and the results of the measurements. */
export interface MeasurementContext {
    /** For files that only the measurement needs. */
    readonly folder: string;
    readonly logProgress: (line: string) => void;
    readonly add: (sample: Sample) => void;
}

/** The name of the benchmark's set of hosts. */
export const setName = "bench";

/** The packages that Ansible needs on a host; all peers use the same hosts. */
const packages = ["python3"];

/** Measures one peer on newly created hosts, in each scenario, and finally its preview. */
export async function measurePeer({ peer, hosts: count, scenarios }: Task, context: MeasurementContext): Promise<void> {
    const { logProgress: logProgress, add } = context;
    const folder = path.join(context.folder, peer.name.replaceAll(" ", "-"));
    const set = await up({ set: setName, count, each: { packages } });
    try {
        fs.mkdirSync(folder, { recursive: true });
        const prepared = await peer.prepare(set, folder);
        const measured = async (scenario: Sample["scenario"], job: Job): Promise<void> => {
            const sample = await one(peer, set, prepared, scenario, job);
            logProgress(`${count} hosts, ${peer.name}, ${scenario}: ${sample.wall.toFixed(1)} s`);
            add(sample);
        };
        for (const scenario of scenarios) {
            prepared.configure(wantedIn(scenario));
            await measured(scenario, prepared.apply);
            await prove(set, scenario);
        }
        if (prepared.preview !== undefined) await measured("preview", prepared.preview);
    } finally {
        await down(setName);
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

async function one(
    { name: peer }: Peer,
    set: HostSet,
    { stateBytes }: Prepared,
    scenario: Sample["scenario"],
    job: Job,
): Promise<Sample> {
    const { hosts } = set;
    const counted = await countOn(hosts);
    const { wall, cpu, memory } = await mustMeasure(job, set);
    const onHost = await counted();
    const state = stateBytes === undefined ? {} : { state: Math.round(stateBytes() / hosts.length) };
    return { hosts: hosts.length, peer, scenario, wall, cpu, memory, onHost, ...state };
}

/** Verifies the effective values of the first and the last host: a result counts only if it is correct. */
async function prove({ hosts }: HostSet, scenario: Scenario): Promise<void> {
    const { server, kernel } = wantedIn(scenario);
    for (const host of new Set([hosts[0], hosts.at(-1)])) {
        if (host === undefined) continue;
        const values = await effective(host);
        const { time } = await sysctl(host);
        const interval = values.get("clientaliveinterval")?.[0];
        if (interval !== String(server.clientAliveInterval) || time !== kernel.time)
            throw new Error(`${host.name} has interval ${interval} and time ${time} after "${scenario}".`);
    }
}
