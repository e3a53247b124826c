import * as pulumi from "@pulumi/pulumi";
import type { ResolvedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { inputError } from "./inputError";
import { dig, type Pending, placed, plain } from "./plain";
import { redact } from "./redact";

/** Rules for a component's inputs, or for a part of them. */
export interface InputRules {
    /** The component, for the error. */
    component: string;
    /** Judges what is there; `pending` are the leaves that are missing. */
    judge: (inputs: unknown, pending: readonly Pending[]) => Judgement;
}

/** What is found out about inputs. */
export interface Judgement {
    /** The problems that stand whatever the missing leaves turn out to be: all of them where none is missing. */
    problems: Problem[];
    /** What the settings come to, where there are settings and none of them is missing. */
    resolved?: ResolvedSettings | undefined;
}

/**
 * Resolves if there are no problems; otherwise rejects, together with all problems that are found at about the same
 * time.
 */
export type Judge = (problems: readonly Problem[]) => Promise<void>;

/** Milliseconds in which problems of different outputs are collected into one error. */
const gathering = 50;

/**
 * Throws once, with all problems, for what can be seen before any resource exists: everything that is no output.
 * Throws pulumi.InputPropertiesError.
 *
 * @returns what the settings come to, where all of them could be seen
 */
export function checkNow(inputs: unknown, rules: InputRules): ResolvedSettings | undefined {
    const { value, pending } = plain(inputs);
    const { problems, resolved } = rules.judge(value, pending);
    if (problems.length > 0) throw inputError(rules.component, problems);
    return resolved;
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
    return judgeLater(inputs, rules, judge).apply(({ wanted }) => wanted as never);
}

/**
 * As `checkLater`, for inputs with settings: with what those come to.
 *
 * @param resolved what `checkNow` returned for inputs of which these are a part: if none of them comes later, they are
 * not judged a second time
 */
export function resolveLater<Inputs>(
    inputs: Inputs,
    rules: InputRules,
    resolved: ResolvedSettings | undefined,
    judge: Judge = judgeOf(rules.component),
): pulumi.Output<{ wanted: pulumi.Unwrap<Inputs>; resolved: ResolvedSettings }> {
    const later =
        resolved === undefined || plain(inputs).pending.length > 0
            ? judgeLater(inputs, rules, judge)
            : pulumi.output(inputs).apply((wanted) => ({ wanted, resolved }));
    return later as pulumi.Output<never>;
}

function judgeLater(
    inputs: unknown,
    rules: InputRules,
    judge: Judge,
): pulumi.Output<{ wanted: unknown; resolved: ResolvedSettings | undefined }> {
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
                return judged(rules.judge(partial, missing).problems, (other) => arrived.get(other));
            });
        }
    }
    return (pulumi.output(inputs) as pulumi.Output<unknown>).apply(async (all) => {
        const { problems, resolved } = rules.judge(all, []);
        await judged(problems, ({ path }) => dig(all, path));
        return { wanted: all, resolved };
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
