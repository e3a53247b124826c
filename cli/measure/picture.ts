import type { Finding } from "./finding";
import { shortestSilence } from "./ladder";
import type { Measurement } from "./measure";
import type { Screen } from "./screen";
import { type Bounds, type Breaker, breakers } from "./trials";

const names: Record<Breaker, string> = { client: "you ", host: "host " };
const nameWidth = 5;
const marks = [3, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 43_200, 86_400];

/** The results of both ends on one logarithmic scale: silences that were kept, unknown ones, and those that were lost. */
export function picture({ upTo, trials }: Measurement, { bounds }: Finding, { width, unicode }: Screen): string[] {
    if (trials.length === 0) return [];
    const columns = Math.min(width, 100) - nameWidth - 1;
    const last = Math.max(upTo, shortestSilence + 1);
    const column = (seconds: number) => {
        const share = Math.log(Math.max(seconds, shortestSilence) / shortestSilence) / Math.log(last / shortestSilence);
        return Math.min(columns - 1, Math.round(share * (columns - 1)));
    };
    const signs = unicode ? { kept: "━", open: "┄", lost: "×" } : { kept: "=", open: ".", lost: "x" };
    const bar = ({ kept, lost }: Bounds) =>
        Array.from({ length: columns }, (_, at) => {
            if (lost !== null && at >= column(lost)) return signs.lost;
            return kept > 0 && at <= column(kept) ? signs.kept : signs.open;
        }).join("");
    return [
        ...breakers.map((breaker) => names[breaker].padEnd(nameWidth) + bar(bounds[breaker])),
        " ".repeat(nameWidth) + scale(last, columns, column),
        `${" ".repeat(nameWidth)}${signs.kept} kept  ${signs.open} unknown  ${signs.lost} lost`,
    ];
}

function scale(last: number, columns: number, column: (seconds: number) => number): string {
    let line = "";
    for (const mark of marks.filter((each) => each <= last)) {
        const label = inUnits(mark);
        if (column(mark) >= line.length + (line === "" ? 0 : 2) && column(mark) + label.length <= columns)
            line = line.padEnd(column(mark)) + label;
    }
    return line;
}

function inUnits(seconds: number): string {
    if (seconds < 60) return `${seconds} s`;
    return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}
