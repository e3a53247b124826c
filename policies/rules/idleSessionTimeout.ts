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

/** Rejects sshd settings that let an idle user's session stand. Keepalive does not end it: the client answers. */
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

        const ofStandard = requirementOn(standard, "channelTimeout")?.max;
        const most = Math.min(maxSeconds, ofStandard ?? Infinity);
        const source =
            most === ofStandard
                ? (requirementOn(standard, "channelTimeout")?.clause ?? pciClause)
                : boundSource(name, "maxSeconds", maxSeconds, pciSeconds, pciClause);
        const asksForUnused = requirementOn(standard, "unusedConnectionTimeout") !== undefined;
        return [...channelFindings(server, most), ...unusedFindings(server, most, asksForUnused)].map((finding) => ({
            where,
            source,
            ...finding,
        }));
    },
);

type Unplaced = Omit<Finding, "where" | "source">;

function channelFindings(server: Reading<ServerSettings>, most: number): Unplaced[] {
    const timeouts = server.settings.channelTimeout;
    if (timeouts === undefined && !isUnset(server, "channelTimeout")) return [];

    const timeout = sessionTimeout(timeouts ?? {});
    if (timeout !== null && timeout <= most) return [];

    return [
        {
            setting: timeout === null ? "no ChannelTimeout for sessions" : `ChannelTimeout of sessions ${timeout}`,
            effect:
                timeout === null
                    ? "an idle session stays open forever"
                    : `an idle session stays open for ${duration(timeout)}`,
            bound: `at most ${duration(most)} is required`,
            remedy: `Write ChannelTimeout session:*=${most}.`,
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

function unusedFindings(server: Reading<ServerSettings>, most: number, isAsked: boolean): Unplaced[] {
    const timeout = server.settings.unusedConnectionTimeout;
    const isOff = timeout === 0 || isUnset(server, "unusedConnectionTimeout");
    if (!(isAsked && isOff) && (timeout ?? 0) <= most) return [];

    return [
        {
            setting: isOff ? "no UnusedConnectionTimeout" : `UnusedConnectionTimeout ${timeout}`,
            effect: "a connection whose sessions are closed stays open, and can open new ones without authentication",
            bound: `at most ${duration(most)} is required`,
            remedy: `Write UnusedConnectionTimeout ${most}.`,
        },
    ];
}
