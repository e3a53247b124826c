import { minInterval, minSeconds } from "../../core/bounds";
import { kernelDefaults, sysctlKeys } from "../../core/directives";
import { duration } from "../../core/duration";
import type { KernelSettings } from "../../core/settings";
import { tcpKeepaliveEnds } from "../../core/timing";
import type { Finding } from "../finding";
import { isUnset, type Reading } from "../parsers/reading";
import { settingsRule } from "../rule";
import { boundSource, seconds } from "../settings";

const name = "kernel-keepalive-within-bounds";

/** The total that results from the kernel's defaults, 7875 s. */
const defaultMaxSeconds = tcpKeepaliveEnds({}) ?? 0;

type Config = { minTime: number; minSeconds: number; maxSeconds: number };

/** Rejects tcp_keepalive values that the kernel does not accept, that probe too often, or whose total is too long. */
export const kernelKeepaliveWithinBounds = settingsRule<Config>(
    {
        name,
        displayName: "Kernel keepalive is within bounds",
        description: "Checks that net.ipv4.tcp_keepalive_* and their total are within bounds.",
        severity: "medium",
        enforcementLevel: "mandatory",
        tags: ["tcp", "keepalive", "sysctl"],
        remediationSteps:
            "Set kernel.time, interval and probes (net.ipv4.tcp_keepalive_time, _intvl, _probes) so that " +
            "time + probes × interval is between the bounds; 180, 30 and 6 are good defaults.",
        settings: {
            minTime: seconds(minInterval, "The shortest silence before the first probe"),
            minSeconds: seconds(minSeconds, "The shortest outage that may end a connection"),
            maxSeconds: seconds(defaultMaxSeconds, "The longest time that a dead peer's connection may be kept"),
        },
    },
    ({ where, kernel }, config) =>
        kernel === undefined
            ? []
            : [...valueFindings(kernel.settings, config), ...totalFindings(kernel, config)].map((finding) => ({
                  where,
                  ...finding,
              })),
);

type UnlocatedFinding = Omit<Finding, "where">;

function valueFindings(settings: KernelSettings, { minTime }: Config): UnlocatedFinding[] {
    return sysctlKeys.flatMap(({ property, keyword, min = 0, max = Infinity, source }) => {
        const value = settings[property];
        if (value === undefined) return [];

        const setting = `${keyword} ${value}`;
        if (value < min || value > max) {
            const bound = `${min} to ${max} is required`;
            const remedy = `Write ${keyword} = ${kernelDefaults[property]} or another value in the range.`;
            return [{ setting, effect: "the kernel does not accept it for a connection", bound, source, remedy }];
        }
        if (property === "time" && value < minTime) {
            return [
                {
                    setting,
                    effect: `every silent connection of the host is probed after ${duration(value)}`,
                    bound: `at least ${duration(minTime)} is required`,
                    source: boundSource(
                        name,
                        "minTime",
                        minTime,
                        minInterval,
                        "no known hop has so short an idle timeout",
                    ),
                    remedy: `Write ${keyword} = ${minTime} or more.`,
                },
            ];
        }
        return [];
    });
}

/** A value that is not set counts with its default; but if the time is not known, neither is the total. */
function totalFindings(
    kernel: Reading<KernelSettings>,
    { minSeconds: least, maxSeconds: most }: Config,
): UnlocatedFinding[] {
    const total = tcpKeepaliveEnds({ kernel: kernel.settings });
    const timeIsKnown = kernel.settings.time !== undefined || isUnset(kernel, "time");
    if (kernel.unknown.size > 0 || !timeIsKnown || total === null || (total >= least && total <= most)) return [];

    const { time, interval, probes } = { ...kernelDefaults, ...kernel.settings };
    const tooLong = total > most;
    return [
        {
            setting: `net.ipv4.tcp_keepalive_time ${time}, _intvl ${interval}, _probes ${probes}`,
            effect: tooLong
                ? `a dead peer's connection is kept for ${duration(total)}`
                : `an outage of ${duration(total)} ends every silent connection of the host`,
            bound: tooLong ? `at most ${duration(most)} is required` : `at least ${duration(least)} is required`,
            source: tooLong
                ? boundSource(name, "maxSeconds", most, defaultMaxSeconds, "the result of the kernel's defaults")
                : boundSource(name, "minSeconds", least, minSeconds, "a router restarts in less time"),
            remedy: "Write 180, 30 and 6: time + probes × interval is then 360 s.",
        },
    ];
}
