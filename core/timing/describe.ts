/** The timing model's results for one host's settings, for reports, the command line and policies. */
import { channelTimeoutFor, globalType, globalTypeSince } from "../channelTypes";
import { defaultCountMax, kernelDefaults } from "../directives";
import type { Hop } from "../hops";
import { parseHop } from "../networkPath";
import { hasQuirk, type OpenSshVersionLike, shortVersion } from "../openssh";
import type { PartialSettings, ServerSettings } from "../settings";
import {
    clientEndsUnreachable,
    clientEndsUnresponsive,
    clientHealthySessionEnds,
    clientLastingProbePeriod,
    clientProbePeriod,
    clientProbesStopAfter,
    healthySessionEnds,
    lastingProbePeriod,
    least,
    probePeriod,
    probesStopAfter,
    retransmissionLimit,
    retransmissions,
    sshdEndsUnreachable,
    sshdEndsUnresponsive,
    survives,
    tcpKeepaliveEnds,
} from "../timing";
import { knows, sinceOf } from "../unknownSettings";
import type { Conditions, HopReport, TimingReport } from "./report";
import { harmWarnings, periodWarnings, timingWarnings } from "./warnings";

/**
 * Applies the model to the settings under the given conditions. A server or kernel value that is left out is the default;
 * without client settings, the client sends nothing. Unknown hops are left out; never throws.
 */
export function describeTiming(settings: PartialSettings, conditions: Conditions = {}): TimingReport {
    const server = {
        tcpKeepAlive: true,
        clientAliveInterval: 0,
        clientAliveCountMax: defaultCountMax,
        ...settings.server,
    };
    const kernel = { ...kernelDefaults, ...settings.kernel };
    const tcpRetries2 = conditions.tcpRetries2 ?? retransmissions.default;
    const { openssh, clientOpenssh, rekeyInterval } = conditions;
    const sshd = { ...server, kernel, openssh, rekeyInterval, tcpRetries2 };
    // The client's machine has its own kernel, which these settings do not change.
    const client = {
        ...settings.client,
        openssh: clientOpenssh,
        rekeyInterval: conditions.clientRekeyInterval,
        tcpRetries2,
    };
    const silenceFor = (tcpKeepaliveCounts: boolean) =>
        least(
            lastingProbePeriod(sshd),
            clientLastingProbePeriod(client),
            tcpKeepaliveCounts && server.tcpKeepAlive ? kernel.time : null,
        );
    const version = shortVersion(openssh);
    const report: TimingReport = {
        openssh: version ?? null,
        probePeriod: probePeriod(sshd),
        probesStopAfter: probesStopAfter(sshd),
        silence: silenceFor(true),
        endsUnreachable: sshdEndsUnreachable(sshd),
        endsUnresponsive: sshdEndsUnresponsive(sshd),
        idleSessionsOnly: version === undefined || hasQuirk(version, "outputHidesHungPeer"),
        healthySessionEnds: healthySessionEnds(sshd),
        tcpKeepaliveEnds: tcpKeepaliveEnds(sshd),
        retransmissionLimit: retransmissionLimit(tcpRetries2),
        clientProbePeriod: clientProbePeriod(client),
        clientProbesStopAfter: clientProbesStopAfter(client),
        clientEndsUnreachable: settings.client === undefined ? null : clientEndsUnreachable(client),
        clientEndsUnresponsive: clientEndsUnresponsive(client),
        clientIdleSessionsOnly: hasQuirk(clientOpenssh, "typingHidesHungServer"),
        clientHealthySessionEnds: clientHealthySessionEnds(client),
        idleSessionEnds: idleSessionEnds(server, openssh),
        unusedConnectionEnds: knows(openssh, sinceOf("unusedConnectionTimeout"))
            ? server.unusedConnectionTimeout || null
            : null,
        hops: (conditions.networkPath ?? [])
            .map(parseHop)
            .filter((hop) => hop !== undefined)
            .map((hop) => hopReport(hop, silenceFor(hop.resetByTcpKeepalive))),
        warnings: [],
    };
    report.warnings = timingWarnings(report, server, { ...settings, ...conditions, tcpRetries2 });
    return report;
}

/**
 * The warnings for settings that have harmful effects on this OpenSSH version: healthy sessions that are ended, and
 * probes that stop or come late. Each has its remedy.
 */
export function harmsOf(settings: PartialSettings, conditions: Conditions): string[] {
    return harmWarnings(describeTiming(settings, conditions), settings.server ?? {}, { ...settings, ...conditions });
}

/** The warnings of a report that a user should have of each host: harms, and probes at another time than configured. */
export function notableWarnings(settings: PartialSettings, conditions: Conditions): string[] {
    const report = describeTiming(settings, conditions);
    return [...harmsOf(settings, conditions), ...periodWarnings(report, settings.server ?? {})];
}

function hopReport({ name, title, idleTimeout, endsAfter, source }: Hop, silence: number | null): HopReport {
    const limit = endsAfter === undefined ? {} : { endsAfter };
    return { name, title, idleTimeout, silence, ...survives(idleTimeout, silence), ...limit, source };
}

// A shell's channel, or all channels together, whichever is closed first.
function idleSessionEnds({ channelTimeout }: ServerSettings, openssh: OpenSshVersionLike | undefined): number | null {
    if (!knows(openssh, sinceOf("channelTimeout"))) return null;
    const all = knows(openssh, globalTypeSince) ? channelTimeout?.[globalType] || null : null;
    return least(channelTimeoutFor(channelTimeout, "session:shell"), all);
}
