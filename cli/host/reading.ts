import { printable } from "../../core/printable";
import { parseEffective, serverSettingsOf } from "../../core/parse/effective";
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
    for (const line of text.split(/\r?\n/).map(printable)) {
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

function serverSettings(lines: readonly string[]): ServerSettings | undefined {
    const settings = serverSettingsOf(parseEffective(lines.join("\n")));
    return settings.clientAliveInterval === undefined ? undefined : settings;
}

function kernelSettings(lines: readonly string[]): Pick<HostReading, "kernel" | "tcpRetries2"> {
    const values = new Map(lines.map((line) => [line.split(" ")[0], Number(line.split(" ")[1])]));
    const [time, interval, probes] = ["tcp_keepalive_time", "tcp_keepalive_intvl", "tcp_keepalive_probes"].map((key) =>
        values.get(key),
    );
    if (time === undefined || interval === undefined || probes === undefined) return { kernel: undefined };
    return { kernel: { time, interval, probes }, tcpRetries2: values.get("tcp_retries2") };
}
