import * as fs from "node:fs";
import { exec, mustExec } from "./access";
import type { Host } from "./types";

/** Whom `sshd -T -C` shall answer for. */
export interface Connection {
    readonly user: string;
    /** The client's address; the controller's by default is not assumed, so give it where a Match asks for it. */
    readonly addr?: string;
    readonly host?: string;
}

/**
 * sshd's effective configuration, as `sshd -T` prints it: each keyword in lower case with its values, one for
 * each line that it has, and yes or no for TCPKeepAlive. With a connection, what that one would get.
 */
export async function effective(host: Host, connection?: Connection): Promise<ReadonlyMap<string, readonly string[]>> {
    const { user, addr = "198.18.0.1", host: client = addr } = connection ?? { user: "" };
    const spec = connection === undefined ? [] : ["-C", `user=${user},host=${client},addr=${addr}`];
    const values = new Map<string, string[]>();
    for (const line of (await mustExec(host, ["/usr/sbin/sshd", "-T", ...spec])).split("\n")) {
        const [, keyword, value] = /^(\S+)\s?(.*)$/u.exec(line) ?? [];
        if (keyword !== undefined && value !== undefined) {
            const key = keyword.toLowerCase();
            values.set(key, [...(values.get(key) ?? []), plainFlag(key, value)]);
        }
    }
    return values;
}

// The spelling of a flag that OpenSSH had up to 10.5.
function plainFlag(key: string, value: string): string {
    return key === "tcpkeepalive" ? value.replace(/^true$/u, "yes").replace(/^false$/u, "no") : value;
}

/** The running kernel's TCP keepalive values on a host: seconds, seconds, and a number. */
export interface KernelKeepalive {
    readonly time: number;
    readonly interval: number;
    readonly probes: number;
}

/** What the host's kernel uses now. */
export async function sysctl(host: Host): Promise<KernelKeepalive> {
    const files = ["time", "intvl", "probes"].map((name) => `/proc/sys/net/ipv4/tcp_keepalive_${name}`);
    const [time, interval, probes] = (await mustExec(host, ["cat", ...files])).trim().split("\n").map(Number);
    return { time: time as number, interval: interval as number, probes: probes as number };
}

/**
 * How many TCP connections the host has accepted since it came up, logged in or not. Take the difference of two: the
 * wait for a booting host may count as one.
 */
export function acceptedConnections(host: Host): number {
    const table = fs.readFileSync(`/proc/${host.init.pid}/net/snmp`, "utf8");
    const [names, values] = table
        .split("\n")
        .filter((line) => line.startsWith("Tcp:"))
        .map((line) => line.split(" "));
    return Number(values?.[names?.indexOf("PassiveOpens") ?? -1]);
}

/** What sshd has logged since the host came up. */
export async function sshdLog(host: Host): Promise<string> {
    const command = host.systemd
        ? "journalctl --no-pager --output=cat _COMM=sshd + _COMM=sshd-session + SYSLOG_IDENTIFIER=sshd"
        : "cat /var/log/sshd.log";
    return (await exec(host, command)).stdout;
}

/** How many times sshd has reloaded its configuration (received SIGHUP). */
export async function reloads(host: Host): Promise<number> {
    return (await sshdLog(host)).match(/Received SIGHUP; restarting/gu)?.length ?? 0;
}

/** The process number, as the host has it, of the sshd that listens; none where none does. */
export async function sshdPid(host: Host): Promise<number | undefined> {
    const { stdout } = await exec(host, 'pid=$(cat /run/sshd.pid 2>/dev/null) && kill -0 "$pid" && echo "$pid"');
    return stdout === "" ? undefined : Number(stdout);
}

/** Whether a TCP connection from the host itself gets sshd's greeting on its port. */
export async function answers(host: Host): Promise<boolean> {
    const greet = `exec 3<>/dev/tcp/127.0.0.1/${host.port} && read -r -t 5 line <&3 && [[ $line == SSH-2.0-* ]]`;
    return (await exec(host, ["bash", "-c", greet])).exitCode === 0;
}
