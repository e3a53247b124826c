import type { Machine } from "./machine";
import type { HostCost } from "./measure/hosts";
import type { PeakMemory } from "./measure/memory";
import type { Scenario } from "./settings";
import { type Spread, spread } from "./statistics";

/** One measured run of one peer. Times are in seconds. */
export interface Sample {
    readonly hosts: number;
    readonly peer: string;
    readonly scenario: Scenario | "preview";
    readonly wall: number;
    /** Processor time on the controller. */
    readonly cpu: number;
    /** MiB. */
    readonly memory: PeakMemory;
    readonly onHost: HostCost;
    /** Bytes of state per host, if there is a state. */
    readonly state?: number;
}

/** The summary of the samples of one peer, scenario and number of hosts. */
export interface Figure extends Omit<Sample, "wall" | "cpu"> {
    readonly rounds: number;
    readonly wall: Spread;
    readonly cpu: Spread;
}

/** A preview of a small stack, or of an empty program. */
export interface PreviewFigure {
    readonly program: string;
    readonly wall: Spread;
    readonly cpu: Spread;
}

/** Private hosts behind one bastion. */
export interface BastionFigure {
    readonly hosts: number;
    /** Pulumi's --parallel; its default if missing. */
    readonly parallel?: number;
    readonly succeeded: number;
    readonly wall: number;
    /** The number of connections that the bastion refused because of MaxStartups. */
    readonly refused: number;
}

/** All results of one run of the benchmark: tools/bench/results.json. */
export interface Results {
    readonly begun: string;
    /** The total duration, in seconds. */
    readonly took: number;
    readonly machine: Machine;
    readonly versions: Readonly<Record<string, string>>;
    readonly figures: readonly Figure[];
    readonly previews: readonly PreviewFigure[];
    readonly bastion: readonly BastionFigure[];
}

/** Groups the rounds of the same measurement, fewer hosts first, otherwise in the order in which they were measured. */
export function figuresOf(samples: readonly Sample[]): Figure[] {
    const groups = new Map<string, Sample[]>();
    for (const sample of samples) {
        const key = [sample.hosts, sample.peer, sample.scenario].join();
        groups.set(key, [...(groups.get(key) ?? []), sample]);
    }
    const figures = [...groups.values()].map((rounds) => {
        const sorted = [...rounds].sort((a, b) => a.wall - b.wall);
        // The other figures are those of the median round.
        const typical = sorted[Math.floor((sorted.length - 1) / 2)] as Sample;
        return {
            ...typical,
            rounds: rounds.length,
            wall: spread(rounds.map(({ wall }) => wall)),
            cpu: spread(rounds.map(({ cpu }) => cpu)),
        };
    });
    return figures.sort((a, b) => a.hosts - b.hosts);
}
