/** The timeline of both ends and the hops, as SVG. Its numbers are also in the table beside it. */
import { duration } from "../core/duration";
import type { HopReport, TimingReport } from "../core/timing/report";
import { type PeerRow, timelineOf } from "../core/timing/timeline";

/** Positions in the drawing, in its own units. */
interface Layout {
    readonly className: string;
    readonly width: number;
    /** The space beside the lines, for the names and for the labels at their ends. */
    readonly left: number;
    readonly right: number;
    readonly rowHeight: number;
    /** How far a row's name is above its line; 0 for beside it. */
    readonly nameAbove: number;
    readonly longestName: number;
}

/** Wide: lines beside the names. Narrow: lines below the names. The style sheet shows the one that fits. */
const layouts: readonly Layout[] = [
    { className: "wide", width: 720, left: 190, right: 130, rowHeight: 34, nameAbove: 0, longestName: 26 },
    { className: "narrow", width: 320, left: 8, right: 72, rowHeight: 48, nameAbove: 16, longestName: 40 },
];
const mostProbes = 150;

/** Font sizes, in the drawing's units. */
const widestDigit = 9;

type Row = Partial<PeerRow> &
    Pick<PeerRow, "name" | "end"> & {
        readonly hop?: Pick<HopReport, "silence">;
    };

/** Rows on one scale from 0 to the last event, one drawing for each layout; empty if nothing ever happens. */
export function drawTimelines(timing: TimingReport): SVGSVGElement[] {
    const { peers, hops, horizon } = timelineOf(timing);
    if (horizon === 0) return [];
    const rows: Row[] = [...peers, ...hops.map((hop) => ({ name: hop.title, end: hop.idleTimeout, hop }))];
    return layouts.map((layout) => drawing(rows, horizon, layout));
}

function drawing(rows: readonly Row[], horizon: number, layout: Layout): SVGSVGElement {
    const { className, width, left, right, rowHeight } = layout;
    const x = (seconds: number) => left + (seconds / horizon) * (width - left - right);
    const height = rows.length * rowHeight + 24;
    const svg = shape("svg", { class: className, viewBox: `0 0 ${width} ${height}`, role: "img" });
    svg.setAttribute("aria-label", rows.map(({ name, end }) => `${name}: ${duration(end)}`).join("; "));
    rows.forEach((row, index) => svg.append(...drawn(row, (index + 0.7) * rowHeight, horizon, x, layout)));
    const foot = rows.length * rowHeight + 18;
    svg.append(label("0 s", left, foot), label(duration(horizon), width - right, foot, "end"));
    return svg;
}

function drawn(
    row: Row,
    y: number,
    horizon: number,
    x: (seconds: number) => number,
    { width, nameAbove, longestName }: Layout,
): SVGElement[] {
    const { name, period = null, stop = null, end, hop } = row;
    const until = Math.min(end ?? horizon, horizon);
    const shortName = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
    const elements: SVGElement[] = [
        label(shortName, 0, y + 4 - nameAbove),
        shape("line", { class: "way", x1: `${x(0)}`, x2: `${x(until)}`, y1: `${y}`, y2: `${y}` }),
    ];
    const probes = period === null ? 0 : Math.floor((Math.min(until, stop ?? until) - 1e-9) / period);
    for (let probe = 1, step = Math.ceil(probes / mostProbes); probe <= probes; probe += step)
        elements.push(shape("circle", { class: "probe", cx: `${x(probe * (period ?? 0))}`, cy: `${y}`, r: "4" }));

    if (hop?.silence != null && hop.silence <= horizon) {
        elements.push(
            shape("rect", { class: "packet", x: `${x(hop.silence) - 4}`, y: `${y - 4}`, width: "8", height: "8" }),
        );
    }
    if (end !== null) {
        const kind = hop === undefined ? "end" : "forget";
        elements.push(shape("line", { class: kind, x1: `${x(end)}`, x2: `${x(end)}`, y1: `${y - 9}`, y2: `${y + 9}` }));
    }
    const ends = end === null ? "never" : `${Number(end.toFixed(1))} s`;
    // A number with very many digits overlaps its line rather than leaving the drawing.
    elements.push(label(ends, Math.min(x(until) + 8, width - widestDigit * ends.length), y + 4));
    return elements;
}

function label(text: string, x: number, y: number, anchor = "start"): SVGElement {
    const element = shape("text", { x: `${x}`, y: `${y}`, "text-anchor": anchor });
    element.textContent = text;
    return element;
}

function shape<Name extends keyof SVGElementTagNameMap>(
    name: Name,
    attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Name] {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
}
