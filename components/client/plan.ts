import { smallestHop } from "../../core/networkPath";
import { profileNamed } from "../../core/profiles";
import { renderSshConfig, sshClientLines } from "../../core/render/sshConfig";
import type { ResolvedSettings, RequestedSettings } from "../../core/resolve";
import { type HostPlan, hostPlan, type PlanOptions } from "../remote/hostPlan";

/** The requested settings of a client, and the hosts that they apply to. */
export interface RequestedClient extends Omit<RequestedSettings, "server" | "kernel"> {
    patterns?: string[] | undefined;
}

/** What to do with each file of a component. */
export interface ClientPlan extends HostPlan {
    /** The block's own lines: `Host` and the settings. */
    sshConfig: string;
}

/** The plan for settings that have no problems. */
export function clientPlanFor(
    { patterns = ["*"], ...requested }: RequestedClient & PlanOptions,
    { client }: ResolvedSettings,
    owner: string,
): ClientPlan {
    const words = [...patterns.flatMap((pattern) => ["--pattern", pattern]), ...sshClientLines(client)];
    return {
        ...hostPlan(owner, words, notes(requested, client.serverAliveInterval), requested),
        sshConfig: renderSshConfig(client, patterns),
    };
}

function notes(requested: RequestedSettings, interval: number | undefined): string[] {
    const hop = smallestHop(requested.networkPath ?? []);
    const ofProfile = profileNamed(requested.profile)?.client?.serverAliveInterval;
    const given = requested.client?.serverAliveInterval ?? ofProfile;
    if (hop === undefined || interval === undefined || interval === given) return [];
    return [
        `serverAliveInterval ${interval} is derived from the network path: ${hop.title} forgets after ${hop.idleTimeout} s.`,
    ];
}
