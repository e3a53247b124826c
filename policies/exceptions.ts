import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A resource that a rule lets through, and why. */
export interface Exception {
    /** Its name, or its URN. */
    resource: string;
    reason: string;
}

/** The setting `exceptions` that every rule takes. */
export const exceptionsSetting: PolicyConfigJSONSchema = {
    type: "array",
    items: {
        type: "object",
        properties: {
            resource: { type: "string", minLength: 1 },
            reason: { type: "string", minLength: 10 },
        },
        required: ["resource", "reason"],
        additionalProperties: false,
    },
    default: [],
    description:
        "Resources that this rule does not check, by name or URN, each with a reason of at least 10 characters.",
};

export function exceptionFor(
    { name, urn }: { name: string; urn: string },
    exceptions: readonly Exception[],
): Exception | undefined {
    return exceptions.find(({ resource }) => resource === name || resource === urn);
}

/** What rules have let through, by URN, until the rule that reports it has done so. */
const excused = new Map<string, string[]>();

/** Notes findings that an exception excuses. */
export function excuse(urn: string, rule: string, { reason }: Exception, messages: readonly string[]): void {
    const before = excused.get(urn) ?? [];
    excused.set(urn, [...before, ...messages.map((message) => `excused from ${rule}, because ${reason}: ${message}`)]);
}

/** What was noted of a resource; it is then reported. */
export function takeExcused(urn: string): string[] {
    const messages = excused.get(urn) ?? [];
    excused.delete(urn);
    return messages;
}
