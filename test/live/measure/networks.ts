import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../../support/temporaryFolder";
import { type Host, type Suite, addHosts, execArgv, mustExec, openSet } from "../../support/testbed";
import { forgetAfter } from "../router";

/** A router between the client and one server, and how it forgets connections. */
export interface NatSpec {
    /** The host alias of this path in the client's ssh_config. */
    readonly name: string;
    /** In seconds. */
    readonly idleTimeout: number;
    /** Whether a packet from the middle of a forgotten connection creates a new entry. */
    readonly loose?: boolean;
    /** Whether the router drops packets of unknown connections instead of replying with a reset. */
    readonly silent?: boolean;
    /** The share of packets lost in each direction. */
    readonly loss?: number;
    /** The server's Debian release, and so its sshd; `bookworm` by default. */
    readonly suite?: Suite;
    /** Lines of the server's sshd_config. */
    readonly sshd?: string;
    /** Seconds until the first TCP keepalive of the server's kernel. */
    readonly tcpKeepaliveTime?: number;
}

export interface Network {
    readonly client: Host;
    readonly servers: ReadonlyMap<string, Host>;
    readonly routers: ReadonlyMap<string, Host>;
    /** A directory for PATH, whose `ssh` runs on the client host. */
    readonly bin: string;
}

const port = 2200;

/** Boots a client, and for each NAT a router and a server behind it. */
export async function makeNetwork(set: string, nats: readonly NatSpec[]): Promise<Network> {
    const hosts = await addHosts(set, [
        { name: "client" },
        ...nats.map(({ name }) => ({ name: `router-${name}` })),
        ...nats.map(({ name, suite = "bookworm", sshd = "" }) => ({
            name: `server-${name}`,
            suite,
            files: { "/etc/ssh/sshd_config.d/00-measure.conf": `${sshd}\n` },
        })),
    ]);
    const named = (name: string) => hosts.find((host) => host.name === name) as Host;
    const of = (kind: string) => new Map(nats.map(({ name }) => [name, named(`${kind}-${name}`)]));
    const client = named("client");
    const routers = of("router");
    const servers = of("server");
    await Promise.all(nats.map((nat) => forget(routers.get(nat.name) as Host, servers.get(nat.name) as Host, nat)));
    await writeClient(client, set, routers, servers);
    return { client, routers, servers, bin: sshOf(client) };
}

async function forget(router: Host, server: Host, nat: NatSpec): Promise<void> {
    const { idleTimeout, loose = false, silent = true, loss = 0 } = nat;
    const unknown = ["INPUT", "FORWARD"].map((chain) => `-A ${chain} -m conntrack --ctstate INVALID -j DROP`);
    const rules = [
        "*nat",
        `-A PREROUTING -p tcp --dport ${port} -j DNAT --to-destination ${server.address}:${server.port}`,
        "-A POSTROUTING -p tcp -j MASQUERADE",
        "COMMIT",
        "*filter",
        ...(loss > 0 ? [`-A FORWARD -m statistic --mode random --probability ${loss} -j DROP`] : []),
        // A packet of a forgotten connection is addressed to the router itself, whose own TCP replies with a reset.
        ...(silent ? [...unknown, `-A INPUT -p tcp -m conntrack --ctstate NEW --dport 1024:65535 -j DROP`] : []),
        "COMMIT",
    ];
    await mustExec(router, ["iptables-restore"], { stdin: `${rules.join("\n")}\n` });
    await forgetAfter(router, idleTimeout, loose);
    if (nat.tcpKeepaliveTime !== undefined)
        await mustExec(server, ["sysctl", "-w", `net.ipv4.tcp_keepalive_time=${nat.tcpKeepaliveTime}`]);
}

/** An ssh_config with an alias for each path, and with every option that a measurement must not use. */
async function writeClient(
    client: Host,
    set: string,
    routers: ReadonlyMap<string, Host>,
    servers: ReadonlyMap<string, Host>,
): Promise<void> {
    const key = fs.readFileSync(openSet(set).privateKeyFile, "utf8");
    const aliases = [...routers].map(
        ([name, { address }]) => `Host ${name}\n    HostName ${address}\n    Port ${port}\n    User root\n`,
    );
    // The next path's server is behind each path's server.
    const beyond = [...servers].map(([name], index, all) => {
        const next = (all[(index + 1) % all.length] as [string, Host])[1];
        return `Host beyond-${name}\n    HostName ${next.address}\n    User root\n    ProxyJump ${name}\n`;
    });
    const config = `${[...aliases, ...beyond].join("")}
Host *
    StrictHostKeyChecking no
    UserKnownHostsFile /dev/null
    LogLevel ERROR
    ServerAliveInterval 2
    TCPKeepAlive yes
    ControlMaster auto
    ControlPath /root/.ssh/control-%C
    ControlPersist 60
    LocalForward 7777 127.0.0.1:22
    ExitOnForwardFailure yes
    RequestTTY force
    RemoteCommand false
`;
    const files = [
        ["/root/.ssh/id_ed25519", key],
        ["/root/.ssh/config", config],
    ] as const;
    for (const [file, text] of files)
        await mustExec(client, `umask 077; mkdir -p /root/.ssh; cat >${file}`, { stdin: text });
}

/** An `ssh` that runs on the host, for the program under test to find on its PATH. */
function sshOf(client: Host): string {
    const bin = temporaryFolder();
    // It runs in the machine's own PID namespace, so that a signal reaches ssh itself.
    const command = execArgv(client, ["ssh"])
        .filter((word) => word !== "--pid")
        .map((word) => `'${word}'`);
    fs.writeFileSync(path.join(bin, "ssh"), `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`, { mode: 0o755 });
    return bin;
}
