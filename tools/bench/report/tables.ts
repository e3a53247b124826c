import { peers, variants } from "../peers";
import { smallStack } from "../previews";
import type { Figure, Results } from "../results";
import { scenarios } from "../settings";
import type { Spread } from "../statistics";

type Row = readonly string[];
type Render = (rows: Row[], options: { align: string[] }) => string;

const ssh = "plain ssh";
const bare = "bare Command";
const ours = "SshKeepalive";
const play = "Ansible";

/** The number of hosts whose time per host is the reference. */
const fewHosts = 64;

/** All results as Markdown. */
export async function tables(results: Results): Promise<string> {
    const { markdownTable } = (await import("markdown-table")) as { markdownTable: Render };
    const table = (header: Row, rows: Row[]): string =>
        markdownTable([header, ...rows], { align: header.map((_, index) => (index === 0 ? "l" : "r")) });
    const { figures, previews, bastion } = results;
    return [
        about(results),
        "### Seconds until all hosts are done\n",
        table(["", ...names(figures)], times(figures)),
        "\n### SshKeepalive against the others\n",
        table(ratioHeader(figures), ratios(figures)),
        "\n### What each run takes\n",
        table(
            [
                "hosts, from nothing",
                "CPU s, all",
                "to ssh",
                "CPU s, controller",
                "CPU s, a host",
                "processes, a host",
                "connections, a host",
                "state, KB a host",
                "engine, MiB",
                "plugin, MiB",
                "program, MiB",
            ],
            figures.filter(({ scenario }) => scenario === "nothing").map((figure) => costs(figure, figures)),
        ),
        ...(previews.length === 0 ? [] : ["\n### A warm preview\n", table(previewHeader, previewRows(results))]),
        ...(bastion.length === 0
            ? []
            : ["\n### Private hosts behind one bastion\n", table(bastionHeader, bastionRows(results))]),
        "",
    ].join("\n");
}

function about({ begun, took, machine, versions }: Results): string {
    const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    const { processors, model, memory, kernel, load } = machine;
    return [
        `Measured on ${begun.slice(0, 16).replace("T", " ")} UTC in ${Math.round(took / 60)} minutes,`,
        `on ${processors} processors (${model}), ${memory} GiB, Linux ${kernel}, load ${load.toFixed(1)} at the start;`,
        `${parts.join(", ")}. Medians, with the fastest and the slowest round where there were several.\n`,
    ].join(" ");
}

function names(figures: readonly Figure[]): string[] {
    return peers.map(({ name }) => name).filter((name) => figures.some(({ peer }) => peer === name));
}

function times(figures: readonly Figure[]): Row[] {
    return rows(figures).map(({ hosts, scenario }) => [
        `${hosts}, ${words[scenario]}`,
        ...names(figures).map((name) => seconds(find(figures, { hosts, scenario, peer: name })?.wall)),
    ]);
}

function ratioHeader(figures: readonly Figure[]): Row {
    const others = variantNames(figures).map((name) => `${name}, to ssh`);
    return ["", "to ssh", ...others, "to bare", "Ansible to it", `a host, to ${fewHosts} hosts`];
}

/** The ratio of SshKeepalive's time to the peer's; for Ansible the reverse. */
function ratios(figures: readonly Figure[]): Row[] {
    return rows(figures).map(({ hosts, scenario }) => {
        const of = (peer: string, count = hosts): Spread | undefined =>
            find(figures, { hosts: count, scenario, peer })?.wall;
        return [
            `${hosts}, ${words[scenario]}`,
            ...[ours, ...variantNames(figures)].map((name) => quotient(of(name), of(ssh))),
            quotient(of(ours), of(bare)),
            quotient(of(play), of(ours)),
            quotient(of(ours), of(ours, fewHosts), hosts / fewHosts),
        ];
    });
}

function variantNames(figures: readonly Figure[]): string[] {
    return names(figures).filter((name) => variants.some((variant) => variant.name === name));
}

function rows(figures: readonly Figure[]): Pick<Figure, "hosts" | "scenario">[] {
    const all = [...scenarios, "preview" as const];
    return counts(figures).flatMap((hosts) => all.map((scenario) => ({ hosts, scenario })));
}

function find(figures: readonly Figure[], wanted: Pick<Figure, "hosts" | "scenario" | "peer">): Figure | undefined {
    const { hosts, scenario, peer } = wanted;
    return figures.find((each) => each.hosts === hosts && each.scenario === scenario && each.peer === peer);
}

const words = { nothing: "from nothing", change: "one value changed", "no change": "no change", preview: "preview" };

function costs(figure: Figure, figures: readonly Figure[]): Row {
    const { hosts, peer, cpu, onHost, state, memory } = figure;
    const [fewest, most] = onHost.connections;
    const limit = figures.find((each) => each.hosts === hosts && each.peer === ssh && each.scenario === "nothing");
    return [
        `${hosts}, ${peer}`,
        everywhere(figure).toFixed(1),
        limit === undefined ? "" : (everywhere(figure) / everywhere(limit)).toFixed(2),
        cpu.median.toFixed(1),
        onHost.cpu.toFixed(2),
        onHost.processes.toFixed(0),
        fewest === most ? String(most) : `${fewest} to ${most}`,
        state === undefined ? "" : (state / 1000).toFixed(1),
        ...[memory.engine, memory.plugin, memory.program].map((mebibytes) => mebibytes?.toFixed(0) ?? ""),
    ];
}

/** Processor time of the controller and all hosts. */
function everywhere({ hosts, cpu, onHost }: Figure): number {
    return cpu.median + hosts * onHost.cpu;
}

const previewHeader = ["", "seconds", "CPU s", "this stack to it", "by CPU"];

function previewRows({ previews }: Results): Row[] {
    const small = previews.find(({ program }) => program === smallStack);
    return previews.map(({ program, wall, cpu }) => [
        program,
        seconds(wall),
        cpu.median.toFixed(2),
        ...(program === smallStack ? ["", ""] : [quotient(small?.wall, wall), quotient(small?.cpu, cpu)]),
    ]);
}

const bastionHeader = ["hosts at a time", "hosts", "succeeded", "seconds", "connections refused"];

function bastionRows({ bastion }: Results): Row[] {
    return bastion.map(({ parallel, hosts, succeeded, wall, refused }) => [
        parallel === undefined ? "Pulumi's choice" : String(parallel),
        String(hosts),
        String(succeeded),
        wall.toFixed(1),
        String(refused),
    ]);
}

function counts(figures: readonly Figure[]): number[] {
    return [...new Set(figures.map(({ hosts }) => hosts))];
}

function seconds(wall: Spread | undefined): string {
    if (wall === undefined) return "";
    const { median, min, max } = wall;
    return min === max ? median.toFixed(1) : `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
}

function quotient(over: Spread | undefined, under: Spread | undefined, times = 1): string {
    return over === undefined || under === undefined ? "" : (over.median / under.median / times).toFixed(2);
}
