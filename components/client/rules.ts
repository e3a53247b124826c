import { isRecord } from "../../core/records";
import { hostPatternReason } from "../../core/render/sshConfig";
import type { ResolvedSettings, RequestedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { shown } from "../../core/validate/shown";
import type { InputRules } from "../inputs/checkInputs";
import { claimProblems } from "../inputs/duplicateHosts";
import {
    type ComponentRules,
    componentRules,
    hostsPart,
    type Part,
    type SettingsPart,
    settingsPart,
    switchesPart,
} from "../inputs/parts";
import type { Manager } from "../inputs/programRun";
import { switchProblems } from "../inputs/properties";

const settings: readonly (Part | SettingsPart)[] = [
    settingsPart(["profile", "networkPath", "client"], nothingRequested),
    {
        names: ["patterns"],
        known: ({ patterns }) => patternsProblems(patterns),
        complete: ({ patterns }) => [...patternsProblems(patterns), ...excludingProblems(patterns)],
    },
    switchesPart(["check", "repairDrift", "takeOver"]),
];

/** The rules for SshClientKeepalive. */
export function clientRules(name: string, manager: Manager): ComponentRules {
    const hosts = hostsPart(manager, reservedName);
    return componentRules(name, manager, { hosts, all: usersPart(hosts), settings });
}

/** The users whose files are managed: on other machines, on this one, or both. */
function usersPart(hosts: Part): Part {
    const known: Part["known"] = (args, pending) => [
        ...(args.hosts === undefined ? [] : hosts.known(args, pending)),
        ...switchProblems(args, ["local"]),
    ];
    return {
        names: [...hosts.names, "local"],
        known,
        complete: (args) => [...known(args, []), ...nowhere(args)],
    };
}

/** How `local` alone is checked. */
export function localRules(manager: Manager): InputRules {
    return {
        component: manager.title,
        check: (local) => ({
            problems: [...switchProblems({ local }, ["local"]), ...claimProblems(manager, { local })],
        }),
    };
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
    // ssh splits it off before it matches patterns.
    if (name.includes("@")) return `${shown(pattern)} names a user; write the host alone`;
    return undefined;
}

function excludingProblems(patterns: unknown): Problem[] {
    const list = Array.isArray(patterns) ? (patterns as unknown[]) : [];
    if (list.length === 0 || !list.every((pattern) => typeof pattern === "string" && pattern.startsWith("!")))
        return [];
    const reason = 'every pattern is negated; add at least one positive pattern, such as "*"';
    return [{ propertyPath: "patterns", reason }];
}
