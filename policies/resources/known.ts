import { UnknownValueError } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";

/** Stands for a value that a preview does not know yet. */
export const notYetKnown = Symbol("not yet known");

/**
 * A plain copy of what the engine hands to a rule. Its objects throw an UnknownValueError where a value is not known
 * yet; the copy holds `notYetKnown` there instead, so that the rest can be judged.
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
