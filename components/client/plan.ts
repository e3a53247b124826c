import { smallestHop } from "../../core/networkPath";
import { profileNamed } from "../../core/profiles";
import { renderSshConfig, sshClientLines } from "../../core/render/sshConfig";
import type { ResolvedSettings, WantedSettings } from "../../core/resolve";
import { type HostPlan, hostPlan, type PlanOptions } from "../remote/hostPlan";

/** The requested settings of a client, and the hosts that they apply to. */
export interface WantedClient extends Omit<WantedSettings, "server" | "kernel"> {
    patterns?: string[] | undefined;
}

/** What to do with each file of a component. */
export interface ClientPlan extends HostPlan {
    /** The block's own lines: `Host` and the settings. */
    sshConfig: string;
}

/** The plan for settings that have no problems. */
export function clientPlanFor(
    { patterns = ["*"], ...wanted }: WantedClient & PlanOptions,
    { client }: ResolvedSettings,
    owner: string,
): ClientPlan {
    const words = [...patterns.flatMap((pattern) => ["--pattern", pattern]), ...sshClientLines(client)];
    return {
        ...hostPlan(owner, words, notes(wanted, client.serverAliveInterval), wanted),
        sshConfig: renderSshConfig(client, patterns),
    };
}

function notes(wanted: WantedSettings, interval: number | undefined): string[] {
    const hop = smallestHop(wanted.networkPath ?? []);
    const ofProfile = profileNamed(wanted.profile)?.client?.serverAliveInterval;
    const given = wanted.client?.serverAliveInterval ?? ofProfile;
    if (hop === undefined || interval === undefined || interval === given) return [];
    return [
        `serverAliveInterval ${interval} is derived from the network path: ${hop.title} forgets after ${hop.idleTimeout} s.`,
    ];
}
