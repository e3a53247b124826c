import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../core/settings";
import { shown } from "../../core/validate/shown";
import { inputError } from "./inputError";
import { at, dig, type Pending, plain } from "./plain";

/** How a component's inputs, or a part of them, are judged. */
export interface InputRules {
    /** The component, for the error. */
    component: string;
    /** The problems of what is there, whatever is missing. */
    known: (inputs: unknown) => Problem[];
    /** All problems of inputs that are all there. */
    complete: (inputs: unknown) => Problem[];
}

/**
 * Throws once, with all problems, for what can be seen before any resource exists: everything that is no output.
 * Throws pulumi.InputPropertiesError.
 */
export function checkNow(inputs: unknown, { component, known, complete }: InputRules): void {
    const { value, pending } = plain(inputs);
    failOn(component, pending.length === 0 ? complete(value) : known(value));
}

/**
 * The inputs with all that other resources bring, judged when it is known. Whatever is made from the result waits for
 * the judgement, and is never made if that fails. In a preview, where the whole may stay unknown, each leaf that is
 * known is judged alone.
 */
export function checkLater<Inputs>(inputs: Inputs, rules: InputRules): pulumi.Output<pulumi.Unwrap<Inputs>> {
    const { pending } = plain(inputs);
    const judge = async (problems: Problem[], values: (leaf: Pending) => unknown): Promise<void> =>
        failOn(rules.component, await redact(problems, pending, values));
    if (pulumi.runtime.isDryRun()) {
        for (const one of pending) {
            one.leaf.apply((value) =>
                judge(rules.known(at(one.path, value)), (other) => (other === one ? value : undefined)),
            );
        }
    }
    return (pulumi.output(inputs) as pulumi.Output<unknown>).apply(async (all) => {
        await judge(rules.complete(all), ({ path }) => dig(all, path));
        return all as pulumi.Unwrap<Inputs>;
    });
}

function failOn(component: string, problems: readonly Problem[]): void {
    if (problems.length > 0) throw inputError(component, problems);
}

/** A value that came in as a secret is none that an error may show. */
async function redact(
    problems: Problem[],
    pending: readonly Pending[],
    values: (leaf: Pending) => unknown,
): Promise<Problem[]> {
    if (problems.length === 0) return problems;
    const secrets = await Promise.all(pending.map(({ leaf }) => pulumi.isSecret(leaf)));
    const hidden = pending.filter((_, index) => secrets[index]).map((leaf) => shown(values(leaf)));
    return problems.map(({ propertyPath, reason }) => ({
        propertyPath,
        reason: hidden.reduce((text, secret) => text.replaceAll(secret, "[secret]"), reason),
    }));
}
