import { hostPatternReason } from "../../core/render/sshConfig";
import { type WantedSettings, resolveSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { validateKnown, validateSettings } from "../../core/validate";
import { isRecord } from "../../core/validate/shape";
import { shown } from "../../core/validate/shown";
import type { InputRules } from "../inputs/checkInputs";
import { completeHostProblems, hostProblems } from "../inputs/hostProblems";
import { type Pending, pendingAs, pendingIn } from "../inputs/plain";
import { asRecord, nameProblems, pick, switchProblems, unknownProperties } from "../inputs/properties";
import { onlyHostsPending, settledHosts } from "../inputs/settledHosts";

/** The properties of the component that are settings, and those that are switches. */
const settings = ["profile", "networkPath", "client"];
const switches = ["check", "takeOver"];
const properties = ["hosts", "local", "patterns", ...settings, ...switches];

/** How all arguments of SshClientKeepalive are judged. */
export function wholeClientRules(name: string): InputRules {
    return {
        component: componentName(name),
        known: (inputs, pending) => [...nameProblems(name), ...wholeProblems(inputs, pending)],
        complete: (inputs) => [...nameProblems(name), ...completeProblems(inputs)],
    };
}

/** How its settings, patterns and switches alone are judged. */
export function clientSettingsRules(name: string): InputRules {
    return { component: componentName(name), known: knownProblems, complete: completeSettingsProblems };
}

/** How one of its hosts alone is judged. */
export function clientHostRules(name: string, host: string): InputRules {
    return {
        component: componentName(name),
        known: (fields, pending) => hostProblems({ [host]: fields }, pendingAs(pending, host)),
        complete: (fields) => [...hostProblems({ [host]: fields }), ...completeHostProblems({ [host]: fields })],
    };
}

/** How `local` alone is judged. */
export function localRules(name: string): InputRules {
    const judge = (local: unknown): Problem[] => switchProblems({ local }, ["local"]);
    return { component: componentName(name), known: judge, complete: judge };
}

function componentName(name: string): string {
    return `SshClientKeepalive ${JSON.stringify(name)}`;
}

/** The problems of the component's inputs that stand whatever the missing leaves turn out to be. */
function knownProblems(inputs: unknown, pending: readonly Pending[]): Problem[] {
    const args = asRecord(inputs);
    return [
        ...unknownProperties(args, properties),
        ...hostsProblems(args.hosts, pending),
        ...validateKnown(pick(args, settings)),
        ...patternsProblems(args.patterns),
        ...switchProblems(args, ["local", ...switches]),
    ];
}

/** The problems of all inputs of which only some are there: all problems of each part that is whole. */
function wholeProblems(inputs: unknown, pending: readonly Pending[]): Problem[] {
    const args = asRecord(inputs);
    const settled = completeHostProblems(settledHosts(args.hosts, pending), true);
    if (!onlyHostsPending(pending)) return [...knownProblems(args, pending), ...settled];
    return [
        ...unknownProperties(args, properties),
        ...hostsProblems(args.hosts, pending),
        ...settled,
        ...switchProblems(args, ["local"]),
        ...completeSettingsProblems(args),
    ];
}

/** All problems of inputs that are all there. */
function completeProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    return [
        ...unknownProperties(args, properties),
        ...hostsProblems(args.hosts),
        ...(isRecord(args.hosts) ? completeHostProblems(args.hosts, true) : []),
        ...switchProblems(args, ["local"]),
        ...nowhere(args),
        ...completeSettingsProblems(args),
    ];
}

/** All problems of the settings, patterns and switches, without the hosts. */
function completeSettingsProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    const wanted = pick(args, settings);
    const problems = validateSettings(wanted);
    return [
        ...problems,
        ...patternsProblems(args.patterns),
        ...excludingProblems(args.patterns),
        ...switchProblems(args, switches),
        ...(problems.length > 0 ? [] : nothingWanted(wanted)),
    ];
}

function hostsProblems(hosts: unknown, pending: readonly Pending[] = []): Problem[] {
    if (hosts === undefined) return [];
    const reason = "this name is that of this machine (see local); choose another";
    const taken = isRecord(hosts) && "local" in hosts ? [{ propertyPath: "hosts.local", reason }] : [];
    return [...taken, ...hostProblems(hosts, pendingIn(pending, "hosts"))];
}

function nowhere({ hosts, local }: Record<string, unknown>): Problem[] {
    const some = hosts !== undefined && (!isRecord(hosts) || Object.keys(hosts).length > 0);
    if (some || (local !== undefined && local !== false)) return [];
    return [
        { propertyPath: "hosts", reason: "without any host there is nothing to do; give some, or set local to true" },
    ];
}

function nothingWanted(wanted: WantedSettings): Problem[] {
    if (Object.keys(resolveSettings(wanted).client).length > 0) return [];
    if (wanted.client === undefined && wanted.profile !== undefined) {
        const reason = `the profile ${wanted.profile} says nothing about clients; give client.serverAliveInterval as well, or another profile`;
        return [{ propertyPath: "profile", reason }];
    }
    const reason =
        'without any setting there is nothing to do; give at least one, or leave client out for the profile "balanced"';
    return [{ propertyPath: "client", reason }];
}

function patternsProblems(patterns: unknown): Problem[] {
    if (patterns === undefined) return [];
    if (!Array.isArray(patterns) || patterns.length === 0) {
        const reason = `${shown(patterns)} is not a list of host patterns; write for example ["*.example.com"], or leave it out for all hosts`;
        return [{ propertyPath: "patterns", reason }];
    }
    return (patterns as unknown[]).flatMap((pattern, index) => {
        const reason = pattern === undefined ? undefined : patternReason(pattern);
        return reason === undefined ? [] : [{ propertyPath: `patterns[${index}]`, reason }];
    });
}

function patternReason(pattern: unknown): string | undefined {
    const reason = hostPatternReason(pattern);
    if (reason !== undefined) return reason;
    const name = String(pattern).replace(/^!/, "");
    // ssh would take it for an option.
    if (name.startsWith("-")) return `${shown(pattern)} begins with a hyphen, as no name of a host does; leave it out`;
    // ssh parts it from the name before it looks for the pattern.
    if (name.includes("@")) return `${shown(pattern)} names a user; write the host alone`;
    return undefined;
}

function excludingProblems(patterns: unknown): Problem[] {
    const list = Array.isArray(patterns) ? (patterns as unknown[]) : [];
    if (list.length === 0 || !list.every((pattern) => typeof pattern === "string" && pattern.startsWith("!")))
        return [];
    return [{ propertyPath: "patterns", reason: 'these only exclude hosts; add one that is for some, such as "*"' }];
}
