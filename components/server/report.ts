import * as v from "valibot";
import { effectiveSettings, rekeyIntervalOf } from "../../core/parse/effective";
import { renderSummary } from "../../core/render/summary";
import { retransmissions } from "../../core/timing";
import { describeTiming, notableWarnings } from "../../core/timing/describe";
import { findings, type HostFindings, readReport, text, texts } from "../remote/hostReport";
import { type HostTiming, hostTiming } from "../remote/timing";

/** What the host program found and did on a host. All times are in seconds. */
export interface HostReport extends HostFindings {
    /** Whether the daemon was reloaded. */
    reloaded: boolean;
    /** What was or would be reloaded: `ssh.service`, `sshd` (by its pid file, or OpenRC), `ssh.socket`, `none`. */
    unit: string;
    /** The daemon's program, for example `/usr/sbin/sshd`; empty where there is none, or in a report of an earlier version. */
    binary: string;
    /** The daemon's main configuration file, links followed; empty as `binary` is. */
    mainFile: string;
    /** The host's other daemons that read none of the changed files, such as `/opt/ssh/sshd (process 812, /opt/ssh/sshd_config)`. */
    leftAlone: string[];
    /** Where the directives are: `drop-in`, `main-file` (a marked block at its top), or `none`. */
    placement: string;
    /** The times that result from the effective values with this host's OpenSSH version and kernel. */
    timing: HostTiming;
    /** The same in one readable line. */
    summary: string;
}

/** What the program itself reports. */
const reported = v.object({
    ...findings,
    reloaded: v.boolean(),
    unit: text,
    // Of a program that does not report them yet, none.
    binary: v.optional(text, ""),
    mainFile: v.optional(text, ""),
    leftAlone: v.optional(texts, []),
    placement: text,
    // No kernel has more, and the timing model does not support it.
    tcpRetries2: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(retransmissions.max))),
});

/** Reads what the host program printed. Throws an Error that names what is wrong. */
export function parseReport(
    stdout: string,
    networkPath: readonly string[] = [],
    ids: readonly string[] = [],
): HostReport {
    const { tcpRetries2, ...found } = readReport(stdout, reported, ids);
    const { openssh, effective } = found;
    const settings = { server: effectiveSettings("server", effective), kernel: effectiveSettings("kernel", effective) };
    const conditions = {
        openssh: openssh === "" ? undefined : openssh,
        rekeyInterval: rekeyIntervalOf(effective),
        tcpRetries2: tcpRetries2 ?? undefined,
        networkPath,
    };
    const timing = describeTiming(settings, conditions);
    return {
        ...found,
        warnings: [...found.warnings, ...notableWarnings(settings, conditions)],
        timing: hostTiming(timing),
        summary: renderSummary(timing),
    };
}
