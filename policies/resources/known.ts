import { UnknownValueError } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";

/** Represents a value that a preview does not know yet. */
export const notYetKnown = Symbol("not yet known");

/**
 * A plain copy of the properties that the engine passes to a rule. The engine's objects throw an UnknownValueError for
 * unknown values; the copy has `notYetKnown` there instead, so that the rest can be checked.
 */
function known(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;

    if (asset.Asset.isInstance(value) || asset.Archive.isInstance(value)) return value;

    const copy: [string, unknown][] = Object.keys(value).map((key) => {
        try {
            return [key, known((value as Record<string, unknown>)[key])];
        } catch (error) {
            if (error instanceof UnknownValueError) return [key, notYetKnown];

            throw error;
        }
    });
    return Array.isArray(value) ? copy.map(([, element]) => element) : Object.fromEntries(copy);
}

/** The copy of a resource's properties. */
export function knownProps(props: Record<string, unknown>): Record<string, unknown> {
    return known(props) as Record<string, unknown>;
}
