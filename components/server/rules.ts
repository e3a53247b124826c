import { type WantedSettings, resolveSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { validateKnown, validateSettings } from "../../core/validate";
import { isRecord } from "../../core/validate/shape";
import type { InputRules } from "../inputs/checkInputs";
import { completeHostProblems, hostProblems, noHostProblems } from "../inputs/hostProblems";
import { type Pending, pendingAs, pendingIn } from "../inputs/plain";
import { asRecord, nameProblems, pick, switchProblems, unknownProperties } from "../inputs/properties";
import { onlyHostsPending, settledHosts } from "../inputs/settledHosts";

/** The properties of the component that are settings, and those that are switches. */
const settings = ["profile", "networkPath", "server", "kernel"];
const switches = ["check", "takeOver"];
const properties = ["hosts", ...settings, ...switches];

/** How all arguments of SshKeepalive are judged. */
export function wholeRules(name: string): InputRules {
    return {
        component: componentName(name),
        known: (inputs, pending) => [...nameProblems(name), ...wholeProblems(inputs, pending)],
        complete: (inputs) => [...nameProblems(name), ...completeProblems(inputs)],
    };
}

/** How its settings and switches alone are judged. */
export function settingsRules(name: string): InputRules {
    return { component: componentName(name), known: knownProblems, complete: completeSettingsProblems };
}

/** How one of its hosts alone is judged. */
export function hostRules(name: string, host: string): InputRules {
    return {
        component: componentName(name),
        known: (fields, pending) => hostProblems({ [host]: fields }, pendingAs(pending, host)),
        complete: (fields) => [...hostProblems({ [host]: fields }), ...completeHostProblems({ [host]: fields })],
    };
}

function componentName(name: string): string {
    return `SshKeepalive ${JSON.stringify(name)}`;
}

/** The problems of the component's inputs that stand whatever the missing leaves turn out to be. */
function knownProblems(inputs: unknown, pending: readonly Pending[]): Problem[] {
    const args = asRecord(inputs);
    return [
        ...unknownProperties(args, properties),
        ...("hosts" in args
            ? [...hostProblems(args.hosts, pendingIn(pending, "hosts")), ...noHostProblems(args.hosts)]
            : []),
        ...validateKnown(pick(args, settings)),
        ...switchProblems(args, switches),
    ];
}

/** The problems of all inputs of which only some are there: all problems of each part that is whole. */
function wholeProblems(inputs: unknown, pending: readonly Pending[]): Problem[] {
    const args = asRecord(inputs);
    const settled = completeHostProblems(settledHosts(args.hosts, pending));
    if (!onlyHostsPending(pending)) return [...knownProblems(args, pending), ...settled];
    return [
        ...unknownProperties(args, properties),
        ...hostProblems(args.hosts, pendingIn(pending, "hosts")),
        ...noHostProblems(args.hosts),
        ...settled,
        ...completeSettingsProblems(args),
    ];
}

/** All problems of inputs that are all there. */
function completeProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    const hosts = isRecord(args.hosts) ? completeHostProblems(args.hosts) : [];
    return [
        ...unknownProperties(args, properties),
        ...hostProblems(args.hosts),
        ...noHostProblems(args.hosts),
        ...hosts,
        ...completeSettingsProblems(args),
    ];
}

/** All problems of the settings and switches, without the hosts. */
export function completeSettingsProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    const problems = [...validateSettings(pick(args, settings)), ...switchProblems(args, switches)];
    return problems.length > 0 ? problems : nothingWanted(pick(args, settings));
}

function nothingWanted(wanted: WantedSettings): Problem[] {
    const { server, kernel } = resolveSettings(wanted);
    if (Object.keys(server).length + Object.keys(kernel).length > 0) return [];
    const reason =
        'without any setting there is nothing to do; give at least one, or leave server and kernel out for the profile "balanced"';
    return [{ propertyPath: wanted.server === undefined ? "kernel" : "server", reason }];
}
