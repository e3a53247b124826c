import { duration } from "../../core/duration";
import type { TimingReport } from "../../core/timing/report";
import { timelineOf } from "../../core/timing/timeline";
import { plainTerminal, type Terminal } from "../output";
import { wrapped } from "../text";

const marks = {
    ascii: { line: "-", probe: "?", end: "X", packet: "+", drop: "|", more: ">" },
    unicode: { line: "─", probe: "●", end: "✗", packet: "◆", drop: "┃", more: "→" },
};

/**
 * The timeline as text: one row for each end and each failure of its peer, and one for each hop, all on one scale from 0 to
 * the last event. It is as wide as the terminal, and empty if there are no events.
 */
export function timeline(timing: TimingReport, terminal: Terminal = plainTerminal): string[] {
    const { peers, hops, horizon } = timelineOf(timing);
    if (horizon === 0) return [];
    const mark = terminal.unicode ? marks.unicode : marks.ascii;
    const names = [...peers.map(({ name }) => name), ...hops.map(({ name }) => name)];
    const label = (seconds: number | null) =>
        seconds === null ? "never" : terminal.columns < 70 ? `${Number(seconds.toFixed(1))} s` : duration(seconds);
    const labels = [...peers.map(({ end }) => label(end)), ...hops.map(({ idleTimeout }) => label(idleTimeout))];
    const longest = Math.max(...names.map(({ length }) => length)) + 1;
    // In a narrow terminal each name is above its line.
    const isStacked = longest > terminal.columns / 2.5;
    const nameWidth = isStacked ? 0 : longest;
    const width = Math.max(8, terminal.columns - 4 - nameWidth - Math.max(...labels.map(({ length }) => length)));
    const column = (seconds: number) => Math.min(width - 1, Math.round((seconds / horizon) * (width - 1)));
    const draw = (name: string, at: readonly (readonly [number, string])[], end: number | null): string => {
        const line = Array.from({ length: width }, () => mark.line);
        for (const [position, sign] of at) line[position] = sign;
        const until = end === null ? width : Math.max(...at.map(([position]) => position)) + 1;
        const tail = end === null ? mark.more : "";
        return `${isStacked ? `${name}\n` : `${name} `.padEnd(nameWidth)}${line.slice(0, until).join("")}${tail} ${label(end)}`;
    };
    const rows = [
        ...peers.map(({ name, period, stop, end }) => {
            const until = Math.min(end ?? Infinity, horizon, stop === null ? Infinity : stop + 1);
            const probes = period === null ? [] : upTo(until, period, column, width);
            const ends = end === null ? [] : [[column(end), mark.end] as const];
            return draw(name, [...probes.map((at) => [at, mark.probe] as const), ...ends], end);
        }),
        ...hops.map(({ name, idleTimeout, silence }) => {
            const next = silence !== null && silence <= horizon ? [[column(silence), mark.packet] as const] : [];
            return draw(name, [...next, [column(idleTimeout), mark.drop] as const], idleTimeout);
        }),
    ];
    const scale = `${"0 s".padEnd(width - label(horizon).length)}${label(horizon)}`;
    const hopLegend =
        hops.length > 0
            ? `, ${mark.packet} the next packet of an idle session, ${mark.drop} the hop drops the connection`
            : "";
    const legend = `${mark.probe} a probe, ${mark.end} the session ends${hopLegend}`;
    return [`${" ".repeat(nameWidth)}${scale}`, ...rows, wrapped(legend, terminal.columns - 2)].flatMap((line) =>
        line.split("\n"),
    );
}

// Probes in the same column share one mark, so the number of marks never exceeds the width.
function upTo(until: number, period: number, column: (seconds: number) => number, width: number): number[] {
    const columns = new Set<number>();
    for (let seconds = period; seconds < until && columns.size < width; seconds += period) columns.add(column(seconds));
    return [...columns];
}
