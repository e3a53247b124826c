/** What is between client and server, and how long each kind of hop remembers a silent connection. Seconds. */
import { duration } from "./duration";

export interface Hop {
    /** The name in `networkPath`. */
    readonly name: string;
    /** The name in sentences. */
    readonly title: string;
    /** Seconds of silence after which the hop forgets the connection, by default. */
    readonly idleTimeout: number;
    /** The range in which its owner can set it; "yes" where the source names no range; undefined where it says nothing. */
    readonly settable?: { readonly min: number; readonly max?: number } | "yes" | "fixed";
    /** Seconds after which the hop ends every connection regardless of traffic; undefined for the many that never do. */
    readonly endsAfter?: number;
    /** Whether the kernel's TCP keepalive counts as traffic; what ssh itself sends always does. */
    readonly resetByTcpKeepalive: boolean;
    /** "documented" by its maker, or only "reported" by others. */
    readonly known: "documented" | "reported";
    readonly source: string;
}

const documented = { resetByTcpKeepalive: true, known: "documented" } as const;

const table = [
    {
        name: "aws-nat-gateway",
        title: "AWS NAT gateway",
        idleTimeout: 350,
        settable: "fixed",
        ...documented,
        source: "AWS networking blog",
    },
    {
        name: "aws-vpc-endpoint",
        title: "AWS VPC endpoint",
        idleTimeout: 350,
        settable: "fixed",
        ...documented,
        source: "AWS networking blog",
    },
    {
        name: "aws-network-load-balancer",
        title: "AWS Network Load Balancer, TCP listener",
        idleTimeout: 350,
        settable: { min: 60, max: 6000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-network-load-balancer-tls",
        title: "AWS Network Load Balancer, TLS listener",
        idleTimeout: 350,
        settable: "fixed",
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-gateway-load-balancer",
        title: "AWS Gateway Load Balancer",
        idleTimeout: 350,
        settable: { min: 60, max: 6000 },
        ...documented,
        source: "AWS documentation (listener attribute tcp.idle_timeout.seconds)",
    },
    {
        name: "aws-global-accelerator",
        title: "AWS Global Accelerator",
        idleTimeout: 340,
        settable: "fixed",
        ...documented,
        // It ends TCP at the edge of AWS's network, so the kernel's probes end there too and only data resets its clock.
        resetByTcpKeepalive: false,
        source: "AWS documentation",
    },
    {
        name: "aws-network-firewall",
        title: "AWS Network Firewall",
        idleTimeout: 350,
        settable: { min: 60, max: 6000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-security-group",
        title: "an EC2 instance's network interface (security-group connection tracking)",
        idleTimeout: 432_000,
        settable: { min: 60, max: 432_000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-security-group-nitro-v6",
        title: "an EC2 instance's network interface on Nitro v6",
        idleTimeout: 350,
        settable: { min: 60, max: 432_000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-ec2-instance-connect-endpoint",
        title: "EC2 Instance Connect Endpoint",
        // No idle timeout is documented; none can be longer than the connection itself.
        idleTimeout: 3600,
        endsAfter: 3600,
        ...documented,
        // It carries ssh's data through a tunnel; the kernel's probes do not enter it.
        resetByTcpKeepalive: false,
        source: "AWS documentation (an IAM policy's maxTunnelDuration can lower it)",
    },
    {
        name: "aws-classic-load-balancer",
        title: "AWS Classic Load Balancer",
        idleTimeout: 60,
        settable: { min: 1, max: 3600 },
        ...documented,
        // It terminates TCP on both sides, so the kernel's probes end at it and only data resets its clock.
        resetByTcpKeepalive: false,
        source: "AWS documentation",
    },
    {
        name: "aws-session-manager",
        title: "AWS Session Manager",
        idleTimeout: 1200,
        settable: { min: 60, max: 3600 },
        ...documented,
        // It carries ssh's data over a connection of its own; the kernel's probes do not enter it.
        resetByTcpKeepalive: false,
        source: "AWS documentation",
    },
    {
        name: "azure-load-balancer",
        title: "Azure Load Balancer",
        idleTimeout: 240,
        settable: { min: 240, max: 6000 },
        ...documented,
        source: "Azure documentation",
    },
    {
        name: "azure-nat-gateway",
        title: "Azure NAT gateway",
        idleTimeout: 240,
        settable: { min: 240, max: 7200 },
        ...documented,
        source: "Azure documentation",
    },
    {
        name: "gcp-vpc",
        title: "Google Cloud VPC",
        idleTimeout: 600,
        ...documented,
        source: "Google Cloud documentation",
    },
    {
        name: "gcp-cloud-nat",
        title: "Google Cloud NAT, established connections",
        idleTimeout: 1200,
        settable: "yes",
        ...documented,
        source: "Google Cloud documentation (tcp-established-idle-timeout)",
    },
    {
        name: "oci-load-balancer",
        title: "Oracle Cloud load balancer, TCP listener",
        idleTimeout: 300,
        settable: "yes",
        ...documented,
        // It terminates TCP on both sides, and counts what is sent and received, not the kernel's probes.
        resetByTcpKeepalive: false,
        source: "Oracle Cloud documentation",
    },
    {
        name: "oci-network-load-balancer",
        title: "Oracle Cloud network load balancer, TCP listener",
        idleTimeout: 360,
        settable: "yes",
        ...documented,
        source: "Oracle Cloud documentation (tcp-idle-timeout)",
    },
    {
        name: "fortigate",
        title: "Fortinet FortiGate firewall",
        idleTimeout: 3600,
        settable: { min: 300, max: 604_800 },
        ...documented,
        source: "Fortinet documentation (session-ttl; recent FortiOS takes up to 2764800)",
    },
    {
        name: "palo-alto-firewall",
        title: "Palo Alto firewall, TCP",
        idleTimeout: 3600,
        ...documented,
        source: "Palo Alto documentation",
    },
    {
        name: "linux-conntrack",
        title: "Linux connection tracking",
        idleTimeout: 432_000,
        ...documented,
        source: "kernel documentation, nf_conntrack_tcp_timeout_established",
    },
    {
        name: "fritz-box",
        title: "AVM FRITZ!Box",
        idleTimeout: 900,
        resetByTcpKeepalive: true,
        known: "reported",
        source: "Arch Linux RFC 51 (about 900)",
    },
    {
        name: "rfc5382-nat",
        title: "a NAT that keeps to RFC 5382",
        idleTimeout: 7440,
        ...documented,
        source: "RFC 5382, REQ-5 (at least 7440)",
    },
] as const satisfies readonly Hop[];

export const hops: readonly Hop[] = table;

/** The names of all hops. */
export type HopName = (typeof table)[number]["name"];

/**
 * The sentence for a hop that ends every connection at a certain age, which no keepalive prevents; empty for the
 * others.
 */
export function hopLimit({ title, endsAfter }: Pick<Hop, "title" | "endsAfter">): string[] {
    if (endsAfter === undefined) return [];
    return [
        `${title} ends every connection after ${duration(endsAfter)} regardless of traffic; no keepalive prevents it.`,
    ];
}

/** What a list says about a hop besides its numbers: their source, and what no keepalive can change. */
export function hopRemark({ source, known, endsAfter }: Hop): string {
    return [
        source,
        ...(known === "reported" ? ["not from the maker"] : []),
        ...(endsAfter === undefined ? [] : [`ends every connection after ${endsAfter} s regardless of traffic`]),
    ].join("; ");
}

/** Whether and how a hop's idle timeout can be set, for a list: "60 to 6000", "yes", "no"; empty where it is not known. */
export function hopSettable({ settable }: Hop): string {
    if (settable === undefined || settable === "yes") return settable ?? "";
    return settable === "fixed" ? "no" : `${settable.min} to ${settable.max ?? "…"}`;
}
