import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { didYouMean } from "../core/suggest";

/** A resource that a rule does not report, and the reason. */
export interface Exception {
    /** The resource's name or URN. */
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

/** Suppressed violations by URN, until `exceptions-in-use` has reported them. */
const suppressed = new Map<string, string[]>();

/** Records violations that an exception suppresses. */
export function recordSuppressed(urn: string, rule: string, { reason }: Exception, messages: readonly string[]): void {
    const before = suppressed.get(urn) ?? [];
    suppressed.set(urn, [...before, ...messages.map((message) => `exception from ${rule} (${reason}): ${message}`)]);
}

/** Returns the suppressed violations of a resource, and clears them. */
export function takeSuppressed(urn: string): string[] {
    const messages = suppressed.get(urn) ?? [];
    suppressed.delete(urn);
    return messages;
}

/** The exceptions of each rule's configuration, by rule. */
const configuredExceptions = new Map<string, readonly Exception[]>();

export function recordExceptions(rule: string, exceptions: readonly Exception[]): void {
    configuredExceptions.set(rule, exceptions);
}

/** A message for each exception that matches none of these resources: it is misspelt, or no longer needed. */
export function unmatchedExceptions(resources: readonly { name: string; urn: string }[]): string[] {
    const names = resources.map(({ name }) => name);
    return [...configuredExceptions].flatMap(([rule, exceptions]) =>
        exceptions
            .filter((exception) => !resources.some((resource) => exceptionFor(resource, [exception]) !== undefined))
            .map(({ resource }) => {
                const hint = didYouMean(resource, names) || ".";
                return `${rule} has an exception for ${JSON.stringify(resource)}, but no resource in the stack has this name or URN${hint} Correct it, or remove it from the rule's configuration.`;
            }),
    );
}
