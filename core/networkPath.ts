/** Derives an interval from the hops between client and server, so that none of them forgets the connection. */
import { type Hop, hops } from "./hops";
import { didYouMean } from "./suggest";

/** The accepted idle timeouts for a hop of the user's own, in seconds. Below 3, no whole interval stays clear. */
export const ownHopRange = { min: 3, max: 31_536_000 } as const;

/**
 * The longest interval that is ever derived: 300 s. A hop that remembers for days does not need more frequent probes,
 * but a dead peer should still be detected within the hour, and the standards that name a number name this one or a
 * higher one.
 */
export const longestDerivedInterval = 300;

/** A hop by its name, or the user's own hop by its idle timeout in seconds ("1800"). Undefined for anything else. */
export function parseHop(hop: string | number): Hop | undefined {
    const text = String(hop);
    if (!/^\d{1,9}$/.test(text)) return hops.find(({ name }) => name === text);
    const idleTimeout = Number(text);
    if (idleTimeout < ownHopRange.min || idleTimeout > ownHopRange.max) return undefined;
    return {
        name: text,
        title: `the hop of ${idleTimeout} s`,
        idleTimeout,
        resetByTcpKeepalive: true,
        known: "documented",
        source: "as given",
    };
}

/** Why `parseHop` rejects this, and what it accepts. */
export function unknownHopReason(hop: string): string {
    if (/^[\d.,\s+-]+$/.test(hop))
        return `a hop of your own is given as its idle timeout in whole seconds, ${ownHopRange.min} to ${ownHopRange.max}`;

    const names = hops.map(({ name }) => name);
    return `no hop has this name${didYouMean(hop, names) || "."} Known: ${names.join(", ")}; or give the hop's idle timeout in seconds, such as "1800"`;
}

/** The hop of the path that forgets first; the earlier of two equal ones. Undefined for a path without known hops. */
export function smallestHop(path: readonly (string | number)[]): Hop | undefined {
    return path
        .map(parseHop)
        .filter((hop) => hop !== undefined)
        .reduce<Hop | undefined>(
            (least, hop) => (least && least.idleTimeout <= hop.idleTimeout ? least : hop),
            undefined,
        );
}

/**
 * How long before a hop forgets the next probe must be sent, in seconds: a tenth of the idle timeout and at least 15;
 * under 60, a quarter.
 *
 * A lost probe does not cost a whole period: it is TCP data, and the kernel retransmits it 0.2 s, 0.6 s, 1.4 s, 3 s,
 * 6.2 s and 12.6 s later, and each retransmission resets the hop's clock. 15 s tolerate six losses in a row; the tenth
 * allows for hops with a coarse timer.
 */
export function marginFor(idleTimeout: number): number {
    return idleTimeout < 60 ? idleTimeout / 4 : Math.max(15, idleTimeout / 10);
}

/**
 * The longest whole interval, in seconds, whose probes stay clear of the given idle timeout by its margin on every
 * OpenSSH version: floor((timeout − margin) / 2), because sshd 9.2 to 9.4 wait two intervals between probes and a
 * host's version is not known before it is reached. At least 1, at most `longestDerivedInterval`.
 */
export function intervalForTimeout(idleTimeout: number): number {
    const clear = Math.floor((idleTimeout - marginFor(idleTimeout)) / 2);
    return Math.min(longestDerivedInterval, Math.max(1, clear));
}

/** The interval for the smallest hop of the path. Undefined for a path without known hops. */
export function intervalFor(path: readonly (string | number)[]): number | undefined {
    const idleTimeout = smallestHop(path)?.idleTimeout;
    return idleTimeout === undefined ? undefined : intervalForTimeout(idleTimeout);
}
