/** The summary of several measurements of the same thing. */
export interface Spread {
    readonly median: number;
    readonly min: number;
    readonly max: number;
}

/** The spread of one or more values. */
export function spread(values: readonly number[]): Spread {
    return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The median; NaN for an empty list. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length / 2;
    const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
    return (low + high) / 2;
}
