import { type Host, mustExec } from "../support/testbed";
import type { Route } from "./session";

/**
 * Makes a host the NAT between clients and servers. It forwards connections to its port 2200 + n to the n-th server,
 * from its own address, and forgets a connection that has been silent for `idleTimeout` seconds. It silently drops
 * packets of unknown connections.
 */
export async function makeNat(router: Host, idleTimeout: number, servers: readonly Host[]): Promise<Route[]> {
    const ports = servers.map((_, index) => 2200 + index);
    const forward = servers.map(
        ({ address, port }, index) =>
            `-A PREROUTING -p tcp --dport ${ports[index]} -j DNAT --to-destination ${address}:${port}`,
    );
    const rules = [
        "*nat",
        ...forward,
        "-A POSTROUTING -p tcp -j MASQUERADE",
        "COMMIT",
        "*filter",
        // A packet from the middle of a forgotten connection. The kernel would reply to it with a reset.
        ...["INPUT", "FORWARD"].map((chain) => `-A ${chain} -m conntrack --ctstate INVALID -j DROP`),
        "COMMIT",
    ];
    await mustExec(router, ["iptables-restore"], { stdin: `${rules.join("\n")}\n` });
    await forgetAfter(router, idleTimeout);
    return ports.map((port) => ({ address: router.address, port }));
}

/**
 * Makes a host forward packets, and forget a connection that has been silent for `idleTimeout` seconds.
 *
 * @param loose whether it tracks a connection from a packet in the middle of it
 */
export async function forgetAfter(router: Host, idleTimeout: number, loose = false): Promise<void> {
    const values = [
        "net.ipv4.ip_forward = 1",
        "net.ipv4.conf.all.send_redirects = 0",
        "net.ipv4.conf.eth0.send_redirects = 0",
        `net.netfilter.nf_conntrack_tcp_timeout_established = ${idleTimeout}`,
        `net.netfilter.nf_conntrack_tcp_loose = ${loose ? 1 : 0}`,
    ];
    await mustExec(router, ["sysctl", "-p", "-"], { stdin: values.join("\n") });
}
