import { byParticularity } from "../channelTypes";

/** A checked value as OpenSSH and sysctl write it: yes or no, a number, or channel timeouts, the particular ones first. */
export function rendered(value: boolean | number | Record<string, number>): string {
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "number") return String(value);
    return Object.entries(value)
        .sort(([a], [b]) => byParticularity(a, b))
        .map(([pattern, seconds]) => `${pattern}=${seconds}`)
        .join(" ");
}
