/** Seconds with, from two minutes on, the same in larger units: `3720 s (1 h 2 min)`. `never` for null. */
export function duration(seconds: number | null): string {
    if (seconds === null) return "never";
    const short = `${Number(seconds.toFixed(1))} s`;
    return seconds < 120 ? short : `${short} (${inUnits(Math.round(seconds))})`;
}

function inUnits(seconds: number): string {
    const parts = [
        [Math.floor(seconds / 86_400), "d"],
        [Math.floor((seconds % 86_400) / 3600), "h"],
        [Math.floor((seconds % 3600) / 60), "min"],
        [seconds % 60, "s"],
    ] as const;
    return parts
        .filter(([amount]) => amount > 0)
        .slice(0, 2)
        .map(([amount, unit]) => `${amount} ${unit}`)
        .join(" ");
}
