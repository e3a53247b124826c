/** Values that are valid individually, but not together. */
import { kernelDefaults } from "../directives";
import type { Hop } from "../hops";
import { intervalForTimeout, parseHop, smallestHop } from "../networkPath";
import { doublingVersions, type OpenSshVersionLike, shortVersion, stretchingVersions } from "../openssh";
import type { ResolvedSettings, RequestedSettings } from "../resolve";
import type { Problem } from "../settings";
import { healthySessionEnds, longestProbePeriod } from "../timing";

/**
 * The contradictions between settings. A part with invalid values is undefined and named in `invalidParts`; the rules that
 * need it are left out, so that one mistake is not reported twice.
 */
export function contradictions(
    requested: RequestedSettings,
    resolved: ResolvedSettings,
    invalidParts: ReadonlySet<string>,
    openssh: OpenSshVersionLike | undefined,
): Problem[] {
    const usable = (...needed: string[]) => !needed.some((part) => invalidParts.has(part));
    return [
        ...(usable("server", "profile") ? serverContradictions(requested, resolved) : []),
        ...(usable("client", "profile") ? clientContradictions(requested) : []),
        ...(usable("server", "profile", "kernel", "networkPath")
            ? serverPathContradictions(requested, resolved, openssh)
            : []),
        ...(usable("server", "profile", "networkPath") ? versionContradictions(resolved, openssh) : []),
        ...(usable("client", "networkPath") ? clientPathContradictions(requested, resolved) : []),
    ];
}

function serverContradictions(requested: RequestedSettings, { server }: ResolvedSettings): Problem[] {
    const explicit = requested.server ?? {};
    const problems: Problem[] = [];
    if (explicit.clientAliveInterval === 0 && explicit.clientAliveCountMax !== undefined) {
        problems.push({
            propertyPath: "server.clientAliveCountMax",
            reason: `${explicit.clientAliveCountMax} has no effect, because clientAliveInterval 0 never probes the client; leave the count out, or give an interval above 0`,
        });
    }
    if (server.tcpKeepAlive === false && server.clientAliveInterval === 0) {
        problems.push({
            propertyPath: explicit.clientAliveInterval === 0 ? "server.clientAliveInterval" : "server.tcpKeepAlive",
            reason: "clientAliveInterval 0 together with tcpKeepAlive false means that nothing detects a dead peer, and its session stays forever; give an interval above 0, or, to do without client alive messages, set tcpKeepAlive true",
        });
    }
    return problems;
}

function clientContradictions(requested: RequestedSettings): Problem[] {
    const explicit = requested.client ?? {};
    if (explicit.serverAliveInterval !== 0 || explicit.serverAliveCountMax === undefined) return [];
    const reason = `${explicit.serverAliveCountMax} has no effect, because serverAliveInterval 0 never probes the server; leave the count out, or give an interval above 0`;
    return [{ propertyPath: "client.serverAliveCountMax", reason }];
}

function serverPathContradictions(
    requested: RequestedSettings,
    resolved: ResolvedSettings,
    openssh: OpenSshVersionLike | undefined,
): Problem[] {
    const hop = smallestHop(requested.networkPath ?? []);
    const interval = requested.server?.clientAliveInterval;
    if (hop === undefined || interval === undefined) return [];
    if (keepsPath(requested.client?.serverAliveInterval, hop)) return [];
    if (interval === 0) return tcpKeepaliveAlone(requested, resolved, hop);
    const longest = longestProbePeriod({ ...resolved.server, openssh }) ?? interval;
    if (longest < hop.idleTimeout) return [];
    const [versions, period] =
        interval < hop.idleTimeout ? [slowVersions(longest, interval), longest] : ["every OpenSSH version", interval];
    const reason = `${interval} lets ${named(hop)} drop the connection: ${versions} would probe every ${period} s; give ${advised(hop)} or less, or leave it out to have it derived`;
    return [{ propertyPath: "server.clientAliveInterval", reason }];
}

/** Either end alone keeps the path open. */
function keepsPath(period: number | undefined, hop: Hop): boolean {
    return period !== undefined && period > 0 && period < hop.idleTimeout;
}

function slowVersions(period: number, interval: number): string {
    return period === 2 * interval
        ? doublingVersions
        : `${stretchingVersions}, with an UnusedConnectionTimeout that is shorter than the interval,`;
}

/** Harmful effects on the one version that the settings are for. */
function versionContradictions({ server }: ResolvedSettings, openssh: OpenSshVersionLike | undefined): Problem[] {
    const ends = healthySessionEnds({ ...server, openssh });
    if (ends === null) return [];
    const reason = `${server.clientAliveCountMax} ends healthy idle sessions after ${ends} s on OpenSSH ${shortVersion(openssh)}, which counts each interval twice; give 2 or more, or update OpenSSH to 8.0 or later`;
    return [{ propertyPath: "server.clientAliveCountMax", reason }];
}

/** Without probes of sshd's own, the kernel's probes must be frequent enough, and must count on each hop. */
function tcpKeepaliveAlone(requested: RequestedSettings, { server, kernel }: ResolvedSettings, hop: Hop): Problem[] {
    if (server.tcpKeepAlive === false) return [];
    const remedy = `give clientAliveInterval ${advised(hop)}, or leave it out to have it derived`;
    const deaf = (requested.networkPath ?? []).map(parseHop).find((each) => each?.resetByTcpKeepalive === false);
    if (deaf !== undefined) {
        const reason = `0 leaves only TCP keepalive, which does not reset the clock of ${named(deaf)}; ${remedy}`;
        return [{ propertyPath: "server.clientAliveInterval", reason }];
    }
    const time = kernel.time ?? kernelDefaults.time;
    if (time < hop.idleTimeout) return [];
    const whose = kernel.time === undefined ? "the kernel's own tcp_keepalive_time" : "kernel.time";
    const reason = `clientAliveInterval 0 leaves only TCP keepalive, and ${whose} of ${time} s lets ${named(hop)} drop the connection first; ${remedy}, or set kernel.time below ${hop.idleTimeout}`;
    return [{ propertyPath: kernel.time === undefined ? "server.clientAliveInterval" : "kernel.time", reason }];
}

// The client probes at every interval on every version, so its interval need only be shorter than the timeout.
function clientPathContradictions(requested: RequestedSettings, { server }: ResolvedSettings): Problem[] {
    const hop = smallestHop(requested.networkPath ?? []);
    const interval = requested.client?.serverAliveInterval;
    if (hop === undefined || interval === undefined || interval === 0 || interval < hop.idleTimeout) return [];
    if (requested.server !== undefined && keepsPath(longestProbePeriod(server) ?? 0, hop)) return [];
    const reason = `${interval} lets ${named(hop)} drop the connection; give ${advised(hop)} or less, or leave it out to have it derived`;
    return [{ propertyPath: "client.serverAliveInterval", reason }];
}

function named(hop: Hop): string {
    return hop.source === "as given" ? hop.title : `${hop.name} (idle timeout ${hop.idleTimeout} s)`;
}

function advised(hop: Hop): number {
    return intervalForTimeout(hop.idleTimeout);
}
