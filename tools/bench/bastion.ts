import * as fs from "node:fs";
import * as path from "node:path";
import { acceptedConnections, down, type HostSet, reachOnlyThrough, sshdLog, up } from "../../test/support/testbed";
import { setName } from "./compare";
import { measure } from "./measure/run";
import { workspace } from "./peers/pulumi";
import type { BastionFigure } from "./results";
import { wantedIn } from "./settings";

/** The number of private hosts. */
const count = 64;

/**
 * Applies to private hosts behind one bastion that has Debian's unchanged sshd_config, with MaxStartups 10:30:100: with
 * Pulumi's default parallelism on this machine, and with its default on a machine with 16 processors.
 */
export async function measureBastion(folder: string, logProgress: (line: string) => void): Promise<BastionFigure[]> {
    const figures = [];
    for (const parallel of [undefined, 64]) {
        const set = await up({ set: setName, count: count + 1 });
        try {
            const figure = await one(set, path.join(folder, `bastion-${parallel ?? "default"}`), parallel);
            const { succeeded, wall, refused } = figure;
            logProgress(
                `bastion: ${succeeded} of ${count} hosts in ${wall.toFixed(1)} s, ${refused} connections refused`,
            );
            figures.push(figure);
        } finally {
            await down(setName);
        }
    }
    fs.rmSync(folder, { recursive: true, force: true });
    return figures;
}

async function one(set: HostSet, folder: string, parallel: number | undefined): Promise<BastionFigure> {
    const [bastion, ...hosts] = set.hosts;
    if (bastion === undefined) throw new Error("There is no bastion.");
    for (const host of hosts) await reachOnlyThrough(host, bastion);
    const program = path.join(__dirname, "peers/bastion/index.ts");
    const { pulumi, setConfig, setSecret, stateFile } = await workspace({ folder, name: "bastion", program });
    await setSecret("privateKey", bastion.privateKey);
    const reached = ({ address, hostKey }: typeof bastion): object => ({ host: address, hostKey });
    const { server, kernel } = wantedIn("nothing");
    const all = Object.fromEntries(hosts.map((host) => [host.name, reached(host)]));
    setConfig({ hosts: all, bastion: reached(bastion), server, kernel });
    const before = acceptedConnections(bastion);
    const atATime = parallel === undefined ? [] : [`--parallel=${parallel}`];
    const { wall } = await measure(pulumi("up", "--yes", "--skip-preview", ...atATime), set);
    const logIns = (await sshdLog(bastion)).match(/^Accepted publickey /gm)?.length ?? 0;
    return {
        hosts: count,
        ...(parallel === undefined ? {} : { parallel }),
        succeeded: succeeded(stateFile),
        wall,
        refused: acceptedConnections(bastion) - before - logIns,
    };
}

/** The number of hosts whose commands are in the state with their output. */
function succeeded(stateFile: string): number {
    const { checkpoint } = JSON.parse(fs.readFileSync(stateFile, "utf8")) as {
        checkpoint: { latest: { resources: { type: string; outputs?: { stdout?: string } }[] } };
    };
    const commands = checkpoint.latest.resources.filter(({ type }) => type === "command:remote:Command");
    return commands.filter(({ outputs }) => outputs?.stdout?.includes('"changed":true')).length;
}
