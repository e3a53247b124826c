import type { Task } from "./compare";
import { peers, variants } from "./peers";
import { ansible } from "./peers/ansible";
import type { Peer } from "./peers/peer";
import { scenarios } from "./settings";

/** The default numbers of hosts, with which a run takes less than 15 minutes on two processors. */
export const defaultHosts: readonly number[] = [16, 64, 256];

export interface Choice {
    readonly hosts: readonly number[];
    /** The number of rounds for each peer and number of hosts; by default it depends on the number of hosts. */
    readonly rounds?: number;
    /** Names of the peers to measure. */
    readonly peer: readonly string[];
    /** The maximum number of hosts for Ansible. */
    readonly ansibleUpTo: number;
}

/**
 * All measurements in order. Peers alternate, so that a slow moment of the machine does not affect only one of them. With
 * many hosts, one round is exact enough. A round of Ansible takes as long as ten rounds of the others, so there is only
 * one; with many hosts it comes last, and omits the scenario without a change.
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

/** From this number on, the size of the state matters, and a round takes more than a few seconds. */
const manyHosts = 64;

function roundsFor(count: number): number {
    if (count < manyHosts) return 3;
    return count === manyHosts ? 2 : 1;
}
