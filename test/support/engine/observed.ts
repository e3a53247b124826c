import * as hosts from "../testbed";

/** The parts of a host's state that an apply may change, or must preserve. */
export interface Observed {
    readonly files: hosts.Snapshot;
    /** The values that `sshd -T` prints. */
    readonly sshd: Readonly<Record<string, readonly string[]>>;
    /** The values in `/proc/sys`. */
    readonly kernel: hosts.KernelKeepalive;
    /** The number of connections that the host has accepted since it booted. */
    readonly connections: number;
    readonly reloads: number;
    /** The PID of the listening daemon. */
    readonly daemon: number | undefined;
}

/** Returns the files and effective values of a host. It looks from outside, without a connection or a login. */
export async function observe(host: hosts.Host): Promise<Observed> {
    const [sshd, kernel, reloads, daemon] = await Promise.all([
        hosts.effective(host),
        hosts.sysctl(host),
        hosts.reloads(host),
        hosts.sshdPid(host),
    ]);
    const connections = hosts.acceptedConnections(host);
    return { files: hosts.snapshot(host), sshd: Object.fromEntries(sshd), kernel, connections, reloads, daemon };
}

/** Observes several hosts, by their names. */
export async function observeAll(all: readonly hosts.Host[]): Promise<Record<string, Observed>> {
    return Object.fromEntries(await Promise.all(all.map(async (host) => [host.name, await observe(host)] as const)));
}

/** The keywords of `sshd -T` whose values differ. */
export function changedKeywords(before: Observed, after: Observed): string[] {
    const keywords = new Set([...Object.keys(before.sshd), ...Object.keys(after.sshd)]);
    return [...keywords].filter((key) => String(before.sshd[key]) !== String(after.sshd[key])).sort();
}
