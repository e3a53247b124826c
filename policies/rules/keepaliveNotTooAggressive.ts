import { minInterval, minSeconds } from "../../core/bounds";
import { defaultCountMax } from "../../core/directives";
import { duration } from "../../core/duration";
import { type End, endsOf } from "../end";
import type { Finding } from "../finding";
import { settingsRule } from "../rule";
import { boundSource, openssh, seconds, versionOf } from "../settings";
import { standardFindings } from "../standardFindings";

const name = "keepalive-not-too-aggressive";

type Config = { minInterval: number; minSeconds: number; openssh: string };

/** Rejects keepalive that ends sessions during a short network outage, and so causes the disconnects it should prevent. */
export const keepaliveNotTooAggressive = settingsRule<Config>(
    {
        name,
        displayName: "Keepalive is patient enough",
        description: "Checks that keepalive neither probes too often nor ends sessions during a short outage.",
        severity: "medium",
        enforcementLevel: "mandatory",
        tags: ["ssh", "keepalive", "availability"],
        remediationSteps:
            "Raise ClientAliveInterval to 15 s or more, and it or ClientAliveCountMax until (count + 1) × interval is 45 s " +
            "or more; in clients ServerAliveInterval and ServerAliveCountMax.",
        settings: {
            minInterval: seconds(minInterval, "The shortest time between two probes"),
            minSeconds: seconds(minSeconds, "The shortest outage that may end a session"),
            openssh,
        },
    },
    (statement, config) =>
        endsOf(statement).flatMap((end) => [
            ...periodFindings(end, config),
            ...durationFindings(end, config),
            ...standardFindings(end, config.standard, "min"),
        ]),
);

function periodFindings(end: End, config: Config): Finding[] {
    const period = end.period(versionOf(config));
    if (period === null || period >= config.minInterval) return [];

    const { where, program, keywords, interval = 0 } = end;
    return [
        {
            where,
            setting: `${keywords.interval} ${interval}`,
            effect: `${program} probes every ${duration(period)}`,
            bound: `at least ${duration(config.minInterval)} is required`,
            source: boundSource(
                name,
                "minInterval",
                config.minInterval,
                minInterval,
                "no known hop has so short an idle timeout",
            ),
            remedy: `Write ${keywords.interval} ${config.minInterval} or more.`,
        },
    ];
}

function durationFindings(end: End, config: Config): Finding[] {
    const ends = end.count === 0 ? null : end.endsUnresponsive(versionOf(config));
    if (ends === null || ends >= config.minSeconds) return [];

    const { where, keywords, interval = 0, count } = end;
    const least = Math.max(config.minInterval, Math.ceil(config.minSeconds / ((count ?? defaultCountMax) + 1)));
    return [
        {
            where,
            setting: `${keywords.interval} ${interval} with ${keywords.count} ${count ?? `${defaultCountMax} by default`}`,
            effect: `an outage of ${duration(ends)} ends the session`,
            bound: `at least ${duration(config.minSeconds)} is required`,
            source: boundSource(name, "minSeconds", config.minSeconds, minSeconds, "a router restarts in less time"),
            remedy: `Write ${keywords.interval} ${least} or more, or a higher ${keywords.count}.`,
        },
    ];
}
