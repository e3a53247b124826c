/** Named, complete sets of settings, each value with where it comes from. */
import { doublingVersions } from "./openssh";
import type { ClientSettings, KernelSettings, ServerSettings } from "./settings";
import { type Standard, standardNamed } from "./standards";

export interface Profile {
    readonly name: string;
    readonly description: string;
    readonly server: Readonly<ServerSettings>;
    /** Left out if the profile's source does not mention the kernel. */
    readonly kernel?: Readonly<KernelSettings>;
    readonly client?: Readonly<ClientSettings>;
    /** The standard that the profile meets. */
    readonly standard?: Standard["name"];
    /** Where each value comes from, by property path ("server.clientAliveInterval"). */
    readonly sources: Readonly<Record<string, string>>;
}

/** The profile that applies if no settings are given. */
export const defaultProfile = "balanced";

const clearOfClouds = `twice 90 s, as ${doublingVersions} wait, stays 60 s clear of Azure's 240 s and 170 s clear of AWS's 350 s`;
const fourIntervals =
    "an unresponsive peer's session ends after 4 × 90 s = 6 minutes; three lost answers are tolerated";
const article = "the classic 120 × 30: tolerates long outages";
const kernelOfBalanced =
    "first probe 60 s before Azure's 240 s; a dead peer's connection ends after 180 + 6 × 30 s = 6 minutes";
const openSshDefault = "OpenSSH's default, set explicitly so that no other file changes it";

