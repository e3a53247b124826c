import type { Task } from "./compare";
import { peers, variants } from "./peers";
import { ansible } from "./peers/ansible";
import type { Peer } from "./peers/peer";
import { scenarios } from "./settings";

/** The numbers of hosts without a choice: with them a run stays under 15 minutes on two processors. */
export const defaultHosts: readonly number[] = [16, 64, 256];

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
    const takesPart = (peer: Peer, count: number, round: number): boolean => {
        if (!chosen.includes(peer.name)) return false;
        if (peer === ansible) return count <= ansibleUpTo && round === 0;
        return !variants.includes(peer) || (count >= manyHosts && round === 0);
    };
    const all = hosts.flatMap((count) =>
        Array.from({ length: rounds ?? roundsFor(count) }).flatMap((_, round) =>
            peers.filter((peer) => takesPart(peer, count, round)).map((peer) => ({ peer, hosts: count, scenarios })),
        ),
    );
    const long = ({ peer, hosts: count }: Task): boolean => peer === ansible && count >= manyHosts;
    const shortened = all.filter(long).map((task) => ({ ...task, scenarios: scenarios.slice(0, 2) }));
    return [...all.filter((task) => !long(task)), ...shortened];
}

/** From here on, what is written down about the hosts counts, and a round takes more than seconds. */
const manyHosts = 64;

function roundsFor(count: number): number {
    if (count < manyHosts) return 3;
    return count === manyHosts ? 2 : 1;
}
