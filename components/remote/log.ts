import * as pulumi from "@pulumi/pulumi";
import type { Drift, HostFindings } from "./hostReport";

/** Logs drift on a host. */
export function logDrift(resource: pulumi.Resource, host: string, drift: readonly Drift[], repaired: boolean): void {
    for (const { key, wanted, found, by } of drift) {
        const winner = by === "" ? "" : ` (set by ${by})`;
        const text = repaired
            ? `${key} had drifted to ${found}${winner}, and is ${wanted} again`
            : `${key} has drifted to ${found}${winner}; ${wanted} was applied, and repairDrift: true restores it`;
        void pulumi.log.warn(`${host}: ${text}`, resource);
    }
}

/** How many warnings of one host are shown: some `~/.ssh/config` files cause a hundred. */
const maxWarnings = 5;

/** Logs the hosts' warnings; the same warning from several hosts only once. */
export function logWarnings(resource: pulumi.Resource, reports: Readonly<Record<string, HostFindings>>): void {
    const hosts = new Map<string, string[]>();
    for (const [host, { warnings }] of Object.entries(reports)) {
        const different = [...new Set(warnings)];
        const rest = different.length - maxWarnings;
        const shown =
            rest > 1 ? [...different.slice(0, maxWarnings), `${rest} more warnings are in its report.`] : different;
        for (const warning of shown) hosts.set(warning, [...(hosts.get(warning) ?? []), host]);
    }
    for (const [warning, names] of hosts) void pulumi.log.warn(`${listed(names)}: ${warning}`, resource);
}

/** Names in a sentence, the first ten of them. */
export function listed(names: readonly string[]): string {
    const shown = names.slice(0, 10);
    const more = names.length - 10;
    return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
