import * as fs from "node:fs";
import { exec, mustExec } from "./access";
import type { Host } from "./types";

/**
 * sshd's effective configuration, as `sshd -T` prints it: each keyword in lower case with its values, one for
 * each line that it has, and yes or no for TCPKeepAlive.
 */
export async function effective(host: Host): Promise<ReadonlyMap<string, readonly string[]>> {
    const values = new Map<string, string[]>();
    for (const line of (await mustExec(host, ["/usr/sbin/sshd", "-T"])).trim().split("\n")) {
        const [, keyword = "", value = ""] = /^(\S+)\s?(.*)$/u.exec(line) ?? [];
        const key = keyword.toLowerCase();
        const spelling = key === "tcpkeepalive" ? (oldFlags[value] ?? value) : value;
        values.set(key, [...(values.get(key) ?? []), spelling]);
    }
    return values;
}

/** How OpenSSH before 10.6 prints TCPKeepAlive. */
const oldFlags: Readonly<Record<string, string>> = { true: "yes", false: "no" };

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
