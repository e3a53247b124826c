import type { Figure, Results } from "../results";

interface Drawing {
    readonly name: string;
    readonly title: string;
    readonly scenario: Figure["scenario"];
    readonly value: (figure: Figure) => number | undefined;
}

const plots: readonly Drawing[] = [
    {
        name: "from-nothing",
        title: "From nothing: seconds until all hosts are done",
        scenario: "nothing",
        value: ({ wall }) => wall.median,
    },
    {
        name: "change",
        title: "One value changed: seconds until all hosts are done",
        scenario: "change",
        value: ({ wall }) => wall.median,
    },
    {
        name: "no-change",
        title: "No change: seconds until all hosts are done",
        scenario: "no change",
        value: ({ wall }) => wall.median,
    },
    {
        name: "each-host",
        title: "From nothing: seconds for each host",
        scenario: "nothing",
        value: ({ wall, hosts }) => wall.median / hosts,
    },
    {
        name: "controller",
        title: "From nothing: processor time of the controller for each host",
        scenario: "nothing",
        value: ({ cpu, hosts }) => cpu.median / hosts,
    },
];

/** The plots by name, as SVG. */
export async function drawings({ figures }: Results): Promise<[name: string, svg: string][]> {
    const [Plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
    const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as { document: object };
    return plots.map(({ name, title, scenario, value }) => {
        const points = figures
            .filter((figure) => figure.scenario === scenario)
            .flatMap((figure) => {
                const y = value(figure);
                return y === undefined ? [] : [{ hosts: figure.hosts, peer: figure.peer, y }];
            });
        const place = { x: "hosts", y: "y", z: "peer", stroke: "peer" } as const;
        const hosts = [...new Set(points.map((point) => point.hosts))];
        const svg = (Plot.plot as (options: object) => unknown)({
            document,
            width: 720,
            height: 400,
            marginRight: 150,
            marginTop: 40,
            style: { background: "white", color: "black" },
            x: { type: "log", label: "hosts", ticks: hosts, tickFormat: (count: number) => String(count) },
            y: { type: "log", label: null, grid: true, tickFormat: "~g" },
            color: { scheme: "observable10" },
            marks: [
                Plot.line(points, place),
                Plot.dot(points, { ...place, fill: "peer" }),
                Plot.text(
                    points,
                    Plot.selectLast({
                        ...place,
                        z: "peer",
                        text: "peer",
                        textAnchor: "start",
                        dx: 10,
                        fill: "peer",
                        stroke: "white",
                    }),
                ),
                Plot.text([title], { frameAnchor: "top-left", dy: -30, fontSize: 14, fontWeight: "bold" }),
            ],
        }) as { outerHTML: string; setAttribute(name: string, value: string): void };
        svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
        return [name, `${svg.outerHTML}\n`];
    });
}
