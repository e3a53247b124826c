import type { ServerSettings } from "../core/settings";
import { type Requirement, standardNamed, standards } from "../core/standards";

/** The values of the setting `standard` that every rule takes. */
export const standardNames: readonly string[] = ["none", ...standards.map(({ name }) => name)];

/** The standard's requirement on the setting, if it has one. */
export function requirementOn(standard: string, property: keyof ServerSettings): Requirement | undefined {
    return standardNamed(standard)?.requirements.find((requirement) => requirement.property === property);
}

/** The smallest and the largest number that the standard allows. */
export function numberBounds(requirement: Requirement | undefined): { min?: number; max?: number } {
    if (requirement === undefined || typeof requirement.equals === "boolean") return {};

    const { equals, min = equals, max = equals } = requirement;
    return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** What each rule checks of a standard. */
const checks: Readonly<Record<string, (requirement: Requirement) => boolean>> = {
    "keepalive-enabled": isOnProbes,
    "dead-peer-detection-not-too-slow": (requirement) => isOnProbes(requirement) && "max" in numberBounds(requirement),
    // That the values are not 0 is what keepalive-enabled checks.
    "keepalive-not-too-aggressive": (requirement) =>
        isOnProbes(requirement) && (numberBounds(requirement).min ?? 0) > 1,
    "tcp-keepalive-not-alone": ({ property }) => property === "tcpKeepAlive",
    "idle-session-timeout": ({ property }) => property === "channelTimeout" || property === "unusedConnectionTimeout",
};

function isOnProbes({ property }: Requirement): boolean {
    return property === "clientAliveInterval" || property === "clientAliveCountMax";
}

/** The rules that check something of the standard. */
export function rulesThatCheck(standard: string): string[] {
    const requirements = standardNamed(standard)?.requirements ?? [];
    return Object.keys(checks).filter((rule) => requirements.some((requirement) => checks[rule]?.(requirement)));
}
