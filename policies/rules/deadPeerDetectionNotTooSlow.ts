import { maxSeconds } from "../../core/bounds";
import { defaultCountMax } from "../../core/directives";
import { duration } from "../../core/duration";
import { doublesInterval, doublingVersions } from "../../core/openssh";
import { type End, endsOf } from "../end";
import type { Finding } from "../finding";
import { settingsRule } from "../rule";
import { boundSource, openssh, seconds, versionOf } from "../settings";
import { standardFindings } from "../standardFindings";

const name = "dead-peer-detection-not-too-slow";

type Config = { maxSeconds: number; openssh: string };

/** Rejects keepalive that keeps the session of an unresponsive peer for too long. */
export const deadPeerDetectionNotTooSlow = settingsRule<Config>(
    {
        name,
        displayName: "Dead peers are detected in time",
        description: "Checks that the session of an unresponsive peer ends within a bound.",
        severity: "medium",
        enforcementLevel: "mandatory",
        framework: {
            name: "DISA STIG",
            version: "RHEL 9",
            reference: "255095, 255100",
            specification: "ClientAliveCountMax is 1, and ClientAliveInterval at most 600.",
        },
        tags: ["ssh", "keepalive", "dead-peer"],
        remediationSteps:
            "Lower ClientAliveInterval or ClientAliveCountMax (in clients ServerAliveInterval or ServerAliveCountMax): " +
            "the session ends after (count + 1) × interval, twice that on OpenSSH 9.2 to 9.4.",
        settings: {
            maxSeconds: seconds(
                maxSeconds,
                "The longest time that an unresponsive peer's session may be kept, on OpenSSH versions that probe at every interval",
            ),
            openssh,
        },
    },
    (statement, config) =>
        endsOf(statement).flatMap((end) => [
            ...durationFindings(end, config),
            ...standardFindings(end, config.standard, "max"),
        ]),
);

function durationFindings(end: End, config: Config): Finding[] {
    const version = versionOf(config);
    const ends = end.endsUnresponsive(version);
    if (ends === null || ends <= config.maxSeconds) return [];

    const { keywords, interval = 0, count } = end;
    const doubled = end.program === "sshd" && version !== undefined && doublesInterval(version);
    const longest = Math.floor(config.maxSeconds / ((count ?? defaultCountMax) + 1) / (doubled ? 2 : 1));
    const countText = count === undefined ? `${defaultCountMax} by default` : String(count);
    return [
        {
            where: end.where,
            setting: `${keywords.interval} ${interval} with ${keywords.count} ${countText}`,
            effect: `an unresponsive peer's session is kept for ${duration(ends)}${doubled ? ` on ${doublingVersions}` : ""}`,
            bound: `at most ${duration(config.maxSeconds)} is required`,
            source: boundSource(name, "maxSeconds", config.maxSeconds, maxSeconds, "120 × 30 is just allowed"),
            remedy:
                longest > 0
                    ? `Write ${keywords.interval} ${longest} or less, or a lower ${keywords.count}.`
                    : `Write a lower ${keywords.count}.`,
        },
    ];
}
