/** The timeline of both ends and the hops, as SVG. Its numbers are also in the table beside it. */
import { duration } from "../core/duration";
import { type PeerRow, timelineOf } from "../core/timeline";
import type { HopReport, TimingReport } from "../core/timingReport";

const [width, left, right, rowHeight] = [760, 190, 130, 34];
const mostProbes = 150;

type Row = Partial<PeerRow> &
    Pick<PeerRow, "name" | "end"> & {
        readonly hop?: Pick<HopReport, "silence">;
    };

/** Rows on one scale from 0 to the last event; null where nothing ever happens. */
export function drawTimeline(timing: TimingReport): SVGSVGElement | null {
    const { peers, hops, horizon } = timelineOf(timing);
    if (horizon === 0) return null;
    const rows: Row[] = [...peers, ...hops.map((hop) => ({ name: hop.title, end: hop.idleTimeout, hop }))];
    const x = (seconds: number) => left + (seconds / horizon) * (width - left - right);
    const svg = shape("svg", { viewBox: `0 0 ${width} ${rows.length * rowHeight + 24}`, role: "img" });
    svg.setAttribute("aria-label", rows.map(({ name, end }) => `${name}: ${duration(end)}`).join("; "));
    rows.forEach((row, index) => svg.append(...drawn(row, (index + 0.7) * rowHeight, horizon, x)));
    const foot = rows.length * rowHeight + 18;
    svg.append(label("0 s", left, foot), label(duration(horizon), width - right, foot, "end"));
    return svg;
}

function drawn(row: Row, y: number, horizon: number, x: (seconds: number) => number): SVGElement[] {
    const { name, period = null, stop = null, end, hop } = row;
    const until = Math.min(end ?? horizon, horizon);
    const name26 = name.length > 26 ? `${name.slice(0, 25)}…` : name;
    const elements: SVGElement[] = [
        label(name26, 0, y + 4),
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
    elements.push(label(end === null ? "never" : `${Number(end.toFixed(1))} s`, x(until) + 8, y + 4));
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
