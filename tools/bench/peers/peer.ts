import type { HostSet } from "../../../test/support/testbed";
import type { Wanted } from "../settings";

/** A program to be measured, started in the controller's network namespace. */
export interface Job {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
}

/** One way to bring settings to hosts, set up for a set of hosts as its user would have it. */
export interface Prepared {
    /** Writes the wanted settings to where the user would write them. */
    readonly configure: (wanted: Wanted) => void;
    /** Brings them about. */
    readonly apply: Job;
    /** Says what would be done, where the peer can. */
    readonly preview?: Job;
    /** Size of all that is remembered about the hosts, in bytes, where anything is. */
    readonly stateBytes?: () => number;
}

/** One of those that are compared. */
export interface Peer {
    /** As in tables and plots. */
    readonly name: string;
    /** In a separate folder. */
    readonly prepare: (set: HostSet, folder: string) => Promise<Prepared>;
}

/**
 * How many hosts are worked on at a time: what Pulumi does by default, four for each processor.
 * Source: pkg/cmd/pulumi/operations, defaultParallel.
 */
export function defaultParallel(processors: number): number {
    return 4 * processors;
}
