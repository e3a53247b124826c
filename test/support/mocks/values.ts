/** A value that is marked as a secret in a request. */
export class Secret {
    public constructor(public readonly value: unknown) {}
}

/** A value that is unknown in a preview. */
export const unknown = Symbol("unknown");

// The markers in Pulumi's engine protocol (@pulumi/pulumi, runtime/rpc.ts).
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Decodes the value of a property in a request, with its markers as `Secret` and `unknown`. */
export function decode(value: unknown): unknown {
    if (value === unknownValue) return unknown;
    if (Array.isArray(value)) return value.map(decode);
    if (typeof value !== "object" || value === null) return value;
    const fields = value as Record<string, unknown>;
    if (fields[signatureKey] === secretSignature) return new Secret(decode(fields["value"]));
    return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, decode(field)]));
}

/** Returns the value with its secrets unwrapped. */
export function unwrapped(value: unknown): unknown {
    if (value instanceof Secret) return unwrapped(value.value);
    if (Array.isArray(value)) return value.map(unwrapped);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, unwrapped(field)]));
}

/** Whether a text occurs anywhere in a value outside of secrets. */
export function containsOutsideSecrets(value: unknown, text: string): boolean {
    if (value instanceof Secret) return false;
    if (typeof value === "string") return value.includes(text);
    if (typeof value !== "object" || value === null) return false;
    return Object.entries(value).some(([key, field]) => key.includes(text) || containsOutsideSecrets(field, text));
}
