import type { Task } from "./compare";
import { peers } from "./peers";
import { ansible } from "./peers/ansible";
import { scenarios } from "./settings";

/** The numbers of hosts without a choice: with them a run stays under 15 minutes on two processors. */
export const defaultHosts: readonly number[] = [1, 16, 64, 256];

export interface Choice {
    readonly hosts: readonly number[];
    /** How often each peer is measured with each number of hosts; as suits the number if missing. */
    readonly rounds?: number;
    /** Names of the peers to measure. */
    readonly peer: readonly string[];
    /** The most hosts that Ansible is measured with. */
    readonly ansibleUpTo: number;
}

/**
 * All measurements in their order. Peers take turns, so that a slow moment of the machine does not fall on one alone.
 * Many hosts need no repetition to be exact. A round of Ansible takes as long as ten of anything else, so there is one,
 * with many hosts in the end and without the scenario that tells nothing new of it.
 */
export function tasks({ hosts, rounds, peer: chosen, ansibleUpTo }: Choice): Task[] {
    const all = hosts.flatMap((count) =>
        Array.from({ length: rounds ?? roundsFor(count) }).flatMap((_, round) =>
            peers
                .filter(({ name }) => chosen.includes(name))
                .filter((peer) => peer !== ansible || (count <= ansibleUpTo && round === 0))
                .map((peer) => ({ peer, hosts: count, scenarios })),
        ),
    );
    const long = ({ peer, hosts: count }: Task): boolean => peer === ansible && count > fewHosts;
    const shortened = all.filter(long).map((task) => ({ ...task, scenarios: scenarios.slice(0, 2) }));
    return [...all.filter((task) => !long(task)), ...shortened];
}

/** Up to here, a round takes seconds. */
const fewHosts = 64;

function roundsFor(count: number): number {
    return count <= fewHosts ? 3 : 1;
}
