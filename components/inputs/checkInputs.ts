import * as pulumi from "@pulumi/pulumi";
import type { ResolvedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { inputError } from "./inputError";
import { valueAt, type PendingLeaf, withValueAt, plain } from "./plain";
import { redact } from "./redact";

/** The checks of a component's inputs, or of a part of them. */
export interface InputRules {
    /** The component's name in errors. */
    component: string;
    /** Checks the known values; `pending` are the leaves that are still unknown. */
    check: (inputs: unknown, pending: readonly PendingLeaf[]) => CheckResult;
}

/** The result of checking inputs. */
export interface CheckResult {
    /** The problems that exist whatever the unknown leaves are; all of them if none is unknown. */
    problems: Problem[];
    /** The resolved settings, if there are settings and none of them is unknown. */
    resolved?: ResolvedSettings | undefined;
}

/**
 * Resolves if there are no problems; otherwise rejects, with all problems that are found at about the same time.
 */
export type ProblemCollector = (problems: readonly Problem[]) => Promise<void>;

/** Milliseconds in which problems of different outputs are collected into one error. */
const gathering = 50;

/**
 * Checks everything that is known before any resource exists, and throws all problems at once.
 * Throws pulumi.InputPropertiesError.
 *
 * @returns the resolved settings, if all of them are known
 */
export function checkNow(inputs: unknown, rules: InputRules): ResolvedSettings | undefined {
    const { value, pending } = plain(inputs);
    const { problems, resolved } = rules.check(value, pending);
    if (problems.length > 0) throw inputError(rules.component, problems);
    return resolved;
}

/**
 * The inputs, with the outputs of other resources, checked once they are known. Whatever is created from the result waits
 * for the check, and is not created if that fails. In a preview, in which some leaves may stay unknown, everything known
 * so far is checked each time that a leaf resolves.
 *
 * @param collect shared by the parts of one component, so that one error lists the problems of them all
 */
export function checkLater<Inputs>(
    inputs: Inputs,
    rules: InputRules,
    collect: ProblemCollector,
): pulumi.Output<pulumi.Unwrap<Inputs>> {
    return checkedInputs(inputs, rules, collect).apply((checked) => checked.inputs as never);
}

/**
 * Like `checkLater`, for inputs with settings: also returns the resolved settings.
 *
 * @param resolved what `checkNow` returned for inputs of which these are a part: if all of them are known already, they
 * are not checked a second time
 */
export function resolveLater<Inputs>(
    inputs: Inputs,
    rules: InputRules,
    resolved: ResolvedSettings | undefined,
    collect: ProblemCollector = problemCollector(rules.component),
): pulumi.Output<{ inputs: pulumi.Unwrap<Inputs>; resolved: ResolvedSettings }> {
    const later =
        resolved === undefined || plain(inputs).pending.length > 0
            ? checkedInputs(inputs, rules, collect)
            : pulumi.output(inputs).apply((known) => ({ inputs: known, resolved }));
    return later as pulumi.Output<never>;
}

function checkedInputs(
    inputs: unknown,
    rules: InputRules,
    collect: ProblemCollector,
): pulumi.Output<{ inputs: unknown; resolved: ResolvedSettings | undefined }> {
    const { value: atOnce, pending } = plain(inputs);
    const rejectAny = async (problems: Problem[], valueOf: (leaf: PendingLeaf) => unknown): Promise<void> =>
        problems.length === 0 ? undefined : collect(await redact(problems, pending, valueOf));
    if (pulumi.runtime.isDryRun()) {
        let partial = atOnce;
        const arrived = new Map<PendingLeaf, unknown>();
        for (const one of pending) {
            one.leaf.apply((value) => {
                partial = withValueAt(partial, one.path, value);
                arrived.set(one, value);
                const missing = pending.filter((other) => !arrived.has(other));
                return rejectAny(rules.check(partial, missing).problems, (other) => arrived.get(other));
            });
        }
    }
    return (pulumi.output(inputs) as pulumi.Output<unknown>).apply(async (all) => {
        const { problems, resolved } = rules.check(all, []);
        await rejectAny(problems, ({ path }) => valueAt(all, path));
        return { inputs: all, resolved };
    });
}

/**
 * Collects the problems of one component's parts. All parts that fail at about the same time reject with the same error,
 * which names each problem once, and which Pulumi therefore prints once.
 */
export function problemCollector(component: string): ProblemCollector {
    let gathered: Problem[] = [];
    let rejection: Promise<never> | undefined;
    return async (problems) => {
        if (problems.length === 0) return;
        gathered.push(...problems);
        rejection ??= new Promise((_, reject) => {
            setTimeout(() => {
                const all = distinct(gathered);
                [gathered, rejection] = [[], undefined];
                reject(inputError(component, all, !pulumi.runtime.isDryRun()));
            }, gathering);
        });
        await rejection;
    };
}

function distinct(problems: readonly Problem[]): Problem[] {
    return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
