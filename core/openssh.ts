/** OpenSSH versions, and what changed between them. */

/** An OpenSSH version; the portable patch level ("p1") says nothing about behaviour and is left out. */
export interface OpenSshVersion {
    major: number;
    minor: number;
}

/** A version as people and programs write it: `"9.2"`, `"OpenSSH_9.2p1 Debian-2+deb12u3"`, or already parsed. */
export type OpenSshVersionLike = string | OpenSshVersion;

/**
 * Reads the version out of a banner ("OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL …"), of what `sshd -V` prints, or of a
 * bare "9.2" or "9.2p1". Undefined where there is none.
 */
export function parseOpenSshVersion(text: OpenSshVersionLike): OpenSshVersion | undefined {
    if (typeof text !== "string") return text;
    const found = /(?:OpenSSH_(?:for_Windows_)?|^\s*)(\d{1,3})\.(\d{1,3})(?![\d])/i.exec(text);
    return found === null ? undefined : { major: Number(found[1]), minor: Number(found[2]) };
}

/** Whether the version is the given one ("9.2") or a later one; false where it cannot be read. */
export function isAtLeast(version: OpenSshVersionLike, since: OpenSshVersionLike): boolean {
    const [a, b] = [parseOpenSshVersion(version), parseOpenSshVersion(since)];
    if (a === undefined || b === undefined) return false;
    return a.major > b.major || (a.major === b.major && a.minor >= b.minor);
}

/** The versions whose sshd probes at twice the interval, for sentences. */
export const doublingVersions = "OpenSSH 9.2 to 9.4";

/**
 * Whether this sshd waits two intervals between two probes. In 9.2 a comparison in serverloop.c became `now >` where it
 * should be `now >=`, so every other wake-up is missed; 9.5 mended it (release notes: "correct math for
 * ClientAliveInterval that caused the probes to be sent less frequently than configured"). The ssh client never did.
 */
export function doublesInterval(version: OpenSshVersionLike): boolean {
    return isAtLeast(version, "9.2") && !isAtLeast(version, "9.5");
}
