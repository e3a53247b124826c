import * as fs from "node:fs";
import * as path from "node:path";
import { down, type HostSet, up } from "../../test/support/testbed";
import { setName } from "./compare";
import { mustMeasure, type Run } from "./measure/run";
import type { Job } from "./peers/peer";
import { workspace } from "./peers/pulumi";
import { sshKeepalive } from "./peers/sshKeepalive";
import type { PreviewFigure } from "./results";
import { wantedIn } from "./settings";
import { spread } from "./statistics";

/** Empty programs, run by each available method of running TypeScript. */
const empty: readonly (readonly [name: string, file: string, runtimeOptions?: Readonly<Record<string, unknown>>])[] = [
    ["empty TypeScript, Pulumi's own way", "index.ts", {}],
    ["empty TypeScript, transpiled as this stack is", "index.ts"],
    ["empty JavaScript", "index.js", { typescript: false }],
];

/** The name of this stack in the figures. */
export const smallStack = "this stack, one host, nothing to change";

/** Measures `pulumi preview` of this stack with one host and of empty programs, alternating, after one warm-up round. */
export async function measurePreviews(
    rounds: number,
    folder: string,
    logProgress: (line: string) => void,
): Promise<PreviewFigure[]> {
    const set = await up({ set: setName, count: 1 });
    try {
        fs.mkdirSync(folder, { recursive: true });
        const jobs = new Map([[smallStack, await stack(set, path.join(folder, "stack"))]]);
        for (const [index, [name, file, runtimeOptions]] of empty.entries()) {
            const program = path.join(__dirname, "peers/empty", file);
            const place = { folder: path.join(folder, String(index)), name: "empty", program, copied: true };
            const { pulumi } = await workspace({ ...place, ...(runtimeOptions && { runtimeOptions }) });
            jobs.set(name, pulumi("preview"));
        }
        const runs = new Map<string, Run[]>([...jobs.keys()].map((name) => [name, []]));
        for (let round = 0; round <= rounds; round += 1) {
            for (const [name, job] of jobs) {
                const run = await mustMeasure(job, set);
                if (round > 0) runs.get(name)?.push(run);
            }
            logProgress(`previews: ${round === 0 ? "warmed up" : `${round} of ${rounds} rounds`}`);
        }
        return [...runs].map(([program, all]) => ({
            program,
            wall: spread(all.map(({ wall }) => wall)),
            cpu: spread(all.map(({ cpu }) => cpu)),
        }));
    } finally {
        await down(setName);
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

/** The preview of a stack that is up to date. */
async function stack(set: HostSet, folder: string): Promise<Job> {
    fs.mkdirSync(folder);
    const { configure, apply, preview } = await sshKeepalive.prepare(set, folder);
    configure(wantedIn("nothing"));
    await mustMeasure(apply, set);
    return preview as Job;
}
