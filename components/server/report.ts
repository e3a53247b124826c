import { describeTiming } from "../../core/describeTiming";
import { kernelSettingsOf, serverSettingsOf } from "../../core/parse/effective";
import { renderSummary } from "../../core/render/summary";
import { type HostTiming, hostTiming } from "./timing";

/** A setting that was not effective where an earlier apply had made it so. */
export interface Drift {
    /** The directive or sysctl key, for example `ClientAliveInterval`. */
    key: string;
    /** The value that the last apply had set. */
    wanted: string;
    /** The value that was found. */
    found: string;
    /** The file and line that wins, where sshd says it; empty otherwise. */
    by: string;
}

/** What the host program found and did on a host. All times are in seconds. */
export interface HostReport {
    /** Whether anything on the host was changed. */
    changed: boolean;
    /** Whether the daemon was reloaded. */
    reloaded: boolean;
    /** What was or would be reloaded: `ssh.service`, `sshd` (by its pid file, or OpenRC), `ssh.socket`, `none`. */
    unit: string;
    /** The version as sshd gives it, for example `OpenSSH_9.2`; empty where no sshd was asked. */
    openssh: string;
    /** Where the directives stand: `drop-in`, `main-file` (a marked block at its top), or `none`. */
    placement: string;
    /** What `sshd -T` and `/proc/sys` said in the end, by directive or sysctl key. */
    effective: Record<string, string>;
    /** What they said before. */
    previous: Record<string, string>;
    /** What had drifted from what the last apply had set, and has been put right. */
    drift: Drift[];
    /** What the user should know. */
    warnings: string[];
    /** What the effective values come to with this host's OpenSSH version and kernel. */
    timing: HostTiming;
    /** The same in one readable line. */
    summary: string;
}

/** Reads what the host program printed. Throws an Error that says what came instead. */
export function parseReport(stdout: string, networkPath: readonly string[] = []): HostReport {
    const { changed, reloaded, unit, openssh, placement, effective, previous, drift, warnings, tcpRetries2 } =
        lastObject(stdout) as HostReport & { tcpRetries2: number | null };
    const settings = { server: serverSettingsOf(effective), kernel: kernelSettingsOf(effective) };
    const timing = describeTiming(settings, {
        openssh: openssh === "" ? undefined : openssh,
        tcpRetries2: tcpRetries2 ?? undefined,
        networkPath,
    });
    return {
        changed,
        reloaded,
        unit,
        openssh,
        placement,
        effective,
        previous,
        drift,
        warnings,
        timing: hostTiming(timing),
        summary: renderSummary(timing),
    };
}

/**
 * The last line that is a JSON object, since a login shell may print lines of its own. Throws an Error that says what
 * came instead.
 */
export function lastObject(stdout: string): unknown {
    const line = stdout
        .split("\n")
        .map((text) => text.trim())
        .filter((text) => text.startsWith("{") && text.endsWith("}"))
        .at(-1);
    if (line === undefined) {
        throw new Error(`the host program's report is missing; its output was ${JSON.stringify(stdout.slice(0, 200))}`);
    }
    return JSON.parse(line);
}
