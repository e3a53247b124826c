import type * as pulumi from "@pulumi/pulumi";
import type { ResolvedSettings, RequestedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { validateSettings } from "../../core/validate";
import { shapeProblems } from "../../core/validate/shape";
import type { InputRules, CheckResult } from "./checkInputs";
import { duplicateProblems, HostClaims, registerHosts, sharedProblems } from "./duplicateHosts";
import { hostProblems, missingAddresses } from "./hostProblems";
import { type PendingLeaf, pendingAs, pendingIn, plain } from "./plain";
import type { Manager } from "./programRun";
import { asRecord, nameProblems, pick, switchProblems, unknownProperties } from "./properties";
import { settledHosts } from "./settledHosts";

type Args = Record<string, unknown>;

/** Properties of a component that are checked together. */
export interface Part {
    names: readonly string[];
    /** The problems that exist whatever the unknown leaves are. */
    known: (args: Args, pending: readonly PendingLeaf[]) => Problem[];
    /** All problems of complete properties; by default, `known` finds them all. */
    complete?: (args: Args) => Problem[];
}

/** Properties that are settings; checking them also resolves them. */
export interface SettingsPart extends Pick<Part, "names" | "known"> {
    check: (args: Args) => CheckResult;
}

/** How inputs that consist of these parts are checked: all problems of each complete part. */
export function rulesOf(component: string, parts: readonly (Part | SettingsPart)[]): InputRules {
    const known = parts.flatMap(({ names }) => names);
    const check = (inputs: unknown, pending: readonly PendingLeaf[]): CheckResult => {
        const args = asRecord(inputs);
        const late = new Set(pending.map(({ path: [name] }) => name));
        const results = parts.map((part): CheckResult => {
            if (part.names.some((name) => late.has(name))) return { problems: part.known(args, pending) };
            if ("check" in part) return part.check(args);
            return { problems: part.complete === undefined ? part.known(args, []) : part.complete(args) };
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
export function managerOf(
    kind: string,
    name: string,
    perUser: boolean,
    { parent }: pulumi.ComponentResourceOptions,
): Manager {
    return { title: componentName(kind, name), perUser, madeBy: parent?.constructor };
}

/** Properties that are booleans. */
export function switchesPart(names: readonly string[]): Part {
    return { names, known: (args) => switchProblems(args, names) };
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
 * @param further the problems that only this component's hosts have
 */
export function hostsPart({ perUser }: Manager, further: (hosts: unknown) => Problem[]): Part {
    return {
        names: ["hosts"],
        known: ({ hosts }, pending) => {
            const settled = settledHosts(hosts, pending);
            return [
                ...further(hosts),
                ...hostProblems(hosts, pendingIn(pending, "hosts")),
                ...missingAddresses(settled),
                ...duplicateProblems(settled, perUser),
            ];
        },
    };
}

/** The rules for a component that manages hosts: for all its arguments, and for the parts that may become known later. */
export interface ComponentRules {
    whole: InputRules;
    /** For its settings and switches. */
    settings: InputRules;
    /** For `{ hosts }`. */
    hosts: InputRules;
    /** For the fields of one host. */
    host: (name: string) => InputRules;
}

/** @param all the hosts and whatever else the component manages; by default, the hosts alone */
export function componentRules(
    name: string,
    manager: Manager,
    { hosts, all = hosts, settings }: { hosts: Part; all?: Part; settings: readonly (Part | SettingsPart)[] },
): ComponentRules {
    const { title } = manager;
    const claims = new HostClaims(manager);
    const ownName: Part = { names: [], known: () => nameProblems(name) };
    return {
        whole: rulesOf(title, [ownName, all, sharedPart(manager, all.names), ...settings]),
        settings: rulesOf(title, settings),
        hosts: rulesOf(title, [hosts, sharedPart(manager, hosts.names)]),
        host: (host) => hostRules(title, host, claims),
    };
}

/** Rejects hosts that another component of the stack also manages, and this machine if `local` is true for both. */
function sharedPart(manager: Manager, names: readonly string[]): Part {
    return {
        names,
        known: ({ hosts, local }, pending) => sharedProblems(manager, { hosts: settledHosts(hosts, pending), local }),
    };
}

/** Registers the known hosts of a component whose arguments have no problems. */
export function registerKnownHosts(component: Manager, { hosts, local }: { hosts?: unknown; local?: unknown }): void {
    const { value, pending } = plain({ hosts });
    registerHosts(component, { hosts: settledHosts(asRecord(value)["hosts"], pending), local });
}

/** How a single host is checked, whose fields are the inputs. */
function hostRules(component: string, host: string, claims: HostClaims): InputRules {
    return {
        component,
        check: (fields, pending) => {
            const found = hostProblems({ [host]: fields }, pendingAs(pending, host));
            if (pending.length > 0) return { problems: found };
            const problems = [...found, ...missingAddresses({ [host]: fields })];
            return { problems: problems.length > 0 ? problems : claims.problems(host, fields) };
        },
    };
}
