/** The silences to try, in whole seconds. */
import { hops } from "../../core/hops";
import { ownHopRange } from "../../core/networkPath";

/** The maximum distance between the resulting bounds: 5 s, or 5 % of the lower one if that is more. */
export function tolerance(kept: number): number {
    return Math.max(5, kept / 20);
}

/** The shortest silence that is tried: the shortest idle timeout that `networkPath` accepts. */
export const shortestSilence = ownHopRange.min;

const denseLimit = 62;
const largestStep = 1.65;

/**
 * The rungs up to the limit, ascending. Up to a minute they are 5 s apart, so that one round finds a short timeout. Above
 * that, two rungs as close as the tolerance allows enclose each timeout of a known hop, so that one round finds those
 * as well; between them, no rung is more than 1.65 times the one before.
 */
export function rungs(limit: number): number[] {
    const dense: number[] = [shortestSilence];
    for (let silence = 7; silence <= denseLimit; silence += 5) dense.push(silence);
    const timeouts = [...new Set(hops.map(({ idleTimeout }) => idleTimeout))]
        .filter((timeout) => timeout > denseLimit && timeout * 0.976 < limit)
        .sort((a, b) => a - b);
    const marks = [...dense, ...enclosing(timeouts), limit].filter((rung) => rung <= limit).sort((a, b) => a - b);
    return [...new Set(marks.flatMap((rung, index) => [...between(marks[index - 1] ?? rung, rung), rung]))];
}

/** Two rungs around each timeout, ascending; neighbours that are close together share the one between them. */
function enclosing(timeouts: readonly number[]): number[] {
    return timeouts.reduce<number[]>((rungs, timeout) => {
        const last = rungs.at(-1) ?? 0;
        if (timeout < last) return rungs;
        const below = Math.ceil(timeout * 0.976);
        const from = below <= last ? last : below;
        return [...rungs, ...(from === last ? [] : [from]), Math.floor(from + tolerance(from))];
    }, []);
}

/** Rungs between two marks that are too far apart, evenly on a logarithmic scale. */
function between(from: number, to: number): number[] {
    const parts = from < denseLimit ? 1 : Math.ceil(Math.log(to / from) / Math.log(largestStep));
    return Array.from({ length: Math.max(0, parts - 1) }, (_, index) =>
        Math.round(from * (to / from) ** ((index + 1) / parts)),
    );
}

/** Whole seconds between the bounds, so that each part is within the tolerance. */
export function refinedSilences(kept: number, lost: number): number[] {
    const step = Math.floor(tolerance(kept));
    const parts = Math.ceil((lost - kept) / step);
    return Array.from({ length: Math.max(0, parts - 1) }, (_, index) =>
        Math.round(kept + ((lost - kept) * (index + 1)) / parts),
    ).filter((silence) => silence > kept && silence < lost);
}
