/** What stands between client and server, and how long each kind of hop remembers a silent connection. Seconds. */

export interface Hop {
    /** The name in `networkPath`. */
    readonly name: string;
    /** The name in sentences. */
    readonly title: string;
    /** Seconds of silence after which the hop forgets the connection, where nobody changed it. */
    readonly idleTimeout: number;
    /** The range in which its owner can set it, or "fixed"; undefined where the source names none. */
    readonly settable?: { readonly min: number; readonly max?: number } | "fixed";
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
        name: "aws-network-firewall",
        title: "AWS Network Firewall",
        idleTimeout: 350,
        settable: { min: 60, max: 6000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-security-group",
        title: "EC2 security-group connection tracking",
        idleTimeout: 432_000,
        settable: { min: 60, max: 432_000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-security-group-nitro-v6",
        title: "EC2 security-group connection tracking on Nitro v6",
        idleTimeout: 350,
        settable: { min: 60, max: 432_000 },
        ...documented,
        source: "AWS documentation",
    },
    {
        name: "aws-classic-load-balancer",
        title: "AWS Classic Load Balancer",
        idleTimeout: 60,
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
        ...documented,
        source: "Azure documentation",
    },
    {
        name: "azure-nat-gateway",
        title: "Azure NAT gateway",
        idleTimeout: 240,
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
        resetByTcpKeepalive: true,
        known: "reported",
        source: "users' reports",
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
