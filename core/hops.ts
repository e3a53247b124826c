/** What is between client and server, and how long each kind of hop remembers a silent connection. Seconds. */
import { duration } from "./duration";

export interface Hop {
    /** The name in `networkPath`. */
    readonly name: string;
    /** The name in sentences. */
    readonly title: string;
    /** Seconds of silence after which the hop forgets the connection, by default. */
    readonly idleTimeout: number;
    /** The range in which its owner can set it; "yes" if the source names no range; undefined if it does not mention one. */
    readonly settable?: { readonly min: number; readonly max?: number } | "yes" | "fixed";
    /** Seconds after which the hop ends every connection regardless of traffic; undefined for the many that never do. */
    readonly endsAfter?: number;
    /** Whether the kernel's TCP keepalive counts as traffic; what ssh itself sends always does. */
    readonly resetByTcpKeepalive: boolean;
    /** "documented" by its maker, or only "reported" by others. */
    readonly known: "documented" | "reported";
    readonly source: string;
}

const aws = "AWS documentation";
const azure = "Azure documentation";
const google = "Google Cloud documentation";
const oracle = "Oracle Cloud documentation";

const table = [
    hop("aws-nat-gateway", "AWS NAT gateway", 350, "AWS networking blog", { settable: "fixed" }),
    hop("aws-vpc-endpoint", "AWS VPC endpoint", 350, "AWS networking blog", { settable: "fixed" }),
    hop("aws-network-load-balancer", "AWS Network Load Balancer, TCP listener", 350, aws, {
        settable: { min: 60, max: 6000 },
    }),
    hop("aws-network-load-balancer-tls", "AWS Network Load Balancer, TLS listener", 350, aws, { settable: "fixed" }),
    hop(
        "aws-gateway-load-balancer",
        "AWS Gateway Load Balancer",
        350,
        `${aws} (listener attribute tcp.idle_timeout.seconds)`,
        { settable: { min: 60, max: 6000 } },
    ),
    // It ends TCP at the edge of AWS's network, so the kernel's probes end there too and only data resets its clock.
    hop("aws-global-accelerator", "AWS Global Accelerator", 340, aws, {
        settable: "fixed",
        resetByTcpKeepalive: false,
    }),
    hop("aws-network-firewall", "AWS Network Firewall", 350, aws, { settable: { min: 60, max: 6000 } }),
    hop(
        "aws-security-group",
        "an EC2 instance's network interface (security-group connection tracking)",
        432_000,
        aws,
        { settable: { min: 60, max: 432_000 } },
    ),
    hop("aws-security-group-nitro-v6", "an EC2 instance's network interface on Nitro v6", 350, aws, {
        settable: { min: 60, max: 432_000 },
    }),
    // No idle timeout is documented; none can be longer than the connection itself.
    // It carries ssh's data through a tunnel; the kernel's probes do not enter it.
    hop(
        "aws-ec2-instance-connect-endpoint",
        "EC2 Instance Connect Endpoint",
        3600,
        `${aws} (an IAM policy's maxTunnelDuration can lower it)`,
        { endsAfter: 3600, resetByTcpKeepalive: false },
    ),
    // It terminates TCP on both sides, so the kernel's probes end at it and only data resets its clock.
    hop("aws-classic-load-balancer", "AWS Classic Load Balancer", 60, aws, {
        settable: { min: 1, max: 3600 },
        resetByTcpKeepalive: false,
    }),
    // It carries ssh's data over a connection of its own; the kernel's probes do not enter it.
    hop("aws-session-manager", "AWS Session Manager", 1200, aws, {
        settable: { min: 60, max: 3600 },
        resetByTcpKeepalive: false,
    }),
    hop("azure-load-balancer", "Azure Load Balancer", 240, azure, { settable: { min: 240, max: 6000 } }),
    hop("azure-nat-gateway", "Azure NAT gateway", 240, azure, { settable: { min: 240, max: 7200 } }),
    hop("gcp-vpc", "Google Cloud VPC", 600, google),
    hop(
        "gcp-cloud-nat",
        "Google Cloud NAT, established connections",
        1200,
        `${google} (tcp-established-idle-timeout)`,
        { settable: "yes" },
    ),
    // It terminates TCP on both sides, and counts what is sent and received, not the kernel's probes.
    hop("oci-load-balancer", "Oracle Cloud load balancer, TCP listener", 300, oracle, {
        settable: "yes",
        resetByTcpKeepalive: false,
    }),
    hop(
        "oci-network-load-balancer",
        "Oracle Cloud network load balancer, TCP listener",
        360,
        `${oracle} (tcp-idle-timeout)`,
        { settable: "yes" },
    ),
    hop(
        "fortigate",
        "Fortinet FortiGate firewall",
        3600,
        "Fortinet documentation (session-ttl; recent FortiOS takes up to 2764800)",
        { settable: { min: 300, max: 604_800 } },
    ),
    hop("palo-alto-firewall", "Palo Alto firewall, TCP", 3600, "Palo Alto documentation"),
    hop(
        "linux-conntrack",
        "Linux connection tracking",
        432_000,
        "kernel documentation, nf_conntrack_tcp_timeout_established",
    ),
    hop("fritz-box", "AVM FRITZ!Box", 900, "Arch Linux RFC 51 (about 900)", { known: "reported" }),
    hop("rfc5382-nat", "a NAT that keeps to RFC 5382", 7440, "RFC 5382, REQ-5 (at least 7440)"),
] as const;

export const hops: readonly Hop[] = table;

/** A row. By default, TCP keepalive resets the hop's clock, and its maker documents the timeout. */
function hop<const Name extends string>(
    name: Name,
    title: string,
    idleTimeout: number,
    source: string,
    further: Partial<Omit<Hop, "name" | "title" | "idleTimeout" | "source">> = {},
): Hop & { readonly name: Name } {
    const { resetByTcpKeepalive = true, known = "documented", ...limits } = further;
    return { name, title, idleTimeout, ...limits, resetByTcpKeepalive, known, source };
}

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

/** The remarks on a hop in a list: the source of its numbers, and what no keepalive can change. */
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
