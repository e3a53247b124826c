/** OpenSSH versions, and what changed between them. */
import { distributionNamed } from "./distributions";

/** An OpenSSH version; the portable patch level ("p1") does not affect behaviour and is left out. */
export interface OpenSshVersion {
    major: number;
    minor: number;
}

/**
 * A version as people and programs write it: `"9.2"`, `"OpenSSH_9.2p1 Debian-2+deb12u3"`, the name of a distribution
 * (`"debian-12"`, `"rhel8"`; see distributions.ts), or already parsed.
 */
export type OpenSshVersionLike = string | OpenSshVersion;

/**
 * Reads the version out of a banner ("OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL …"), of what `sshd -V` prints, of a bare
 * "9.2" or "9.2p1", or of a distribution's name. Undefined where there is none.
 */
export function parseOpenSshVersion(text: OpenSshVersionLike): OpenSshVersion | undefined {
    if (typeof text !== "string") return text;
    const version = distributionNamed(text)?.openssh ?? text;
    const found = /(?:OpenSSH_(?:for_Windows_)?|^\s*)(\d{1,3})\.(\d{1,3})(?![\d])/i.exec(version);
    return found === null ? undefined : { major: Number(found[1]), minor: Number(found[2]) };
}

/** Major and minor version, such as "9.2"; undefined where there is none, or it cannot be read. */
export function shortVersion(version: OpenSshVersionLike | undefined): string | undefined {
    const parsed = version === undefined ? undefined : parseOpenSshVersion(version);
    return parsed && `${parsed.major}.${parsed.minor}`;
}

/** Whether the version is the given one ("9.2") or a later one; false where it cannot be read. */
export function isAtLeast(version: OpenSshVersionLike, since: OpenSshVersionLike): boolean {
    const a = parseOpenSshVersion(version);
    const b = parseOpenSshVersion(since);
    if (a === undefined || b === undefined) return false;
    return a.major > b.major || (a.major === b.major && a.minor >= b.minor);
}

/** One thing that some versions do differently, and that changes when a session is probed or ended. */
export interface Quirk {
    readonly end: "sshd" | "ssh";
    /** The ranges of versions that do it: from the first (every one before where it is left out) to the last. */
    readonly versions: readonly { readonly since?: string; readonly last?: string }[];
    readonly summary: string;
    /** How it is known. */
    readonly known: string;
}

/** What changes the clock, by version. The timing model and docs/timing.md use these rows. */
export const quirks = {
    doubledInterval: {
        end: "sshd",
        versions: [{ since: "9.2", last: "9.4" }],
        summary: "a probe is sent at every other interval only: P = 2 × I",
        known: "measured on 9.2; fixed in 9.5",
    },
    doubledCount: {
        end: "sshd",
        versions: [{ since: "7.6", last: "7.9" }],
        summary:
            "every interval counts twice: a hung peer's session ends after ceil((N + 1) / 2) × I, and with count 1 a healthy idle session is ended after I",
        known: "measured on 7.6; 7.7 to 7.9 by source; fixed in 8.0",
    },
    countZeroEnds: {
        end: "sshd",
        versions: [{ last: "8.1" }],
        summary: "`ClientAliveCountMax 0` ends a session at the first interval; later versions never end it",
        known: "release notes of 8.2",
    },
    rekeyLimitStopsProbes: {
        end: "sshd",
        versions: [
            { since: "6.3", last: "7.5" },
            { since: "8.0", last: "8.6" },
        ],
        summary:
            "with a time in `RekeyLimit`, probes stop for good when the next key exchange is due in less than one interval (6.3 to 7.5: none is ever sent)",
        known: "measured on 8.2 and 8.4; the others by source",
    },
    unusedTimeoutStretches: {
        end: "sshd",
        versions: [{ since: "9.2", last: "10.2" }],
        summary:
            "an `UnusedConnectionTimeout` U shorter than the interval makes P a multiple of U: U × ceil(I / U), and U × (floor(I / U) + 1) up to 9.4",
        known: "measured on 9.2 and 10.0; fixed in 10.3",
    },
    outputHidesHungPeer: {
        end: "sshd",
        versions: [{ last: "7.5" }, { since: "9.2" }],
        summary: "output of the session counts as activity, so a hung peer is detected only while the session is idle",
        known: "measured on 9.2, 9.6, 10.0, 10.2, 10.3 and 10.6; 7.5 and older by source",
    },
    clientRekeyLimitStopsProbes: {
        end: "ssh",
        versions: [{ since: "6.3", last: "8.2" }],
        summary:
            "with a time in the client's `RekeyLimit`, its probes stop for good when the next key exchange is due in less than one interval",
        known: "measured on 8.2",
    },
    typingHidesHungServer: {
        end: "ssh",
        versions: [{ last: "8.2" }],
        summary: "the user's typing counts as activity, so a hung server is detected only while the session is idle",
        known: "measured on 8.2",
    },
} as const satisfies Record<string, Quirk>;

const [doubling] = quirks.doubledInterval.versions;
const [stretching] = quirks.unusedTimeoutStretches.versions;

/** The versions whose sshd probes at twice the interval, for sentences. */
export const doublingVersions = `OpenSSH ${doubling.since} to ${doubling.last}`;

/** The versions whose sshd probes later where `UnusedConnectionTimeout` is shorter than the interval, for sentences. */
export const stretchingVersions = `OpenSSH ${stretching.since} to ${stretching.last}`;

/** A version that probes least often, whatever the settings are. */
export const slowestVersion = doubling.since;

/** Whether this version has the quirk. An unknown version has none. */
export function hasQuirk(version: OpenSshVersionLike | undefined, name: keyof typeof quirks): boolean {
    const parsed = version === undefined ? undefined : parseOpenSshVersion(version);
    if (parsed === undefined) return false;
    return (quirks[name] as Quirk).versions.some(
        ({ since, last }) =>
            (since === undefined || isAtLeast(parsed, since)) && (last === undefined || isAtLeast(last, parsed)),
    );
}

/**
 * Whether this sshd waits two intervals between two probes. In 9.2 a comparison in serverloop.c became `now >` where it
 * should be `now >=`, so every other wake-up is missed; 9.5 fixed it (release notes: "correct math for
 * ClientAliveInterval that caused the probes to be sent less frequently than configured"). The ssh client never did.
 */
export function doublesInterval(version: OpenSshVersionLike): boolean {
    return hasQuirk(version, "doubledInterval");
}
