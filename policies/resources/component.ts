import { tables } from "../../core/directives";
import { isRecord } from "../../core/records";
import { resolveSettings, type RequestedSettings } from "../../core/resolve";
import type { ClientSettings, KernelSettings, ServerSettings } from "../../core/settings";
import type { Reading } from "../parsers/reading";
import { notYetKnown } from "./known";
import {
    isServerComponent,
    type Statement,
    type Resource,
    sshClientKeepaliveType,
    sshKeepaliveAssociationType,
} from "./types";

type Group = "server" | "kernel" | "client";

/** The settings that the args of this project's components resolve to. */
export function componentStatements({ type, props }: Resource): Statement[] {
    const ofServers = isServerComponent(type);
    // An association that restores hosts applies no settings.
    if (
        (!ofServers && type !== sshClientKeepaliveType) ||
        (type === sshKeepaliveAssociationType && props.restore === true)
    )
        return [];

    const requested: RequestedSettings = {
        profile: typeof props.profile === "string" ? props.profile : undefined,
        networkPath: hopsOf(props.networkPath),
        server: settingsOf<ServerSettings>(props.server),
        kernel: settingsOf<KernelSettings>(props.kernel),
        client: settingsOf<ClientSettings>(props.client),
    };
    const resolved = resolveSettings(requested);
    const readingsOf = <Settings extends object>(
        group: Group,
        settings: Settings,
    ): { [key: string]: Reading<Settings> } => {
        const unknown = unknownOf<Settings>(group, props, settings);
        const known = Object.entries(settings).filter(([property]) => !unknown.has(property as keyof Settings));
        // The component does not manage a group without settings.
        return known.length + unknown.size === 0
            ? {}
            : { [group]: { settings: Object.fromEntries(known) as Settings, unknown, complete: true } };
    };
    const groups = ofServers
        ? { ...readingsOf("server", resolved.server), ...readingsOf("kernel", resolved.kernel) }
        : readingsOf("client", resolved.client);
    return [{ where: "args", ...groups, networkPath: requested.networkPath?.map(String) ?? [] }];
}

function hopsOf(value: unknown): (string | number)[] {
    const hops = Array.isArray(value) ? (value as unknown[]) : [];
    return hops.filter((hop) => typeof hop === "string" || typeof hop === "number");
}

/** The settings whose values have a setting's type; the component itself rejects the others. */
function settingsOf<Settings>(value: unknown): Settings | undefined {
    if (value === notYetKnown) return {} as Settings;

    if (!isRecord(value)) return undefined;

    const valid = Object.entries(value).filter(([property, each]) =>
        property === "channelTimeout" ? isTimeouts(each) : typeof each === "number" || typeof each === "boolean",
    );
    return Object.fromEntries(valid) as Settings;
}

function isTimeouts(value: unknown): boolean {
    return isRecord(value) && Object.values(value).every((seconds) => typeof seconds === "number");
}

/** The settings whose values are unknown in a preview, directly or because they derive from an unknown. */
function unknownOf<Settings>(group: Group, props: Record<string, unknown>, resolved: object): Set<keyof Settings> {
    const own = props[group];
    const explicit = isRecord(own) ? own : {};
    const properties = tables[group].map(({ property }) => property);
    const unknown = properties.filter((property) => {
        const value = explicit[property];
        if (value !== undefined && value !== null)
            return value === notYetKnown || (isRecord(value) && Object.values(value).includes(notYetKnown));

        return own === notYetKnown || props.profile === notYetKnown || (isDerived(property) && isUnknownPath(props));
    });
    // If the interval may be derived, so may its count.
    if (unknown.includes("clientAliveInterval") && !("clientAliveCountMax" in resolved))
        unknown.push("clientAliveCountMax");

    return new Set(unknown) as Set<keyof Settings>;
}

function isDerived(property: string): boolean {
    return property === "clientAliveInterval" || property === "serverAliveInterval";
}

function isUnknownPath({ networkPath }: Record<string, unknown>): boolean {
    return networkPath === notYetKnown || (Array.isArray(networkPath) && networkPath.includes(notYetKnown));
}
