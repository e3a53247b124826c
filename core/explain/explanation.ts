/** What `explain` knows about settings or about a host, for the command line, its JSON and the page. Pure. */
import { distributionNote } from "../distributions";
import { slowestVersion } from "../openssh";
import { defined } from "../records";
import type { RequestedSettings } from "../resolve";
import type { ClientSettings, PartialSettings, Problem, ServerSettings, Settings } from "../settings";
import { describeTiming, harmsOf } from "../timing/describe";
import type { Conditions, TimingReport } from "../timing/report";
import { knownSettings } from "../unknownSettings";
import { validateSettings } from "../validate";
import { type Answer, answerFor } from "./answer";
import { conditionProblems } from "./conditions";
import { type PasteFiles, pasteFiles } from "./files";
import { type Origins, originsOf } from "./origins";

/** The conditions that the settings are explained for; the path is part of the requested settings. */
export interface ExplainConditions extends Omit<Conditions, "networkPath"> {
    /** PuTTY's saved session for the files. */
    puttySession?: string | undefined;
}

/** All times are in seconds; null is "never". */
export interface Explanation {
    answer: Answer;
    settings: Settings;
    /** Where each setting comes from, by its path, such as `server.clientAliveInterval`. */
    origins: Origins;
    notes: string[];
    problems: Problem[];
    /** The timing of the server's settings. Clients count for the path only if their settings are given. */
    timing: TimingReport;
    /** The timing of the client's settings alone. */
    client: TimingReport;
    files: PasteFiles;
}

/**
 * Explains a user's settings. Values that are invalid individually cannot be explained, and only result in problems; values
 * that contradict each other can be explained.
 */
export function explain(
    requested: RequestedSettings,
    conditions: ExplainConditions = {},
): Explanation | { problems: Problem[] } {
    const unmeetable = conditionProblems(conditions);
    const { problems, invalid, resolved } = validateSettings(requested, conditions);
    if (unmeetable.length > 0) return { problems: [...invalid, ...unmeetable] };
    if (invalid.length > 0) return { problems };
    const follows = clientFollowsServer(resolved, requested);
    const client = follows ? clientLike(resolved.server) : resolved.client;
    const settings = { server: resolved.server, kernel: resolved.kernel, client };
    // A directive that the version does not know does nothing.
    const { known, leftOut } = knownSettings(resolved.server, conditions.openssh);
    const met = { ...conditions, networkPath: requested.networkPath };
    const timed = { server: known, kernel: resolved.kernel, client: requested.client && client };
    const harms = harmsOf(timed, met);
    const timing = describeTiming(timed, met);
    return {
        answer: answerFor({
            timing,
            slowest:
                conditions.openssh === undefined
                    ? describeTiming(timed, { ...met, openssh: slowestVersion })
                    : undefined,
            problems,
            // The same thing is a problem of the settings already where it is one of the count.
            harms: problems.some(({ propertyPath }) => propertyPath === "server.clientAliveCountMax") ? [] : harms,
            leftOut,
        }),
        settings,
        origins: originsOf(requested, settings, follows),
        notes: [...resolved.notes, ...distributionNotes(conditions)],
        problems,
        timing: { ...timing, warnings: timing.warnings.filter((warning) => !harms.includes(warning)) },
        client: describeTiming({ client }, met),
        files: pasteFiles(settings, {
            ...conditions,
            refused:
                timing.healthySessionEnds === null ? undefined : "these settings end healthy sessions on this OpenSSH",
        }),
    };
}

/** Explains what is effective on a running host, and on the client that reaches it. */
export function explainEffective(
    ends: PartialSettings,
    conditions: Conditions,
): { answer: Answer; timing: TimingReport } {
    const timing = describeTiming(ends, conditions);
    return { answer: answerFor({ timing, problems: [], harms: harmsOf(ends, conditions) }), timing };
}

function distributionNotes({ openssh, clientOpenssh }: ExplainConditions): string[] {
    const names = new Set([openssh, clientOpenssh].filter((version) => typeof version === "string"));
    return [...names].map(distributionNote).filter((note) => note !== undefined);
}

// A client that probes as often as the server keeps the path open where the server's settings do not reach. What is
// switched off on the server does not apply to clients.
function clientFollowsServer({ server, client }: Settings, requested: RequestedSettings): boolean {
    return (
        requested.client === undefined &&
        client.serverAliveInterval === undefined &&
        (server.clientAliveInterval ?? 0) > 0
    );
}

function clientLike({ tcpKeepAlive, clientAliveInterval, clientAliveCountMax }: ServerSettings): ClientSettings {
    return defined({
        tcpKeepAlive: tcpKeepAlive || undefined,
        serverAliveInterval: clientAliveInterval,
        serverAliveCountMax: clientAliveCountMax,
    });
}
