import { duration } from "../../core/duration";
import { type Hop, hops } from "../../core/hops";
import { intervalForTimeout, ownHopRange, smallestHop } from "../../core/networkPath";
import { doublingVersions } from "../../core/openssh";
import { survives } from "../../core/timing";
import { type End, endsOf } from "../end";
import type { Finding } from "../finding";
import { settingsRule } from "../rule";
import { openssh, versionOf } from "../settings";

type Config = { networkPath: string[]; openssh: string };

/** Rejects keepalive whose probes come after a hop on the path has dropped its state of the connection. */
export const keepaliveOutlivesNetworkPath = settingsRule<Config>(
    {
        name: "keepalive-outlives-network-path",
        displayName: "Keepalive outlives the network path",
        description: "Checks that probes come before the smallest idle timeout on the path, on every OpenSSH version.",
        severity: "medium",
        enforcementLevel: "mandatory",
        tags: ["ssh", "keepalive", "nat"],
        remediationSteps:
            "Lower ClientAliveInterval below half the smallest idle timeout on the path, because OpenSSH 9.2 to 9.4 wait two " +
            "intervals; or omit it and set networkPath, from which the interval is derived.",
        settings: {
            networkPath: {
                type: "array",
                items: { type: "string", pattern: `^(${hops.map(({ name }) => name).join("|")}|[0-9]{1,8})$` },
                default: [],
                description:
                    `The hops between clients and all servers, in addition to those that a resource names itself: names, or idle ` +
                    `timeouts in seconds from ${ownHopRange.min} ("1800").`,
            },
            openssh,
        },
    },
    (statement, config) => {
        const hop = smallestHop([...(statement.networkPath ?? []), ...config.networkPath]);
        return hop === undefined ? [] : endsOf(statement).flatMap((end) => findings(end, hop, versionOf(config)));
    },
);

/** If the version is not known, the worst case is assumed: twice the interval. */
function findings(end: End, hop: Hop, version: string | undefined): Finding[] {
    const period = end.period(version ?? "9.2");
    if (period === null || survives(hop.idleTimeout, period).survives) return [];

    const { where, program, keywords, interval = 0 } = end;
    const doubled = period !== interval;
    return [
        {
            where,
            setting: `${keywords.interval} ${interval}`,
            effect: `${program} probes only every ${duration(period)}${doubled ? ` on ${doublingVersions}` : ""}, and ${hop.title} has forgotten the connection by then`,
            bound: `a probe in less than ${duration(hop.idleTimeout)} is required`,
            source: hop.source,
            remedy: `Write ${keywords.interval} ${intervalForTimeout(hop.idleTimeout)}, which is short enough on every version.`,
        },
    ];
}
