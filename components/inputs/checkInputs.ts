import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../core/settings";
import { inputError } from "./inputError";
import { dig, type Pending, placed, plain } from "./plain";
import { redact } from "./redact";

/** How a component's inputs, or a part of them, are judged. */
export interface InputRules {
    /** The component, for the error. */
    component: string;
    /** The problems of what is there, whatever is missing. */
    known: (inputs: unknown, pending: readonly Pending[]) => Problem[];
    /** All problems of inputs that are all there. */
    complete: (inputs: unknown) => Problem[];
}

/** Resolves where there are no problems; rejects, together with whatever else is found at that time, where there are. */
export type Judge = (problems: readonly Problem[]) => Promise<void>;

/** Milliseconds in which problems that different outputs bring are gathered into one error. */
const gathering = 50;

/**
 * Throws once, with all problems, for what can be seen before any resource exists: everything that is no output.
 * Throws pulumi.InputPropertiesError.
 */
export function checkNow(inputs: unknown, { component, known, complete }: InputRules): void {
    const { value, pending } = plain(inputs);
    const problems = pending.length === 0 ? complete(value) : known(value, pending);
    if (problems.length > 0) throw inputError(component, problems);
}

/**
 * The inputs with all that other resources bring, judged when it is known. Whatever is made from the result waits for
 * the judgement, and is never made if that fails. In a preview, where the whole may stay unknown, all that is
 * known by then is judged each time that a leaf arrives.
 *
 * @param judge shared by the parts of one component, so that one error says what is wrong with them all
 */
export function checkLater<Inputs>(
    inputs: Inputs,
    rules: InputRules,
    judge: Judge = judgeOf(rules.component),
): pulumi.Output<pulumi.Unwrap<Inputs>> {
    const { value: atOnce, pending } = plain(inputs);
    const judged = async (problems: Problem[], valueOf: (leaf: Pending) => unknown): Promise<void> =>
        problems.length === 0 ? undefined : judge(await redact(problems, pending, valueOf));
    if (pulumi.runtime.isDryRun()) {
        let partial = atOnce;
        const arrived = new Map<Pending, unknown>();
        for (const one of pending) {
            one.leaf.apply((value) => {
                partial = placed(partial, one.path, value);
                arrived.set(one, value);
                const missing = pending.filter((other) => !arrived.has(other));
                return judged(rules.known(partial, missing), (other) => arrived.get(other));
            });
        }
    }
    return (pulumi.output(inputs) as pulumi.Output<unknown>).apply(async (all) => {
        await judged(rules.complete(all), ({ path }) => dig(all, path));
        return all as pulumi.Unwrap<Inputs>;
    });
}

/**
 * A judge for the parts of one component. All that reject at about the same time reject with the same error, which
 * names each problem once and which Pulumi therefore prints once.
 */
export function judgeOf(component: string): Judge {
    let gathered: Problem[] = [];
    let verdict: Promise<never> | undefined;
    return async (problems) => {
        if (problems.length === 0) return;
        gathered.push(...problems);
        verdict ??= new Promise((_, reject) => {
            setTimeout(() => {
                const all = distinct(gathered);
                [gathered, verdict] = [[], undefined];
                reject(inputError(component, all));
            }, gathering);
        });
        await verdict;
    };
}

function distinct(problems: readonly Problem[]): Problem[] {
    return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
