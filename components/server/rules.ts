import type { ResolvedSettings, WantedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import type { InputRules } from "../inputs/checkInputs";
import { noHostProblems } from "../inputs/hostProblems";
import {
    componentName,
    hostRulesOf,
    hostsPart,
    namePart,
    type Part,
    rulesOf,
    settingsPart,
    switchesPart,
} from "../inputs/parts";

/** The settings of servers, whatever brings them to a host. */
export const serverSettings = settingsPart(["profile", "networkPath", "server", "kernel"], nothingWanted);

const anyHosts = hostsPart();

/** All hosts, of which there must be one. */
const hosts: Part = {
    ...anyHosts,
    known: (args, pending) => [...noHostProblems(args.hosts), ...anyHosts.known(args, pending)],
    complete: (args) => [...noHostProblems(args.hosts), ...anyHosts.complete(args)],
};

const switches = switchesPart(["check", "repairDrift", "takeOver"]);

/** How all arguments of SshKeepalive are judged. */
export function wholeRules(name: string): InputRules {
    return rulesOf(nameOf(name), [namePart(name), hosts, serverSettings, switches]);
}

/** How its settings and switches alone are judged. */
export function settingsRules(name: string): InputRules {
    return rulesOf(nameOf(name), [serverSettings, switches]);
}

/** How `{ hosts }` alone is judged. */
export function allHostsRules(name: string): InputRules {
    return rulesOf(nameOf(name), [hosts]);
}

/** How one of its hosts alone is judged. */
export function hostRules(name: string, host: string): InputRules {
    return hostRulesOf(nameOf(name), host);
}

function nameOf(name: string): string {
    return componentName("SshKeepalive", name);
}

function nothingWanted(wanted: WantedSettings, { server, kernel }: ResolvedSettings): Problem[] {
    if (Object.keys(server).length + Object.keys(kernel).length > 0) return [];
    const reason =
        'without any setting there is nothing to do; give at least one, or leave server and kernel out for the profile "balanced"';
    return [{ propertyPath: wanted.server === undefined ? "kernel" : "server", reason }];
}
