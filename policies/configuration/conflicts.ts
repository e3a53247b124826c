import { sysctlKeys } from "../../core/directives";
import type { KernelSettings } from "../../core/settings";
import type { Bound, Range } from "./bounds";

/** Bounds on sshd's settings that no settings meet, as one sentence; none if there are such settings. */
export function sshdConflict(bounds: readonly Bound[]): string[] {
    return conflict(bounds, haveSshdSettings, "no ClientAliveInterval and ClientAliveCountMax meet");
}

/** The same for the kernel's settings. */
export function kernelConflict(bounds: readonly Bound[]): string[] {
    return conflict(bounds, haveKernelSettings, "no net.ipv4.tcp_keepalive_* values meet");
}

/** Names the one bound, else the two, else all those that are too strict. */
function conflict(bounds: readonly Bound[], canBeMet: (some: readonly Bound[]) => boolean, what: string): string[] {
    const single = bounds.map((bound) => [bound]);
    const pairs = bounds.flatMap((one, i) => bounds.slice(i + 1).map((other) => [one, other]));
    const culprits = [...single, ...pairs, [...bounds]].find((some) => !canBeMet(some));
    if (culprits === undefined) return [];

    const settings = culprits.map(({ setting }) => setting);
    const last = settings.pop()!;
    const reason =
        settings.length === 0
            ? `${last} is too strict: ${what} it`
            : `${settings.join(", ")} and ${last} contradict each other: ${what} ${settings.length > 1 ? "all" : "both"}`;
    const changes = [...new Set(culprits.map(({ change }) => change))].join(", or ");
    return [`${reason}. ${changes.charAt(0).toUpperCase()}${changes.slice(1)}.`];
}

/** The largest duration that a bound can have, in seconds. No higher count helps, even at an interval of 1 s. */
const maxDuration = 604_800;

function haveSshdSettings(bounds: readonly Bound[]): boolean {
    const count = intersection(bounds.map((bound) => bound.count));
    const intervals = bounds.map((bound) => divided(bound.interval, bound.doubles === true ? 2 : 1));
    if (isEmpty(intersection(intervals))) return false;

    for (let each = count.min; each <= Math.min(count.max, maxDuration); each++) {
        // The session ends after count + 1 periods.
        const ofCount = bounds.map(({ ends, doubles }) => divided(ends, (each + 1) * (doubles === true ? 2 : 1)));
        const interval = intersection([...intervals, ...ofCount]);
        if (!isEmpty(interval)) return true;

        if (interval.max < 1) return false; // and a higher count only lowers it
    }
    return false;
}

/** The whole numbers of at least 1 that are in all ranges. */
function intersection(ranges: readonly (Range | undefined)[]): Required<Range> {
    return {
        min: Math.max(1, ...ranges.map((range) => range?.min ?? 1)),
        max: Math.min(...ranges.map((range) => range?.max ?? Infinity)),
    };
}

function isEmpty({ min, max }: Required<Range>): boolean {
    return min > max;
}

/** The whole numbers whose product with `by` is in the range. */
function divided({ min = 1, max = Infinity }: Range = {}, by: number): Required<Range> {
    return { min: Math.ceil(min / by), max: Math.floor(max / by) };
}

/** The kernel's own ranges count as well. */
function haveKernelSettings(bounds: readonly Bound[]): boolean {
    const time = intersection([rangeOf("time"), ...bounds.map((bound) => bound.interval)]);
    const [interval, probes] = [rangeOf("interval"), rangeOf("probes")];
    const possible = { min: time.min + interval.min * probes.min, max: time.max + interval.max * probes.max };
    return !isEmpty(time) && !isEmpty(intersection([possible, ...bounds.map(({ ends }) => ends)]));
}

function rangeOf(property: keyof KernelSettings): Required<Range> {
    const { min = 1, max = Infinity } = sysctlKeys.find((row) => row.property === property) ?? {};
    return { min, max };
}
