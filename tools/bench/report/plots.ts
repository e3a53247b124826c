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

interface Point {
    readonly hosts: number;
    readonly peer: string;
    readonly y: number;
}

const height = 400;
const marginTop = 40;
const marginBottom = 30;
/** The distance between the labels' lines in pixels, so that labels do not overlap. */
const lineHeight = 13;

/** 1, 2 and 5 of each decade between the smallest and the largest value, so that every tick's label fits. */
export function niceTicks(values: readonly number[]): number[] {
    const least = Math.min(...values);
    const largest = Math.max(...values);
    const decades = Math.ceil(Math.log10(largest / least)) + 2;
    const first = Math.floor(Math.log10(least));
    return Array.from({ length: decades }, (_, index) => first + index)
        .flatMap((exponent) => [1, 2, 5].map((digit) => Number((digit * 10 ** exponent).toPrecision(1))))
        .filter((tick) => tick >= least && tick <= largest);
}

/** A label for each peer at the right edge, at its last value, moved up if it would overlap the one below. */
export function endLabels(points: readonly Point[]): Point[] {
    const least = Math.min(...points.map(({ y }) => y));
    const largest = Math.max(...points.map(({ y }) => y));
    const step = (largest / least) ** (lineHeight / (height - marginTop - marginBottom));
    const edge = Math.max(...points.map(({ hosts }) => hosts));
    const last = new Map([...points].sort((one, other) => one.hosts - other.hosts).map((point) => [point.peer, point]));
    let below = 0;
    return [...last.values()]
        .sort((one, other) => one.y - other.y)
        .map(({ peer, y }) => ({ hosts: edge, peer, y: (below = Math.max(y, below * step)) }));
}

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
        const ticks = niceTicks(points.map(({ y }) => y));
        const svg = (Plot.plot as (options: object) => unknown)({
            document,
            width: 720,
            height,
            marginRight: 150,
            marginTop,
            style: { background: "white", color: "black" },
            x: { type: "log", axis: null },
            y: { type: "log", axis: null },
            color: { scheme: "observable10" },
            marks: [
                // Explicit labels, because a logarithmic axis omits some ticks' numbers.
                Plot.gridY(ticks),
                Plot.axisX(hosts, { label: "hosts", text: String }),
                Plot.axisY(ticks, { label: null, text: String }),
                Plot.line(points, place),
                Plot.dot(points, { ...place, fill: "peer" }),
                Plot.text(endLabels(points), {
                    ...place,
                    text: "peer",
                    textAnchor: "start",
                    dx: 10,
                    fill: "peer",
                    stroke: "white",
                }),
                Plot.text([title], { frameAnchor: "top-left", dy: -30, fontSize: 14, fontWeight: "bold" }),
            ],
        }) as { outerHTML: string; setAttribute(name: string, value: string): void };
        svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
        return [name, `${svg.outerHTML}\n`];
    });
}
