import { smallestHop } from "../../core/networkPath";
import { profileNamed } from "../../core/profiles";
import { renderSshConfig, sshClientLines } from "../../core/render/sshConfig";
import { type WantedSettings, resolveSettings } from "../../core/resolve";

/** What is wanted of a client, and for which hosts. */
export interface WantedClient extends Omit<WantedSettings, "server" | "kernel"> {
    patterns?: string[] | undefined;
    check?: boolean | undefined;
    takeOver?: boolean | undefined;
}

/** What is to be done with every file of a component. */
export interface ClientPlan {
    /** `<project>/<stack>/<component name>`. */
    owner: string;
    /** The patterns and settings as words of the program's command line. */
    words: string[];
    /** The block's own lines: `Host` and the settings. */
    sshConfig: string;
    networkPath: string[];
    /** What the user should know about how the settings came about. */
    notes: string[];
    /** Whether to look at each file at every update. */
    check: boolean;
    takeOver: boolean;
}

/** Settings that have no problems, worked out. */
export function clientPlanFor(
    { patterns = ["*"], check, takeOver, ...wanted }: WantedClient,
    owner: string,
): ClientPlan {
    const { client } = resolveSettings(wanted);
    return {
        owner,
        words: [...patterns.flatMap((pattern) => ["--pattern", pattern]), ...sshClientLines(client)],
        sshConfig: renderSshConfig(client, patterns),
        networkPath: (wanted.networkPath ?? []).map(String),
        notes: notes(wanted, client.serverAliveInterval),
        check: check === true,
        takeOver: takeOver === true,
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
