import type * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../../core/records";
import type { ResolvedSettings, RequestedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { validateSettings } from "../../core/validate";
import { shapeProblems } from "../../core/validate/shape";
import type { InputRules, CheckResult } from "./checkInputs";
import { type HostClaims, noteHosts, sharedProblems } from "./duplicateHosts";
import { completeHostProblems, hostProblems } from "./hostProblems";
import { type Pending, pendingAs, pendingIn, plain } from "./plain";
import type { Managing } from "./programRun";
import { asRecord, nameProblems, pick, switchProblems, unknownProperties } from "./properties";
import { settledHosts } from "./settledHosts";

type Args = Record<string, unknown>;

/** Properties of a component that are checked together. */
export interface Part {
    names: readonly string[];
    /** The problems that exist whatever the unknown leaves are. */
    known: (args: Args, pending: readonly Pending[]) => Problem[];
    /** All problems of complete properties. */
    complete: (args: Args) => Problem[];
}

/** Properties that are settings; checking them also resolves them. */
export interface SettingsPart extends Pick<Part, "names" | "known"> {
    check: (args: Args) => CheckResult;
}

/** How inputs that consist of these parts are checked: all problems of each complete part. */
export function rulesOf(component: string, parts: readonly (Part | SettingsPart)[]): InputRules {
    const known = parts.flatMap(({ names }) => names);
    const check = (inputs: unknown, pending: readonly Pending[]): CheckResult => {
        const args = asRecord(inputs);
        const late = new Set(pending.map(({ path: [name] }) => name));
        const results = parts.map((part): CheckResult => {
            if (part.names.some((name) => late.has(name))) return { problems: part.known(args, pending) };
            return "check" in part ? part.check(args) : { problems: part.complete(args) };
        });
        return {
            problems: [...unknownProperties(args, known), ...results.flatMap(({ problems }) => problems)],
            resolved: results.find(({ resolved }) => resolved !== undefined)?.resolved,
        };
    };
    return { component, check };
}

/** A component's name in errors. */
export function componentName(kind: string, name: string): string {
    return `${kind} ${JSON.stringify(name)}`;
}

/**
 * The description of a component for the others of its stack.
 *
 * @param perUser whether each user of a host has settings of their own
 */
export function managing(
    kind: string,
    name: string,
    perUser: boolean,
    { parent }: pulumi.ComponentResourceOptions,
): Managing {
    return { title: componentName(kind, name), perUser, madeBy: parent?.constructor };
}

/** The component's own name. */
export function namePart(name: string): Part {
    const check = (): Problem[] => nameProblems(name);
    return { names: [], known: check, complete: check };
}

/** Properties that are booleans. */
export function switchesPart(names: readonly string[]): Part {
    const check = (args: Args): Problem[] => switchProblems(args, names);
    return { names, known: check, complete: check };
}

/**
 * Properties that are settings.
 *
 * @param nothingRequested the problem of settings that resolve to none
 */
export function settingsPart(
    names: readonly string[],
    nothingRequested: (requested: RequestedSettings, resolved: ResolvedSettings) => Problem[],
): SettingsPart {
    return {
        names,
        known: (args) => shapeProblems(pick(args, names)),
        check: (args) => {
            const requested = pick(args, names);
            const { problems, resolved } = validateSettings(requested);
            return { problems: problems.length > 0 ? problems : nothingRequested(requested, resolved), resolved };
        },
    };
}

/**
 * All hosts of a component.
 *
 * @param perUser whether each user of a host has settings of their own
 */
export function hostsPart(perUser = false): Part {
    return {
        names: ["hosts"],
        known: ({ hosts }, pending) => [
            ...hostProblems(hosts, pendingIn(pending, "hosts")),
            ...completeHostProblems(settledHosts(hosts, pending), perUser),
        ],
        complete: ({ hosts }) => [
            ...hostProblems(hosts),
            ...(isRecord(hosts) ? completeHostProblems(hosts, perUser) : []),
        ],
    };
}

/** Rejects hosts that another component of the stack also manages, and this machine if `local` is true for both. */
export function sharedPart(component: Managing, names: readonly string[]): Part {
    return {
        names,
        known: ({ hosts, local }, pending) => sharedProblems(component, { hosts: settledHosts(hosts, pending), local }),
        complete: (args) => sharedProblems(component, args),
    };
}

/** Registers the known hosts of a component whose arguments have no problems. */
export function noteKnownHosts(component: Managing, { hosts, local }: { hosts?: unknown; local?: unknown }): void {
    const { value, pending } = plain({ hosts });
    noteHosts(component, { hosts: settledHosts(asRecord(value)["hosts"], pending), local });
}

/** How a single host of a component is checked, whose fields are the inputs. */
export function hostRulesOf(component: string, host: string, claims: HostClaims): InputRules {
    return {
        component,
        check: (fields, pending) => {
            const found = hostProblems({ [host]: fields }, pendingAs(pending, host));
            if (pending.length > 0) return { problems: found };
            const problems = [...found, ...completeHostProblems({ [host]: fields })];
            return { problems: problems.length > 0 ? problems : claims.problems(host, fields) };
        },
    };
}
