import type { TimingReport } from "../../core/describeTiming";
import { duration } from "../../core/duration";

const width = 60;
const nameWidth = 30;

/**
 * The timeline in text: one row for the peer that is well, one for each way of being gone, one for each hop, all on one
 * scale from 0 to the last event. Empty where nothing ever happens.
 */
export function timeline(timing: TimingReport): string[] {
    const { probePeriod, endsUnreachable, endsUnresponsive, hops } = timing;
    // A hop that forgets much later than the session ends would press everything else into the first columns.
    const ends = [endsUnreachable, endsUnresponsive].filter((end) => end !== null);
    const last = Math.max(0, ...ends);
    const shown = hops.filter(({ idleTimeout }) => last === 0 || idleTimeout <= 2 * last);
    const horizon = Math.max(last, ...shown.map(({ idleTimeout }) => idleTimeout), 0);
    if (horizon === 0) return [];
    const column = (seconds: number) => Math.min(width - 1, Math.round((seconds / horizon) * (width - 1)));
    const questions = (until: number) =>
        probePeriod === null ? [] : upTo(until, probePeriod, column).map((at) => [at, "?"] as const);
    const end = (seconds: number | null) => (seconds === null ? [] : [[column(seconds), "X"] as const]);
    const rows = [
        row("hung peer", [...questions(endsUnresponsive ?? horizon), ...end(endsUnresponsive)], endsUnresponsive),
        row("unreachable peer", [...questions(endsUnreachable ?? horizon), ...end(endsUnreachable)], endsUnreachable),
        ...shown.map(({ name, idleTimeout, silence }) => {
            const next = silence !== null && silence <= horizon ? [[column(silence), "+"] as const] : [];
            return row(name, [...next, [column(idleTimeout), "|"] as const], idleTimeout);
        }),
    ];
    const scale = `${"0 s".padEnd(width - duration(horizon).length)}${duration(horizon)}`;
    const legend = shown.length > 0 ? ", + the next packet of an idle session, | the hop forgets" : "";
    return [`${" ".repeat(nameWidth)}${scale}`, ...rows, "", `? sshd asks, X the session ends${legend}`];
}

function row(name: string, marks: readonly (readonly [column: number, mark: string])[], end: number | null): string {
    const line = Array.from({ length: width }, () => "-");
    for (const [column, mark] of marks) line[column] = mark;
    const last = end === null ? width : Math.max(...marks.map(([column]) => column)) + 1;
    const text = line.slice(0, last).join("");
    return `${`${name} `.slice(0, nameWidth).padEnd(nameWidth)}${text}${end === null ? "> never" : ` ${duration(end)}`}`;
}

// Questions that fall into one column are one mark, so a short interval costs no more than the width.
function upTo(until: number, period: number, column: (seconds: number) => number): number[] {
    const columns = new Set<number>();
    for (let seconds = period; seconds < until && columns.size < width; seconds += period) columns.add(column(seconds));
    return [...columns];
}
