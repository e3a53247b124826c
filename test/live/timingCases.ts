import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import { clientEndsUnreachable, clientEndsUnresponsive, retransmissionLimit } from "../../core/timing";
import { describeTiming } from "../../core/timing/describe";
import { suites } from "../support/testbed";
import type { System } from "./pairs";

/**
 * What happens to an idle session, and which of its ends is watched. Intervals are short; everything else is realistic.
 */
export interface TimingCase {
    /** The watched end: the server's daemon and kernel, or the client's. */
    readonly watched: "sshd" | "ssh";
    /** What happens to the other end: its packets are dropped, its ssh is stopped but not its kernel, or nothing. */
    readonly peer: "unreachable" | "unresponsive" | "idle";
    readonly server?: ServerSettings;
    readonly client?: ClientSettings;
    /** Of the watched end's kernel. */
    readonly kernel?: KernelSettings;
    /** Of the watched end's kernel; its default is 15. */
    readonly tcpRetries2?: number;
    /** The time in the server's RekeyLimit, in seconds. */
    readonly rekeyInterval?: number;
    /** Whether the session prints a line per second. */
    readonly prints?: boolean;
    /** What ends the session, according to its last message. */
    readonly endedBy: "count" | "kernel" | "channel timeout" | "nothing";
    /** Every suite by default. */
    readonly suites?: readonly System[];
}

/** ClientAlive is off: only the kernel's own keepalive is left. */
const kernelAlone = { tcpKeepAlive: true, clientAliveInterval: 0 };

/** Debian 13 with OpenSSH 10.3 from its backports. */
const backports = "trixie-backports";

const timingCases: readonly TimingCase[] = [
    // sshd's count, and the kernel's retransmission limit.
    sshd("unreachable", 5, 1, "count"),
    sshd("unreachable", 10, 2, "count"),
    sshd("unreachable", 5, 30, "kernel", { tcpRetries2: 5 }),
    sshd("unreachable", 5, 2, "count", { tcpRetries2: 5, suites: ["bullseye", "trixie", "forky"] }),
    sshd("unresponsive", 5, 2, "count"),
    sshd("unresponsive", 6, 3, "count", { tcpRetries2: 5 }),
    sshd("idle", 4, 1, "nothing"),
    // TCP keepalive: alone, before sshd's first probe, and after it.
    {
        watched: "sshd",
        peer: "unreachable",
        server: kernelAlone,
        kernel: { time: 5, interval: 2, probes: 3 },
        endedBy: "kernel",
    },
    {
        watched: "sshd",
        peer: "unresponsive",
        server: kernelAlone,
        kernel: { time: 5, interval: 2, probes: 3 },
        endedBy: "nothing",
    },
    { watched: "sshd", peer: "unreachable", server: { ...kernelAlone, tcpKeepAlive: false }, endedBy: "nothing" },
    sshd("unreachable", 30, 3, "kernel", { kernel: { time: 6, interval: 3, probes: 2 } }),
    sshd("unreachable", 8, 1, "count", {
        kernel: { time: 4, interval: 3, probes: 3 },
        suites: ["bullseye", "trixie", "forky"],
    }),
    sshd("unreachable", 8, 1, "kernel", { kernel: { time: 4, interval: 3, probes: 3 }, suites: ["bookworm"] }),
    // The client.
    ssh("unreachable", 5, 1, "count"),
    ssh("unreachable", 8, 3, "count"),
    ssh("unreachable", 5, 30, "kernel", { tcpRetries2: 5 }),
    ssh("unresponsive", 5, 2, "count"),
    {
        watched: "ssh",
        peer: "unreachable",
        client: { tcpKeepAlive: true },
        kernel: { time: 4, interval: 3, probes: 3 },
        endedBy: "kernel",
    },
    // Only this ends the session of a user who is present but does not type.
    {
        watched: "ssh",
        peer: "idle",
        endedBy: "channel timeout",
        suites: ["bookworm", "trixie", "forky"],
        server: { clientAliveInterval: 3, clientAliveCountMax: 3, channelTimeout: { "session:*": 12 } },
    },
    // Some versions behave differently.
    sshd("unreachable", 7, 2, "count", { suites: [backports] }),
    sshd("unresponsive", 4, 2, "nothing", { rekeyInterval: 6, suites: ["bullseye"] }),
    sshd("idle", 4, 2, "nothing", { rekeyInterval: 6, suites: ["bullseye"] }),
    ...["bookworm", "trixie", backports, "forky"].map((suite) => ({
        ...({ watched: "sshd", peer: "unresponsive", endedBy: "count", suites: [suite as System] } as const),
        server: { clientAliveInterval: 5, clientAliveCountMax: 1, unusedConnectionTimeout: 4 },
    })),
    sshd("unresponsive", 4, 2, "count", { prints: true, suites: ["bullseye"] }),
    sshd("unresponsive", 4, 2, "nothing", { prints: true, suites: ["bookworm", "trixie", backports, "forky"] }),
];

/** The cases, one per suite. */
export function casesBySuite(): (TimingCase & { readonly suite: System })[] {
    return timingCases.flatMap((each) => (each.suites ?? suites).map((suite) => ({ ...each, suite })));
}

/**
 * The model's prediction, in seconds from the last data; null means never. The model's retransmission limit applies to
 * the shortest first timeout. If the machine is so busy that the kernel has learned a longer one, all later timeouts
 * are proportionally longer.
 */
export function predicted(each: TimingCase, openssh: string, firstTimeout = shortestTimeout): number | null {
    const modelled = modelledEnd(each, openssh);
    if (modelled === null || each.endedBy !== "kernel" || each.tcpRetries2 === undefined) return modelled;
    return modelled + retransmissionLimit(each.tcpRetries2) * (Math.max(firstTimeout / shortestTimeout, 1) - 1);
}

/** The kernel's TCP_RTO_MIN, in seconds. */
const shortestTimeout = 0.2;

function modelledEnd({ watched, peer, ...settings }: TimingCase, openssh: string): number | null {
    const { server, client, kernel, tcpRetries2, rekeyInterval, prints } = settings;
    if (watched === "ssh" && peer !== "idle") {
        const timing = { ...client, kernel, tcpRetries2 };
        return peer === "unreachable" ? clientEndsUnreachable(timing) : clientEndsUnresponsive(timing);
    }
    const report = describeTiming({ server, kernel, client }, { openssh, tcpRetries2, rekeyInterval });
    const { endsUnreachable, idleSessionEnds, idleSessionsOnly } = report;
    const endsUnresponsive = prints && idleSessionsOnly ? null : report.endsUnresponsive;
    return { unreachable: endsUnreachable, unresponsive: endsUnresponsive, idle: idleSessionEnds }[peer];
}

type Further = Pick<TimingCase, "kernel" | "tcpRetries2" | "rekeyInterval" | "prints" | "suites">;

function sshd(
    peer: TimingCase["peer"],
    clientAliveInterval: number,
    clientAliveCountMax: number,
    endedBy: TimingCase["endedBy"],
    further: Further = {},
): TimingCase {
    return { watched: "sshd", peer, server: { clientAliveInterval, clientAliveCountMax }, endedBy, ...further };
}

function ssh(
    peer: TimingCase["peer"],
    serverAliveInterval: number,
    serverAliveCountMax: number,
    endedBy: TimingCase["endedBy"],
    further: Further = {},
): TimingCase {
    return { watched: "ssh", peer, client: { serverAliveInterval, serverAliveCountMax }, endedBy, ...further };
}
