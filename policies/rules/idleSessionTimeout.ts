import { channelTimeoutFor } from "../../core/channelTypes";
import { duration } from "../../core/duration";
import type { ServerSettings } from "../../core/settings";
import { least } from "../../core/timing";
import type { Finding } from "../finding";
import { isUnset, type Reading } from "../parsers/reading";
import { settingsRule } from "../rule";
import { boundSource, seconds } from "../settings";
import { requirementOn } from "../standard";

const name = "idle-session-timeout";
const pciSeconds = 900;
const pciClause = "PCI DSS 4.0, 8.2.8";

type Config = { maxSeconds: number };

/** Rejects sshd settings that never end an idle user's session. Keepalive does not end it, because the client answers. */
export const idleSessionTimeout = settingsRule<Config>(
    {
        name,
        displayName: "Idle sessions end",
        description: "Checks that sshd ends idle sessions, which no keepalive does.",
        severity: "medium",
        enforcementLevel: "disabled",
        framework: {
            name: "PCI DSS",
            version: "4.0",
            reference: "8.2.8",
            specification: "If a user session has been idle for more than 15 minutes, the user has to re-authenticate.",
        },
        tags: ["ssh", "idle", "pci-dss"],
        remediationSteps:
            'Set channelTimeout { "session:*": 900 } and unusedConnectionTimeout 900 (ChannelTimeout and ' +
            "UnusedConnectionTimeout, OpenSSH 9.2 and later).",
        settings: {
            maxSeconds: seconds(pciSeconds, "The longest time that an idle session may stay open"),
        },
    },
    ({ where, server }, { maxSeconds, standard }) => {
        if (server === undefined) return [];

        const standardMax = requirementOn(standard, "channelTimeout")?.max;
        const max = Math.min(maxSeconds, standardMax ?? Infinity);
        const source =
            max === standardMax
                ? (requirementOn(standard, "channelTimeout")?.clause ?? pciClause)
                : boundSource(name, "maxSeconds", maxSeconds, pciSeconds, pciClause);
        const isUnusedRequired = requirementOn(standard, "unusedConnectionTimeout") !== undefined;
        return [...channelFindings(server, max), ...unusedFindings(server, max, isUnusedRequired)].map((finding) => ({
            where,
            source,
            ...finding,
        }));
    },
);

type UnlocatedFinding = Omit<Finding, "where" | "source">;

function channelFindings(server: Reading<ServerSettings>, max: number): UnlocatedFinding[] {
    const timeouts = server.settings.channelTimeout;
    if (timeouts === undefined && !isUnset(server, "channelTimeout")) return [];

    const timeout = sessionTimeout(timeouts ?? {});
    if (timeout !== null && timeout <= max) return [];

    return [
        {
            setting: timeout === null ? "no ChannelTimeout for sessions" : `ChannelTimeout of sessions ${timeout}`,
            effect:
                timeout === null
                    ? "an idle session stays open forever"
                    : `an idle session stays open for ${duration(timeout)}`,
            bound: `at most ${duration(max)} is required`,
            remedy: `Write ChannelTimeout session:*=${max}.`,
        },
    ];
}

/** sshd takes the first pattern that matches; `global` stands for all channels together. */
function sessionTimeout(timeouts: Record<string, number>): number | null {
    const first = Object.entries(timeouts).find(
        ([pattern]) => pattern !== "global" && channelTimeoutFor({ [pattern]: 1 }, "session:shell") !== null,
    );
    const seconds = [first?.[1], timeouts.global].map((value) => (value === undefined || value === 0 ? null : value));
    return least(...seconds);
}

function unusedFindings(server: Reading<ServerSettings>, max: number, isRequired: boolean): UnlocatedFinding[] {
    const timeout = server.settings.unusedConnectionTimeout;
    const isOff = timeout === 0 || isUnset(server, "unusedConnectionTimeout");
    if (!(isRequired && isOff) && (timeout ?? 0) <= max) return [];

    return [
        {
            setting: isOff ? "no UnusedConnectionTimeout" : `UnusedConnectionTimeout ${timeout}`,
            effect: "a connection whose sessions are closed stays open, and can open new ones without authentication",
            bound: `at most ${duration(max)} is required`,
            remedy: `Write UnusedConnectionTimeout ${max}.`,
        },
    ];
}
