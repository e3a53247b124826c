import type { HostSet } from "../../../test/support/testbed";
import type { Wanted } from "../settings";

/** A program to be measured, started in the controller's network namespace. */
export interface Job {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
}

/** One method of applying settings, set up for a set of hosts as a user would set it up. */
export interface Prepared {
    /** Writes the requested settings to the place where the user would write them. */
    readonly configure: (wanted: Wanted) => void;
    /** Applies the settings. */
    readonly apply: Job;
    /** Previews the changes, if the peer supports it. */
    readonly preview?: Job;
    /** The size of the stored state of the hosts, in bytes, if there is any. */
    readonly stateBytes?: () => number;
}

/** A peer: one of the compared methods. */
export interface Peer {
    /** The name in tables and plots. */
    readonly name: string;
    /** Sets the peer up in a separate folder. */
    readonly prepare: (set: HostSet, folder: string) => Promise<Prepared>;
}

/**
 * The number of hosts at a time: Pulumi's default, four per processor.
 * Source: pkg/cmd/pulumi/operations, defaultParallel.
 */
export function defaultParallel(processors: number): number {
    return 4 * processors;
}
