import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** The schema of a configurable bound in seconds. */
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
        'The OpenSSH version of all servers, such as "9.2". If it is not set, each rule makes its own documented assumption.',
};

/** The version for `core/timing`; undefined when it is not configured. */
export function versionOf(config: { openssh: string }): string | undefined {
    return config.openssh === "" ? undefined : config.openssh;
}

/** The origin of a rule's own bound, for messages. */
export function boundSource(rule: string, setting: string, value: number, byDefault: number, why: string): string {
    return value === byDefault ? `${setting} of ${rule}, by default: ${why}` : `${setting} of ${rule}, as configured`;
}
