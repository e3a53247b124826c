/** Resolves the user's input to the settings that are applied. */
import { defaultCountMax } from "./directives";
import { hopLimit } from "./hops";
import { intervalFor, parseHop, smallestHop } from "./networkPath";
import { doublingVersions, stretchingVersions } from "./openssh";
import { defaultProfile, profileNamed, standardOf } from "./profiles";
import { defined } from "./records";
import type { ClientSettings, PartialSettings, ServerSettings, Settings } from "./settings";
import { allowedValues, unmetRequirements } from "./standards";
import { probePeriod } from "./timing";

/** A user's input. All of it is optional; no input at all means the default profile. */
export interface RequestedSettings extends PartialSettings {
    /** A name from profiles.ts. */
    profile?: string | undefined;
    /** Names from hops.ts, or idle timeouts in seconds ("1800"). */
    networkPath?: readonly (string | number)[] | undefined;
}

export interface ResolvedSettings extends Settings {
    /** What the user should know about how the settings came about, one sentence each. */
    notes: string[];
}

/**
 * Combines the settings: the profile's, overridden by the explicit ones; where an interval is not explicit and there is
 * a network path, the derived interval, unless the profile's is at most as long. Expects settings without problems (see
 * `validateSettings`); never throws.
 */
export function resolveSettings(requested: RequestedSettings): ResolvedSettings {
    const profile = profileNamed(isEmpty(requested) ? defaultProfile : requested.profile);
    const derived = intervalFor(requested.networkPath ?? []);
    const server = combine<ServerSettings>(
        { ...profile?.server },
        requested.server,
        { interval: "clientAliveInterval", count: "clientAliveCountMax" },
        derived,
    );
    const client = combine<ClientSettings>(
        { ...profile?.client },
        requested.client,
        { interval: "serverAliveInterval", count: "serverAliveCountMax" },
        derived,
    );
    const notes = [
        ...derivationNotes(requested, server, profile?.server.clientAliveInterval),
        ...limitNotes(requested),
        ...standardNotes(requested, server),
        ...undetectedNotes(server),
        ...stretchNotes(server),
    ];
    return { server, kernel: { ...profile?.kernel, ...defined(requested.kernel ?? {}) }, client, notes };
}

/** Whether no settings are given, so that the default profile applies; an empty network path counts as none. */
export function isEmpty({ profile, networkPath, server, kernel, client }: RequestedSettings): boolean {
    return [profile, server, kernel, client].every((part) => part === undefined) && !networkPath?.length;
}

function combine<End extends ServerSettings | ClientSettings>(
    ofProfile: End,
    requested: End | undefined,
    { interval, count }: Record<"interval" | "count", keyof End & string>,
    derived: number | undefined,
): End {
    const explicit: Partial<Record<string, unknown>> = defined(requested ?? {});
    const settings: Record<string, unknown> = { ...ofProfile, ...explicit };
    if (explicit[interval] === undefined && derived !== undefined) {
        settings[interval] = Math.min(derived, (ofProfile[interval] as number | undefined) ?? derived);
        settings[count] ??= defaultCountMax;
    }
    // A profile's count has no meaning where the user disabled probes.
    if (explicit[interval] === 0 && explicit[count] === undefined) delete settings[count];
    return settings as End;
}

function derivationNotes(
    requested: RequestedSettings,
    server: ServerSettings,
    ofProfile: number | undefined,
): string[] {
    const hop = smallestHop(requested.networkPath ?? []);
    const interval = server.clientAliveInterval;
    if (hop === undefined || requested.server?.clientAliveInterval !== undefined || interval === undefined) return [];
    const why = `${hop.title} forgets after ${hop.idleTimeout} s, and ${doublingVersions} wait two intervals between probes`;
    if (ofProfile === undefined) return [`clientAliveInterval ${interval} is derived from the network path: ${why}.`];
    if (interval === ofProfile) return [];
    return [
        `clientAliveInterval ${interval} from the network path replaces the ${requested.profile} profile's ${ofProfile}: ${why}.`,
    ];
}

function limitNotes({ networkPath = [] }: RequestedSettings): string[] {
    return networkPath.map(parseHop).flatMap((hop) => (hop === undefined ? [] : hopLimit(hop)));
}

function standardNotes(requested: RequestedSettings, server: ServerSettings): string[] {
    const standard = standardOf(profileNamed(requested.profile));
    if (standard === undefined) return [];
    return unmetRequirements(standard, server).map((requirement) => {
        const value = server[requirement.property];
        const shown = value === undefined ? "without a value" : JSON.stringify(value);
        return `${requirement.property} ${shown} violates the ${standard.name} profile's standard, which requires ${allowedValues(requirement)} (${requirement.clause}).`;
    });
}

function undetectedNotes({ tcpKeepAlive, clientAliveInterval }: ServerSettings): string[] {
    if (tcpKeepAlive !== false || clientAliveInterval !== undefined) return [];
    return [
        "tcpKeepAlive false without a clientAliveInterval: unless the host sets one itself, nothing detects a dead peer.",
    ];
}

// Every derived interval allows for a doubled one (OpenSSH 9.2 to 9.4); this note is about longer periods.
function stretchNotes(server: ServerSettings): string[] {
    const { clientAliveInterval: interval = 0, unusedConnectionTimeout: unused = 0 } = server;
    const period = probePeriod({ ...server, openssh: "9.5" });
    if (period === null || period === interval) return [];
    return [
        `unusedConnectionTimeout ${unused} is shorter than clientAliveInterval ${interval}: ${stretchingVersions} probe every ${period} s then; give a timeout of ${interval} or more, or an interval of ${unused} or less.`,
    ];
}
