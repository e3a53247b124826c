/** Trials and their results. All times are whole seconds. */

/** The end that sends the first packet after the silence: a hop may restore a dropped connection from one side only. */
export const breakers = ["client", "host"] as const;
export type Breaker = (typeof breakers)[number];

/** A session that is left silent for this long, and then used once. */
export interface Probe {
    readonly breaker: Breaker;
    readonly silence: number;
}

export function isSameProbe(a: Probe, b: Probe): boolean {
    return a.breaker === b.breaker && a.silence === b.silence;
}

/** The result of a session. "dropped": no answer at all; "reset": the connection was torn down instead. */
export type Outcome = "kept" | "dropped" | "reset";

/** One silence, and whether the path still had the connection after it. */
export interface Trial extends Probe {
    readonly outcome: Outcome;
}

/** The combined result of the trials of one breaker. */
export interface Bounds {
    /** The longest silence after which the connection was kept; 0 where none was. */
    readonly kept: number;
    /** The shortest silence after which it was lost; null where none was. */
    readonly lost: number | null;
    /** How many trials contradict that: sessions lost although longer silences were kept, or the reverse. */
    readonly contradictions: number;
    /** How many more trials were lost than kept from `lost` on. A single loss may have another cause. */
    readonly support: number;
}

/** The bounds that contradict the fewest trials; among equals the lowest, which is the safe side. */
export function boundsOf(trials: readonly Trial[], breaker: Breaker): Bounds {
    const own = trials.filter((trial) => trial.breaker === breaker);
    const kept = own.filter(({ outcome }) => outcome === "kept").map(({ silence }) => silence);
    const lost = own.filter(({ outcome }) => outcome !== "kept").map(({ silence }) => silence);
    const candidates = [...new Set(lost)].sort((a, b) => a - b).concat(Infinity);
    const contradictions = (bound: number) =>
        lost.filter((silence) => silence < bound).length + kept.filter((silence) => silence >= bound).length;
    const bound = candidates.reduce((best, each) => (contradictions(each) < contradictions(best) ? each : best));
    return {
        kept: Math.max(0, ...kept.filter((silence) => silence < bound)),
        lost: bound === Infinity ? null : bound,
        contradictions: contradictions(bound),
        support: lost.filter((silence) => silence >= bound).length - kept.filter((silence) => silence >= bound).length,
    };
}

/** The bounds for both breakers together. */
export function bothBounds(trials: readonly Trial[]): Record<Breaker, Bounds> {
    return { client: boundsOf(trials, "client"), host: boundsOf(trials, "host") };
}

/** The other end. */
export function otherThan(breaker: Breaker): Breaker {
    return breaker === "client" ? "host" : "client";
}
