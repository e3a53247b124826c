import { isRecord } from "../../core/records";
import { hostPatternReason } from "../../core/render/sshConfig";
import type { ResolvedSettings, RequestedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { shown } from "../../core/validate/shown";
import type { InputRules, CheckResult } from "../inputs/checkInputs";
import { type HostClaims, sharedProblems } from "../inputs/duplicateHosts";
import {
    hostRulesOf,
    hostsPart,
    namePart,
    type Part,
    rulesOf,
    type SettingsPart,
    settingsPart,
    sharedPart,
    switchesPart,
} from "../inputs/parts";
import type { Managing } from "../inputs/programRun";

const settings: readonly (Part | SettingsPart)[] = [
    settingsPart(["profile", "networkPath", "client"], nothingRequested),
    {
        names: ["patterns"],
        known: ({ patterns }) => patternsProblems(patterns),
        complete: ({ patterns }) => [...patternsProblems(patterns), ...excludingProblems(patterns)],
    },
    switchesPart(["check", "repairDrift", "takeOver"]),
];

const local = switchesPart(["local"]);
const anyHosts = hostsPart(true);

/** Users on other machines. */
const remote: Part = {
    ...anyHosts,
    known: (args, pending) => [...reservedName(args.hosts), ...anyHosts.known(args, pending)],
    complete: (args) => [...reservedName(args.hosts), ...anyHosts.complete(args)],
};

/** Whose files are kept: users on other machines, this one, or both. */
const places: Part = {
    names: [...remote.names, ...local.names],
    known: (args, pending) => [...("hosts" in args ? remote.known(args, pending) : []), ...local.known(args, pending)],
    complete: (args) => [
        ...(args.hosts === undefined ? [] : remote.complete(args)),
        ...local.complete(args),
        ...nowhere(args),
    ],
};

/** How all arguments of SshClientKeepalive are checked. */
export function wholeClientRules(name: string, component: Managing): InputRules {
    const shared = sharedPart(component, places.names);
    return rulesOf(component.title, [namePart(name), places, shared, ...settings]);
}

/** How its settings, patterns and switches alone are checked. */
export function clientSettingsRules({ title }: Managing): InputRules {
    return rulesOf(title, settings);
}

/** How `{ hosts }` alone is checked. */
export function allClientHostsRules(component: Managing): InputRules {
    return rulesOf(component.title, [remote, sharedPart(component, remote.names)]);
}

/** How one of its hosts alone is checked. */
export function clientHostRules({ title }: Managing, host: string, claims: HostClaims): InputRules {
    return hostRulesOf(title, host, claims);
}

/** How `local` alone is checked. */
export function localRules(component: Managing): InputRules {
    const check = (value: unknown): CheckResult => ({
        problems: [...local.complete({ local: value }), ...sharedProblems(component, { local: value })],
    });
    return { component: component.title, check };
}

function reservedName(hosts: unknown): Problem[] {
    const reason = "this name is reserved for this machine (see local); choose another";
    return isRecord(hosts) && "local" in hosts ? [{ propertyPath: "hosts.local", reason }] : [];
}

function nowhere({ hosts, local: here }: Record<string, unknown>): Problem[] {
    const some = hosts !== undefined && (!isRecord(hosts) || Object.keys(hosts).length > 0);
    if (some || (here !== undefined && here !== false)) return [];
    return [
        { propertyPath: "hosts", reason: "without any host there is nothing to do; give some, or set local to true" },
    ];
}

function nothingRequested(requested: RequestedSettings, { client }: ResolvedSettings): Problem[] {
    if (Object.keys(client).length > 0) return [];
    if (requested.client === undefined && requested.profile !== undefined) {
        const reason = `the profile ${requested.profile} has no client settings; give client.serverAliveInterval as well, or choose another profile`;
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
    if (name.startsWith("-")) return `${shown(pattern)} starts with a hyphen, which no host name does; remove it`;
    // ssh parts it from the name before it looks for the pattern.
    if (name.includes("@")) return `${shown(pattern)} names a user; write the host alone`;
    return undefined;
}

function excludingProblems(patterns: unknown): Problem[] {
    const list = Array.isArray(patterns) ? (patterns as unknown[]) : [];
    if (list.length === 0 || !list.every((pattern) => typeof pattern === "string" && pattern.startsWith("!")))
        return [];
    return [
        {
            propertyPath: "patterns",
            reason: 'every pattern is negated; add at least one positive pattern, such as "*"',
        },
    ];
}
