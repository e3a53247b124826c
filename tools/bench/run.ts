/** `npm run bench` and `make bench`: measures everything, records it, and draws plots. It asserts nothing. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { format } from "prettier";
import { down } from "../../test/support/testbed";
import { measureBastion } from "./bastion";
import { measurePeer, setName } from "./compare";
import { machine, versions } from "./machine";
import { peers, usualPeers } from "./peers";
import { measurePreviews } from "./previews";
import { report } from "./report";
import { figuresOf, type Results, type Sample } from "./results";
import { defaultHosts, tasks } from "./tasks";

interface Options {
    readonly hosts: readonly number[];
    readonly rounds?: number;
    readonly peer: readonly string[];
    readonly ansibleUpTo: number;
    readonly previewRounds: number;
    readonly bastion: boolean;
    readonly results: string;
    readonly drawOnly: boolean;
}

const [names, usual] = [peers, usualPeers].map((list) => list.map(({ name }) => name)) as [string[], string[]];

const program = new Command("bench")
    .description("Compares SshKeepalive with its alternatives, on its own test hosts. Requires root.")
    .addOption(
        new Option("--hosts <list>", "numbers of hosts, comma-separated")
            .env("BENCH_HOSTS")
            .argParser(numbers)
            .default(defaultHosts, defaultHosts.join(",")),
    )
    .option("--rounds <number>", "rounds for each number of hosts (default: fewer for more hosts)", wholeNumber)
    .addOption(new Option("--peer <names...>", "peers to measure").choices(names).default(usual))
    .option("--ansible-up-to <hosts>", "maximum number of hosts for Ansible", wholeNumber, 64)
    .option("--preview-rounds <number>", "rounds for previews of a small stack, 0 for none", wholeNumber, 5)
    .option("--no-bastion", "skip the hosts behind a bastion")
    .option("--results <file>", "file for the results", path.join(__dirname, "results.json"))
    .option("--draw-only", "measure nothing, and draw the existing results", false);

async function main(options: Options): Promise<void> {
    const { results: file } = options;
    if (!options.drawOnly) {
        await measureAll(options, (results) => fs.writeFileSync(file, `${JSON.stringify(results, null, 4)}\n`));
        logProgress(`written: ${file}`);
    }
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, await format(text, { parser: "json", tabWidth: 4, printWidth: 120 }));
    process.stdout.write(await report(JSON.parse(text) as Results));
}

/** Measures, and saves the results after each measurement, so that an interrupted run keeps them. */
async function measureAll(options: Options, write: (results: Results) => void): Promise<void> {
    const begun = new Date();
    const about = machine();
    const used = await versions();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ssh-keepalive-bench-"));
    process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
    const samples: Sample[] = [];
    try {
        const previews =
            options.previewRounds === 0 ? [] : await measurePreviews(options.previewRounds, folder, logProgress);
        const bastion = options.bastion ? await measureBastion(folder, logProgress) : [];
        const save = (): void => {
            const took = Math.round((Date.now() - begun.getTime()) / 1000);
            const measured = { figures: figuresOf(samples), previews, bastion };
            write({ begun: begun.toISOString(), took, machine: about, versions: used, ...measured });
        };
        const add = (sample: Sample): void => {
            samples.push(sample);
            save();
        };
        save();
        for (const task of tasks(options)) await measurePeer(task, { folder, logProgress: logProgress, add });
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

const started = Date.now();

function logProgress(line: string): void {
    const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(4);
    process.stderr.write(`${seconds} s  ${line}\n`);
}

function numbers(text: string): number[] {
    return text.split(",").map(wholeNumber);
}

function wholeNumber(text: string): number {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value > 1000) throw new InvalidArgumentError("Use whole numbers up to 1000.");

    return value;
}

function giveUp(signal: NodeJS.Signals): void {
    logProgress(`${signal}: cleaning up`);
    void down(setName).finally(() => process.exit(130));
}

process.once("SIGINT", giveUp).once("SIGTERM", giveUp);
main(program.parse().opts<Options>()).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
