import { parseTime } from "../time";
import type { KernelSettings, ServerSettings } from "../../core/settings";

/** What a host says about itself. */
export interface HostReading {
    /** The text that names the OpenSSH version. */
    openssh?: string | undefined;
    /** sshd's effective values; missing where they could not be read. */
    server?: ServerSettings | undefined;
    /** The kernel's values; missing where there is no /proc/sys. */
    kernel?: KernelSettings | undefined;
    tcpRetries2?: number | undefined;
    /** What could not be read and why, one sentence each. */
    unread: string[];
}

/** Reads the answer of the script. Undefined where it is not the script's answer to its end. */
export function parseReading(text: string): HostReading | undefined {
    const parts = new Map<string, string[]>();
    let part: string[] = [];
    for (const line of text.split(/\r?\n/)) {
        const heading = /^::(version|sshd|kernel|end)$/.exec(line)?.[1];
        if (heading === undefined) part.push(line);
        else parts.set(heading, (part = []));
    }
    if (!parts.has("end")) return undefined;
    const sshd = parts.get("sshd") ?? [];
    const failures = sshd.filter((line) => line.startsWith("::failed ")).map((line) => line.slice("::failed ".length));
    const server = failures.length > 0 ? undefined : serverSettings(sshd);
    const kernel = kernelSettings(parts.get("kernel") ?? []);
    return {
        openssh: parts.get("version")?.find((line) => /OpenSSH_/i.test(line)),
        server,
        ...kernel,
        unread: [
            ...(server === undefined
                ? [`sshd's values cannot be read: ${failures.join(" ") || "sshd -T said nothing"}.`]
                : []),
            ...(kernel.kernel === undefined ? ["the kernel's values cannot be read: no /proc/sys/net/ipv4."] : []),
        ],
    };
}

// `sshd -T` prints lower-case keywords, numbers for times, and channel timeouts as they were written.
function serverSettings(lines: readonly string[]): ServerSettings | undefined {
    const values = new Map(
        lines.map((line) => {
            const space = line.indexOf(" ");
            return [line.slice(0, space).toLowerCase(), line.slice(space + 1).trim()] as const;
        }),
    );
    const interval = values.get("clientaliveinterval");
    if (interval === undefined) return undefined;
    const settings: ServerSettings = {
        tcpKeepAlive: values.get("tcpkeepalive") !== "no",
        clientAliveInterval: Number(interval),
        clientAliveCountMax: Number(values.get("clientalivecountmax")),
    };
    const channels = values.get("channeltimeout") ?? "none";
    if (channels !== "none") settings.channelTimeout = channelTimeouts(channels);
    const unused = values.get("unusedconnectiontimeout") ?? "none";
    if (unused !== "none") settings.unusedConnectionTimeout = Number(unused);
    return settings;
}

// sshd takes the first of two equal patterns.
function channelTimeouts(text: string): Record<string, number> {
    const pairs = text
        .split(/\s+/)
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
    return Object.fromEntries(pairs.reverse().map(([type = "", time = "0"]) => [type, parseTime(time) ?? 0]));
}

function kernelSettings(lines: readonly string[]): Pick<HostReading, "kernel" | "tcpRetries2"> {
    const values = new Map(lines.map((line) => [line.split(" ")[0], Number(line.split(" ")[1])]));
    const [time, interval, probes] = ["tcp_keepalive_time", "tcp_keepalive_intvl", "tcp_keepalive_probes"].map((key) =>
        values.get(key),
    );
    if (time === undefined || interval === undefined || probes === undefined) return { kernel: undefined };
    return { kernel: { time, interval, probes }, tcpRetries2: values.get("tcp_retries2") };
}
