import { setTimeout as sleep } from "node:timers/promises";
import type { HostSet } from "../../../test/support/testbed";
import { run } from "../../../test/support/testbed/run";
import type { Job } from "../peers/peer";
import { insideGroup, openGroup } from "./group";
import { type PeakMemory, watchMemory } from "./memory";

/** The cost of one run of a program on the controller. */
export interface Run {
    /** Seconds from its start to its end. */
    readonly wall: number;
    /** Processor time of the program and its children, in seconds. */
    readonly cpu: number;
    /** The peak memory of a process of each kind. */
    readonly memory: PeakMemory;
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** The interval between two samples of memory use, in milliseconds. */
const pause = 200;

/** Runs a program, in a set's controller or, without a set, in this very network, and measures it. */
export async function measure({ argv, cwd, env }: Job, set?: HostSet): Promise<Run> {
    const group = openGroup();
    const watch = watchMemory(group);
    const ending = new AbortController();
    const begun = performance.now();
    const grouped = insideGroup(group, argv);
    const result = run(set === undefined ? grouped : set.inController(grouped), { cwd, env });
    const watching = (async () => {
        while (!ending.signal.aborted) {
            watch.look();
            await sleep(pause, undefined, { signal: ending.signal }).catch(() => undefined);
        }
    })();
    try {
        const { exitCode, stdout, stderr } = await result;
        const wall = (performance.now() - begun) / 1000;
        ending.abort();
        await watching;
        return { wall, cpu: await group.close(), memory: watch.peak(), exitCode, stdout, stderr };
    } catch (error) {
        ending.abort();
        await group.close();
        throw error;
    }
}

/** The same for a program that must succeed: otherwise rejects with the end of its output. */
export async function mustMeasure(job: Job, set?: HostSet): Promise<Run> {
    const result = await measure(job, set);
    if (result.exitCode !== 0) {
        const words = `${result.stdout}\n${result.stderr}`.trim().slice(-3000);
        throw new Error(`${job.argv.slice(0, 4).join(" ")} ended with exit code ${result.exitCode}:\n${words}`);
    }
    return result;
}
