import type { ServerSettings } from "../core/settings";
import { type Requirement, standardNamed, standards } from "../core/standards";

/** The values of the setting `standard` that every rule takes. */
export const standardNames: readonly string[] = ["none", ...standards.map(({ name }) => name)];

/** What the standard asks of the setting, if it asks anything. */
export function requirementOn(standard: string, property: keyof ServerSettings): Requirement | undefined {
    return standardNamed(standard)?.requirements.find((requirement) => requirement.property === property);
}

/** The smallest and the largest number that the standard allows. */
export function numberBounds(requirement: Requirement | undefined): { min?: number; max?: number } {
    if (requirement === undefined || typeof requirement.equals === "boolean") return {};

    const { equals, min = equals, max = equals } = requirement;
    return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** The rules that are off by default, and the settings of standards that they judge. */
const offByDefault: Readonly<Record<string, readonly (keyof ServerSettings)[]>> = {
    "idle-session-timeout": ["channelTimeout", "unusedConnectionTimeout"],
};

/** Whether the standard asks for something that only this rule judges; asking for the standard then turns it on. */
export function needsRule(standard: string, rule: string): boolean {
    return (offByDefault[rule] ?? []).some((property) => requirementOn(standard, property) !== undefined);
}
