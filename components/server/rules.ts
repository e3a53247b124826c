import type { ResolvedSettings, RequestedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import type { InputRules } from "../inputs/checkInputs";
import type { HostClaims } from "../inputs/duplicateHosts";
import { noHostProblems } from "../inputs/hostProblems";
import {
    hostRulesOf,
    hostsPart,
    namePart,
    type Part,
    rulesOf,
    settingsPart,
    sharedPart,
    switchesPart,
} from "../inputs/parts";
import type { Managing } from "../inputs/programRun";

/** The settings of servers, whatever brings them to a host. */
export const serverSettings = settingsPart(["profile", "networkPath", "server", "kernel"], nothingRequested);

const anyHosts = hostsPart();

/** All hosts, of which there must be one. */
const hosts: Part = {
    ...anyHosts,
    known: (args, pending) => [...noHostProblems(args.hosts), ...anyHosts.known(args, pending)],
    complete: (args) => [...noHostProblems(args.hosts), ...anyHosts.complete(args)],
};

const switches = switchesPart(["check", "repairDrift", "takeOver"]);

/** How all arguments of SshKeepalive are checked. */
export function wholeRules(name: string, component: Managing): InputRules {
    const shared = sharedPart(component, hosts.names);
    return rulesOf(component.title, [namePart(name), hosts, shared, serverSettings, switches]);
}

/** How its settings and switches alone are checked. */
export function settingsRules({ title }: Managing): InputRules {
    return rulesOf(title, [serverSettings, switches]);
}

/** How `{ hosts }` alone is checked. */
export function allHostsRules(component: Managing): InputRules {
    return rulesOf(component.title, [hosts, sharedPart(component, hosts.names)]);
}

/** How one of its hosts alone is checked. */
export function hostRules({ title }: Managing, host: string, claims: HostClaims): InputRules {
    return hostRulesOf(title, host, claims);
}

function nothingRequested(requested: RequestedSettings, { server, kernel }: ResolvedSettings): Problem[] {
    if (Object.keys(server).length + Object.keys(kernel).length > 0) return [];
    const reason =
        'without any setting there is nothing to do; give at least one, or leave server and kernel out for the profile "balanced"';
    return [{ propertyPath: requested.server === undefined ? "kernel" : "server", reason }];
}
