import type { RequestedSettings, ResolvedSettings } from "../../core/resolve";
import type { Problem } from "../../core/settings";
import { noHostProblems } from "../inputs/hostProblems";
import { type ComponentRules, componentRules, hostsPart, settingsPart, switchesPart } from "../inputs/parts";
import type { Manager } from "../inputs/programRun";

/** The settings of servers, whatever applies them to a host. */
export const serverSettings = settingsPart(["profile", "networkPath", "server", "kernel"], nothingRequested);

const settings = [serverSettings, switchesPart(["check", "repairDrift", "takeOver"])];

/** The rules for SshKeepalive. */
export function serverRules(name: string, manager: Manager): ComponentRules {
    return componentRules(name, manager, { hosts: hostsPart(manager, noHostProblems), settings });
}

function nothingRequested(requested: RequestedSettings, { server, kernel }: ResolvedSettings): Problem[] {
    if (Object.keys(server).length + Object.keys(kernel).length > 0) return [];
    const reason =
        'without any setting there is nothing to do; give at least one, or leave server and kernel out for the profile "balanced"';
    return [{ propertyPath: requested.server === undefined ? "kernel" : "server", reason }];
}
