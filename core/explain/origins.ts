/** Where each setting comes from, for people who gave only some of them. */
import { smallestHop } from "../networkPath";
import { doublingVersions } from "../openssh";
import { defaultProfile, profileNamed } from "../profiles";
import { isEmpty, type RequestedSettings } from "../resolve";
import type { Settings } from "../settings";

/** The origin of each setting by its path, such as `server.clientAliveInterval`. */
export type Origins = Readonly<Record<string, string>>;

/** Given on the command line, from a profile, derived from the path, or a default that belongs to another setting. */
export function originsOf(requested: RequestedSettings, resolved: Settings, clientFollowsServer: boolean): Origins {
    const origins: Record<string, string> = {};
    for (const group of ["server", "kernel", "client"] as const) {
        for (const [property, value] of Object.entries(resolved[group])) {
            origins[`${group}.${property}`] =
                (group === "client" && clientFollowsServer && "the same as the server's") ||
                originOf(requested, group, property, value);
        }
    }
    return origins;
}

function originOf(requested: RequestedSettings, group: keyof Settings, property: string, value: unknown): string {
    if ((requested[group] as Record<string, unknown> | undefined)?.[property] !== undefined) return "given";
    const byDefault = isEmpty(requested);
    const profile = profileNamed(byDefault ? defaultProfile : requested.profile);
    const ofProfile = (profile?.[group] as Record<string, unknown> | undefined)?.[property];
    if (profile !== undefined && JSON.stringify(ofProfile) === JSON.stringify(value))
        return `profile ${profile.name}${byDefault ? ", the default" : ""}`;

    const hop = smallestHop(requested.networkPath ?? []);
    if (/AliveInterval$/.test(property) && hop !== undefined)
        return `derived from the path: ${hop.title} drops the connection after ${hop.idleTimeout} s, and ${doublingVersions} wait two intervals`;

    return "OpenSSH's default";
}
