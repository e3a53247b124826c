import { effectiveSettings, type EffectiveValues, rekeyIntervalOf } from "../../core/parse/effective";
import { printable } from "../../core/printable";
import type { KernelSettings, ServerSettings } from "../../core/settings";

/** What a host reports about itself. */
export interface HostReading {
    /** The host's OpenSSH version, as printed by sshd. */
    openssh?: string | undefined;
    /** sshd's effective values; missing if they could not be read. */
    server?: ServerSettings | undefined;
    /** The time in sshd's RekeyLimit, seconds. */
    rekeyInterval?: number | undefined;
    /** The kernel's values; missing if there is no /proc/sys. */
    kernel?: KernelSettings | undefined;
    tcpRetries2?: number | undefined;
    /** The warnings of the host program's check. */
    warnings: string[];
    /** The values that could not be read and why, one sentence each. */
    unread: string[];
}

/** The fields of the host program's report that are used here. */
interface CheckReport {
    openssh: string;
    effective: Record<string, string>;
    warnings: string[];
}

/** Parses the output of read.sh; undefined if the output is incomplete or from another program. */
export function parseReading(text: string): HostReading | undefined {
    const parts = partsOf(text);
    if (!parts.has("end")) return undefined;
    const check = parts.get("check") ?? [];
    const report = reportIn(check);
    const server = report === undefined ? {} : effectiveSettings("server", report.effective);
    const kernel = kernelValues(parts.get("kernel") ?? []);
    const hasServer = server.clientAliveInterval !== undefined;
    return {
        openssh: report?.openssh || parts.get("version")?.find((line) => /OpenSSH_/i.test(line)),
        server: hasServer ? server : undefined,
        rekeyInterval: hasServer ? rekeyIntervalOf(report?.effective ?? {}) : undefined,
        ...kernel,
        // The check runs under its own owner name, so it sees whatever manages the host as a different owner.
        warnings: (report?.warnings ?? []).map((warning) =>
            printable(warning).replace(/belong to '([^]*)', not to 'explain'[^]*$/, "are managed by '$1'"),
        ),
        unread: [
            ...(hasServer ? [] : [`sshd's values cannot be read: ${unreadReason(check)}.`]),
            ...(kernel.kernel === undefined ? ["the kernel's values cannot be read: no /proc/sys/net/ipv4."] : []),
        ],
    };
}

function partsOf(text: string): Map<string, string[]> {
    const parts = new Map<string, string[]>();
    let part: string[] = [];
    for (const line of text.split(/\r?\n/).map(printable)) {
        const heading = /^::(version|kernel|check|end)$/.exec(line)?.[1];
        if (heading === undefined) part.push(line);
        else parts.set(heading, (part = []));
    }
    return parts;
}

function reportIn(lines: readonly string[]): CheckReport | undefined {
    const line = lines.filter((each) => each.startsWith("{")).at(-1);
    try {
        return line === undefined ? undefined : (JSON.parse(line) as CheckReport);
    } catch {
        return undefined;
    }
}

function unreadReason(check: readonly string[]): string {
    const messages = check
        .filter((line) => line !== "::failed" && line.trim() !== "" && !line.startsWith("{"))
        .map((line) =>
            line.replace(/^pulumi-ssh-keepalive: /, "").replace(/( ?; fix that first)?(; nothing was changed)?\.$/, ""),
        );
    return messages.join("; ") || "there is no sshd, or it prints none";
}

function kernelValues(lines: readonly string[]): Pick<HostReading, "kernel" | "tcpRetries2"> {
    const values: EffectiveValues = Object.fromEntries(
        lines.filter((line) => line.includes(" ")).map((line) => line.split(" ") as [string, string]),
    );
    const { time, interval, probes } = effectiveSettings("kernel", values);
    if (time === undefined || interval === undefined || probes === undefined) return { kernel: undefined };
    const retries = Number(values["net.ipv4.tcp_retries2"]);
    return { kernel: { time, interval, probes }, tcpRetries2: Number.isInteger(retries) ? retries : undefined };
}
