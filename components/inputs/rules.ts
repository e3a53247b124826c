import { type WantedSettings, resolveSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { didYouMean } from "../../core/suggest";
import { validateKnown, validateSettings } from "../../core/validate";
import { isRecord } from "../../core/validate/shape";
import { shown } from "../../core/validate/shown";
import type { InputRules } from "./checkInputs";
import { completeHostProblems, hostProblems } from "./hostProblems";

/** The properties of the component that are settings, and those that are switches. */
const settings = ["profile", "networkPath", "server", "kernel"];
const switches = ["check", "takeOver"];

/** How all arguments of SshKeepalive are judged. */
export function wholeRules(name: string): InputRules {
    return {
        component: componentName(name),
        known: (inputs) => [...nameProblems(name), ...knownProblems(inputs)],
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
        known: (fields) => hostProblems({ [host]: fields }),
        complete: (fields) => [...hostProblems({ [host]: fields }), ...completeHostProblems({ [host]: fields })],
    };
}

function componentName(name: string): string {
    return `SshKeepalive ${JSON.stringify(name)}`;
}

/** The name stands in the files on the hosts, on a line of its own. */
function nameProblems(name: unknown): Problem[] {
    if (typeof name === "string" && /^[^\p{Cc}\p{Zl}\p{Zp}]{1,128}$/u.test(name)) return [];
    return [
        {
            propertyPath: "name",
            reason: `${shown(name)} does not suit a component; write 1 to 128 printable characters`,
        },
    ];
}

/** The problems of the component's inputs that stand whatever the missing leaves turn out to be. */
function knownProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    return [
        ...unknownProperties(args),
        ...("hosts" in args ? hostProblems(args.hosts) : []),
        ...validateKnown(pick(args, settings)),
        ...switchProblems(args),
    ];
}

/** All problems of inputs that are all there. */
function completeProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    const hosts = isRecord(args.hosts) ? completeHostProblems(args.hosts) : [];
    return [...unknownProperties(args), ...hostProblems(args.hosts), ...hosts, ...completeSettingsProblems(args)];
}

/** All problems of the settings and switches, without the hosts. */
function completeSettingsProblems(inputs: unknown): Problem[] {
    const args = asRecord(inputs);
    const problems = [...validateSettings(pick(args, settings)), ...switchProblems(args)];
    return problems.length > 0 ? problems : nothingWanted(pick(args, settings));
}

function nothingWanted(wanted: WantedSettings): Problem[] {
    const { server, kernel } = resolveSettings(wanted);
    if (Object.keys(server).length + Object.keys(kernel).length > 0) return [];
    const reason =
        'without any setting there is nothing to do; give at least one, or leave server and kernel out for the profile "balanced"';
    return [{ propertyPath: wanted.server === undefined ? "kernel" : "server", reason }];
}

function switchProblems(args: Record<string, unknown>): Problem[] {
    return switches
        .filter((name) => args[name] !== undefined && typeof args[name] !== "boolean")
        .map((name) => ({ propertyPath: name, reason: `${shown(args[name])} is not a boolean; write true or false` }));
}

function unknownProperties(args: Record<string, unknown>): Problem[] {
    const known = ["hosts", ...settings, ...switches];
    return Object.keys(args)
        .filter((name) => !known.includes(name) && args[name] !== undefined)
        .map((name) => ({
            propertyPath: name,
            reason: `there is no such property${didYouMean(name, known) || `; known: ${known.join(", ")}`}`,
        }));
}

function pick(args: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(names.filter((name) => args[name] !== undefined).map((name) => [name, args[name]]));
}

function asRecord(inputs: unknown): Record<string, unknown> {
    return isRecord(inputs) ? inputs : {};
}
