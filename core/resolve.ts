/** Resolves the user's input to the settings that are applied. */
import { defaultCountMax } from "./directives";
import { hopLimit, intervalFor, parseHop, smallestHop } from "./networkPath";
import { defaultProfile, profileNamed, standardOf } from "./profiles";
import type { ClientSettings, KernelSettings, ServerSettings } from "./settings";
import { allowedValues, unmetRequirements } from "./standards";
import { probePeriod } from "./timing";

/** A user's input. All of it is optional; no input at all means the default profile. */
export interface WantedSettings {
    /** A name from profiles.ts. */
    profile?: string | undefined;
    /** Names from hops.ts, or idle timeouts in seconds ("1800"). */
    networkPath?: readonly (string | number)[] | undefined;
    server?: ServerSettings | undefined;
    kernel?: KernelSettings | undefined;
    client?: ClientSettings | undefined;
}

export interface ResolvedSettings {
    server: ServerSettings;
    kernel: KernelSettings;
    client: ClientSettings;
    /** What the user should know about how the settings came about, one sentence each. */
    notes: string[];
}

/**
 * Combines the settings: the profile's, overridden by the explicit ones; where an interval is not explicit and there is
 * a network path, the derived interval, unless the profile's is at most as long. Expects settings without problems (see
 * `validateSettings`); never throws.
 */
export function resolveSettings(wanted: WantedSettings): ResolvedSettings {
    const profile = profileNamed(asksForNothing(wanted) ? defaultProfile : wanted.profile);
    const notes: string[] = [];
    const derived = intervalFor(wanted.networkPath ?? []);
    const resolved = {
        server: server(wanted, { ...profile?.server }, derived),
        kernel: { ...profile?.kernel, ...defined(wanted.kernel) },
        client: client(wanted, { ...profile?.client }, derived),
        notes,
    };
    notes.push(...derivationNotes(wanted, resolved.server, profile?.server.clientAliveInterval));
    notes.push(...limitNotes(wanted));
    notes.push(...standardNotes(wanted, resolved.server));
    notes.push(...undetectedNotes(resolved.server));
    notes.push(...stretchNotes(resolved.server));
    return resolved;
}

/** Whether no settings are given, so that the default profile applies; an empty network path counts as none. */
export function asksForNothing({ profile, networkPath, server, kernel, client }: WantedSettings): boolean {
    return [profile, server, kernel, client].every((part) => part === undefined) && !networkPath?.length;
}

function server(wanted: WantedSettings, base: ServerSettings, derived: number | undefined): ServerSettings {
    const explicit = defined(wanted.server);
    const settings = { ...base, ...explicit };
    if (explicit.clientAliveInterval === undefined && derived !== undefined) {
        settings.clientAliveInterval = Math.min(derived, base.clientAliveInterval ?? derived);
        settings.clientAliveCountMax ??= defaultCountMax;
    }
    // A profile's count has no meaning where the user disabled probes.
    if (explicit.clientAliveInterval === 0 && explicit.clientAliveCountMax === undefined)
        delete settings.clientAliveCountMax;

    return settings;
}

function client(wanted: WantedSettings, base: ClientSettings, derived: number | undefined): ClientSettings {
    const explicit = defined(wanted.client);
    const settings = { ...base, ...explicit };
    if (explicit.serverAliveInterval === undefined && derived !== undefined) {
        settings.serverAliveInterval = Math.min(derived, base.serverAliveInterval ?? derived);
        settings.serverAliveCountMax ??= defaultCountMax;
    }
    if (explicit.serverAliveInterval === 0 && explicit.serverAliveCountMax === undefined)
        delete settings.serverAliveCountMax;

    return settings;
}

function derivationNotes(wanted: WantedSettings, server: ServerSettings, ofProfile: number | undefined): string[] {
    const hop = smallestHop(wanted.networkPath ?? []);
    const interval = server.clientAliveInterval;
    if (hop === undefined || wanted.server?.clientAliveInterval !== undefined || interval === undefined) return [];
    const why = `${hop.title} forgets after ${hop.idleTimeout} s, and OpenSSH 9.2 to 9.4 wait two intervals between probes`;
    if (ofProfile === undefined) return [`clientAliveInterval ${interval} is derived from the network path: ${why}.`];
    if (interval === ofProfile) return [];
    return [
        `clientAliveInterval ${interval} from the network path replaces the ${wanted.profile} profile's ${ofProfile}: ${why}.`,
    ];
}

function limitNotes({ networkPath = [] }: WantedSettings): string[] {
    return networkPath.map(parseHop).flatMap((hop) => (hop === undefined ? [] : hopLimit(hop)));
}

function standardNotes(wanted: WantedSettings, server: ServerSettings): string[] {
    const standard = standardOf(profileNamed(wanted.profile));
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

// Up to twice the interval is allowed for anyway, because OpenSSH 9.2 to 9.4 wait that long; this says what else happens.
function stretchNotes(server: ServerSettings): string[] {
    const { clientAliveInterval: interval = 0, unusedConnectionTimeout: unused = 0 } = server;
    const period = probePeriod({ ...server, openssh: "9.5" });
    if (period === null || period === interval) return [];
    return [
        `unusedConnectionTimeout ${unused} is shorter than clientAliveInterval ${interval}: OpenSSH 9.2 to 10.2 probe every ${period} s then; give a timeout of ${interval} or more, or an interval of ${unused} or less.`,
    ];
}

/** Without the properties that are there but undefined, which would otherwise hide the profile's. */
function defined<Settings extends object>(settings: Settings | undefined): Settings {
    return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as Settings;
}
