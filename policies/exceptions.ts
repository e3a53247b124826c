import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { didYouMean } from "../core/suggest";

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

/** The exceptions of each rule's configuration, by rule. */
const configured = new Map<string, readonly Exception[]>();

export function noteExceptions(rule: string, exceptions: readonly Exception[]): void {
    configured.set(rule, exceptions);
}

/** What to say of exceptions that are for none of these resources: misspelt, or left over. */
export function strayExceptions(resources: readonly { name: string; urn: string }[]): string[] {
    const names = resources.map(({ name }) => name);
    return [...configured].flatMap(([rule, exceptions]) =>
        exceptions
            .filter((exception) => !resources.some((resource) => exceptionFor(resource, [exception]) !== undefined))
            .map(({ resource }) => {
                const hint = didYouMean(resource, names) || ".";
                return `an exception of ${rule} is for ${JSON.stringify(resource)}, and no resource of the stack has this name or URN${hint} Correct it, or take it out of the rule's configuration.`;
            }),
    );
}
