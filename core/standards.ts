/**
 * What each security standard requires of sshd's keepalive, one row per requirement. Profiles, notes and policies use
 * it.
 */
import { channelTimeoutFor } from "./channelTypes";
import type { ServerSettings } from "./settings";

export interface Requirement {
    readonly property: keyof ServerSettings;
    /** Smallest and largest value allowed (for `channelTimeout`: of an interactive session's channel, in seconds). */
    readonly min?: number;
    readonly max?: number;
    /** The one value allowed. */
    readonly equals?: boolean | number;
    /** The clause of the standard. */
    readonly clause: string;
}

export interface Standard {
    readonly name: "cis" | "stig" | "pci" | "ssh-baseline" | "lynis";
    readonly title: string;
    readonly requirements: readonly Requirement[];
}

const cis = "CIS Debian 12 and Ubuntu 22.04/24.04, 5.1.7; RHEL 8/9, 5.1.9; Amazon Linux 2023, 4.2.20";
const stigInterval = "DISA STIG RHEL 8 (010201), RHEL 9 (255100), Ubuntu 22.04 (255035), 24.04 (600010): at most 600 s";
const stigCount = "DISA STIG RHEL 8 (010200), RHEL 9 (255095), Ubuntu 22.04 (255030), 24.04 (600000): exactly 1";
const pci = "PCI DSS 4.0, 8.2.8: re-authentication after 15 minutes idle";
const lynis = "Lynis SSH-7408";

export const standards: readonly Standard[] = [
    {
        name: "cis",
        title: "CIS Benchmarks",
        requirements: [
            { property: "clientAliveInterval", min: 1, clause: `${cis}: greater than 0` },
            { property: "clientAliveCountMax", min: 1, clause: `${cis}: greater than 0` },
        ],
    },
    {
        name: "stig",
        title: "DISA STIG",
        requirements: [
            { property: "clientAliveInterval", min: 1, max: 600, clause: stigInterval },
            { property: "clientAliveCountMax", equals: 1, clause: stigCount },
        ],
    },
    {
        name: "pci",
        title: "PCI DSS 4.0",
        requirements: [
            { property: "channelTimeout", min: 1, max: 900, clause: pci },
            { property: "unusedConnectionTimeout", min: 1, max: 900, clause: pci },
        ],
    },
    {
        name: "ssh-baseline",
        title: "dev-sec ssh-baseline",
        requirements: [
            { property: "tcpKeepAlive", equals: false, clause: "dev-sec ssh-baseline sshd-35" },
            { property: "clientAliveInterval", equals: 300, clause: "dev-sec ssh-baseline sshd-36" },
            { property: "clientAliveCountMax", equals: 3, clause: "dev-sec ssh-baseline sshd-37" },
        ],
    },
    {
        name: "lynis",
        title: "Lynis",
        requirements: [
            { property: "tcpKeepAlive", equals: false, clause: lynis },
            // Lynis itself scores 0 as good, because it only compares; 0 detects nothing.
            { property: "clientAliveInterval", min: 1, max: 300, clause: lynis },
            { property: "clientAliveCountMax", min: 1, max: 2, clause: lynis },
        ],
    },
];

/** The standard of that name, if there is one. */
export function standardNamed(name: string): Standard | undefined {
    return standards.find((standard) => standard.name === name);
}

/** The requirements that these settings do not meet. A setting that is left out does not meet a requirement on it. */
export function unmetRequirements(standard: Standard, server: ServerSettings): Requirement[] {
    return standard.requirements.filter((requirement) => !isMet(requirement, server));
}

function isMet({ property, min, max, equals }: Requirement, server: ServerSettings): boolean {
    const value =
        property === "channelTimeout" ? channelTimeoutFor(server.channelTimeout, "session:shell") : server[property];
    if (value === undefined || value === null) return false;
    if (equals !== undefined) return value === equals;
    return typeof value === "number" && value >= (min ?? 0) && value <= (max ?? Infinity);
}

/** A requirement in words: "1 to 600", "exactly 1", "no". */
export function allowedValues({ min, max, equals }: Requirement): string {
    if (equals !== undefined) return typeof equals === "boolean" ? (equals ? "true" : "false") : `exactly ${equals}`;
    return max === undefined ? `at least ${min ?? 0}` : `${min ?? 0} to ${max}`;
}
