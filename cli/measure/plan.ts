/** Plans the next trials. Pure: maps the trials so far to the sessions to start and to end. */
import { refinedSilences, rungs, tolerance } from "./ladder";
import { type Bounds, type Probe, type Trial, bothBounds, breakers, isSameProbe, otherThan } from "./trials";

/** The number of lost sessions that make a loss certain. */
const confirmations = 2;

/** The maximum number of trials of one silence before the path is considered irregular. */
const maxTrials = 6;

export interface Plan {
    readonly start: Probe[];
    readonly cancel: Probe[];
}

/** `limit`: the longest silence worth trying, in seconds. `pending`: sessions in progress. Neither: the search is done. */
export function plan(trials: readonly Trial[], pending: readonly Probe[], limit: number): Plan {
    const bounds = bothBounds(trials);
    const needed = breakers.flatMap((breaker) => {
        const own = pending.filter((probe) => probe.breaker === breaker).map(({ silence }) => silence);
        const tried = trials.filter((trial) => trial.breaker === breaker).map(({ silence }) => silence);
        return neededSilences(bounds[breaker], bounds[otherThan(breaker)], own, tried, limit).map((silence) => ({
            breaker,
            silence,
        }));
    });
    return {
        start: needed.filter((probe) => !pending.some((each) => isSameProbe(each, probe))).sort(shortestFirst),
        cancel: pending.filter((probe) => !needed.some((each) => isSameProbe(each, probe))),
    };
}

function neededSilences(
    bounds: Bounds,
    other: Bounds,
    pending: readonly number[],
    tried: readonly number[],
    limit: number,
): number[] {
    const { kept, lost } = bounds;
    // The direction with the shorter timeout decides for the path; this one lasts longer, and no more is needed.
    if (other.lost !== null && isCertain(other, bounds) && kept >= other.lost) return [];
    if (lost === null) return rungs(limit).filter((rung) => rung > kept);
    const inside = pending.filter((silence) => silence > kept && silence < lost);
    const narrower = lost - kept <= tolerance(kept) || inside.length > 0 ? inside : refinedSilences(kept, lost);
    return [...narrower, ...confirmingSilences(bounds, other, pending, tried)];
}

/** A longer silence already in progress confirms a loss sooner than another trial of the same silence. */
function confirmingSilences(
    bounds: Bounds,
    other: Bounds,
    pending: readonly number[],
    tried: readonly number[],
): number[] {
    const lost = bounds.lost ?? 0;
    if (isCertain(bounds, other) || tried.filter((silence) => silence === lost).length >= maxTrials) return [];
    const longer = pending.filter((silence) => silence >= lost).sort((a, b) => a - b);
    return [longer[0] ?? lost];
}

/** Sessions of the same silence that different ends break are distinct. */
function isCertain(bounds: Bounds, other: Bounds): boolean {
    return bounds.support + (other.lost === bounds.lost && bounds.support > 0 ? 1 : 0) >= confirmations;
}

function shortestFirst(a: Probe, b: Probe): number {
    return a.silence - b.silence || breakers.indexOf(a.breaker) - breakers.indexOf(b.breaker);
}
