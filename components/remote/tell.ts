import * as pulumi from "@pulumi/pulumi";
import type { Drift } from "./hostReport";

/** Has Pulumi's console say what had drifted on a host and was put right, and what else its user should know. */
export function tell(resource: pulumi.Resource, host: string, report: { drift: Drift[]; warnings: string[] }): void {
    const lines = [
        ...report.drift.map(({ key, wanted, found, by }) => {
            const winner = by === "" ? "" : ` (set by ${by})`;
            return `${key} had drifted to ${found}${winner}, and is ${wanted} again`;
        }),
        ...report.warnings,
    ];
    for (const line of lines) void pulumi.log.warn(`${host}: ${line}`, resource);
}
