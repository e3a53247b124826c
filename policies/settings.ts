import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A bound in seconds that a configuration may move. */
export function seconds(value: number, description: string): PolicyConfigJSONSchema {
    return {
        type: "integer",
        minimum: 1,
        maximum: 604_800,
        default: value,
        description: `${description}, in seconds.`,
    };
}

/** The OpenSSH version of all servers. */
export const openssh: PolicyConfigJSONSchema = {
    type: "string",
    pattern: "^([0-9]{1,2}\\.[0-9]{1,2}(p[0-9]{1,2})?)?$",
    default: "",
    description:
        'The OpenSSH version of all servers ("9.2"). If it is not set, it is unknown, and each rule says what it assumes.',
};

/** The version for the timing core: undefined when it is not known. */
export function versionOf(config: { openssh: string }): string | undefined {
    return config.openssh === "" ? undefined : config.openssh;
}

/** Where a bound of a rule's own stands, for a message. */
export function boundSource(rule: string, setting: string, value: number, byDefault: number, why: string): string {
    return value === byDefault ? `${setting} of ${rule}, by default: ${why}` : `${setting} of ${rule}, as configured`;
}