const table = [
    {
        name: "balanced",
        description:
            "For most uses: stays below every cloud NAT's timeout on every OpenSSH version, and ends dead sessions within minutes.",
        server: { tcpKeepAlive: true, clientAliveInterval: 90, clientAliveCountMax: 3 },
        kernel: { time: 180, interval: 30, probes: 6 },
        client: { tcpKeepAlive: true, serverAliveInterval: 90, serverAliveCountMax: 3 },
        sources: {
            "server.tcpKeepAlive": openSshDefault,
            "server.clientAliveInterval": clearOfClouds,
            "server.clientAliveCountMax": fourIntervals,
            "kernel.time": kernelOfBalanced,
            "kernel.interval": kernelOfBalanced,
            "kernel.probes": kernelOfBalanced,
            "client.tcpKeepAlive": openSshDefault,
            "client.serverAliveInterval":
                "the same as the server's, so that either end alone keeps the connection alive",
            "client.serverAliveCountMax": fourIntervals,
        },
    },
    {
        name: "patient",
        description:
            "Keeps a hung peer's session for an hour: 120 × 30, for connections that recover after long outages.",
        server: { tcpKeepAlive: true, clientAliveInterval: 120, clientAliveCountMax: 30 },
        client: { tcpKeepAlive: true, serverAliveInterval: 120, serverAliveCountMax: 30 },
        sources: {
            "server.tcpKeepAlive": article,
            "server.clientAliveInterval": article,
            "server.clientAliveCountMax": article,
            "client.tcpKeepAlive": openSshDefault,
            "client.serverAliveInterval": article,
            "client.serverAliveCountMax": article,
        },
    },
    {
        name: "quick",
        description: "Ends dead sessions in about a minute, for jump hosts and scarce sessions on reliable networks.",
        server: { tcpKeepAlive: true, clientAliveInterval: 20, clientAliveCountMax: 3 },
        kernel: { time: 60, interval: 10, probes: 6 },
        client: { tcpKeepAlive: true, serverAliveInterval: 20, serverAliveCountMax: 3 },
        sources: {
            "server.tcpKeepAlive": openSshDefault,
            "server.clientAliveInterval": "stays below a load balancer's 60 s on every OpenSSH version (2 × 20 s)",
            "server.clientAliveCountMax": "ends after 4 × 20 s = 80 s; an outage of a minute is still tolerated",
            "kernel.time": "a dead peer's connection ends after 60 + 6 × 10 s = 2 minutes",
            "kernel.interval": "a dead peer's connection ends after 60 + 6 × 10 s = 2 minutes",
            "kernel.probes": "a dead peer's connection ends after 60 + 6 × 10 s = 2 minutes",
            "client.tcpKeepAlive": openSshDefault,
            "client.serverAliveInterval":
                "the same as the server's, so that either end alone keeps the connection alive",
            "client.serverAliveCountMax": "ends after 4 × 20 s = 80 s",
        },
    },
    {
        name: "cis",
        description: "CIS Benchmarks for Debian, Ubuntu, RHEL and Amazon Linux.",
        server: { clientAliveInterval: 300, clientAliveCountMax: 3 },
        standard: "cis",
        sources: {
            "server.clientAliveInterval": "CIS requires more than 0; ComplianceAsCode checks for 300",
            "server.clientAliveCountMax": "CIS requires more than 0; ComplianceAsCode checks for 3",
        },
    },
    {
        name: "stig",
        description: "DISA STIG for RHEL 8 and 9, Ubuntu 22.04 and 24.04.",
        server: { clientAliveInterval: 300, clientAliveCountMax: 1 },
        standard: "stig",
        sources: {
            "server.clientAliveInterval":
                "the STIG requires at most 600; at 300 the session really ends after (1 + 1) × 300 s = the intended 10 minutes",
            "server.clientAliveCountMax": "the STIG requires exactly 1",
        },
    },
    {
        name: "pci",
        description: "PCI DSS 4.0, 8.2.8: idle sessions end after 15 minutes (OpenSSH 9.2 or later).",
        server: {
            tcpKeepAlive: true,
            clientAliveInterval: 90,
            clientAliveCountMax: 3,
            channelTimeout: { "session:*": 900 },
            unusedConnectionTimeout: 900,
        },
        standard: "pci",
        sources: {
            "server.tcpKeepAlive": openSshDefault,
            "server.clientAliveInterval": `not required by PCI DSS; ${clearOfClouds}`,
            "server.clientAliveCountMax": `not required by PCI DSS; ${fourIntervals}`,
            "server.channelTimeout": "PCI DSS 8.2.8: 15 minutes idle; no keepalive ends an idle session",
            "server.unusedConnectionTimeout": "PCI DSS 8.2.8: the remaining connection also ends after 15 minutes",
        },
    },
    {
        name: "ssh-baseline",
        description: "dev-sec ssh-baseline, exactly.",
        server: { tcpKeepAlive: false, clientAliveInterval: 300, clientAliveCountMax: 3 },
        standard: "ssh-baseline",
        sources: {
            "server.tcpKeepAlive": "dev-sec ssh-baseline sshd-35: its probes can be spoofed",
            "server.clientAliveInterval": "dev-sec ssh-baseline sshd-36",
            "server.clientAliveCountMax": "dev-sec ssh-baseline sshd-37",
        },
    },
    {
        name: "lynis",
        description: "Lynis SSH-7408.",
        server: { tcpKeepAlive: false, clientAliveInterval: 300, clientAliveCountMax: 2 },
        standard: "lynis",
        sources: {
            "server.tcpKeepAlive": "Lynis SSH-7408: no",
            "server.clientAliveInterval": "Lynis SSH-7408: at most 300",
            "server.clientAliveCountMax": "Lynis SSH-7408: at most 2",
        },
    },
] as const satisfies readonly Profile[];

export const profiles: readonly Profile[] = table;

/** The names of all profiles. */
export type ProfileName = (typeof table)[number]["name"];

/** The profile of that name, if there is one. */
export function profileNamed(name: string | undefined): Profile | undefined {
    return profiles.find((profile) => profile.name === name);
}

/** The standard that a profile meets, if it is for one. */
export function standardOf(profile: Profile | undefined): Standard | undefined {
    return profile?.standard === undefined ? undefined : standardNamed(profile.standard);
}
