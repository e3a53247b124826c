import { isRecord } from "../../core/records";
import { secretFields } from "./connection/fields";
import type { PendingLeaf } from "./plain";

/** The fields that do not identify the host. */
const credentials = [...secretFields, "hostKey"];

/**
 * The hosts of which at most the credentials are unknown, so that their addresses can be checked completely. Secrets are
 * outputs; without this, hosts with a key could not be checked from the start.
 */
export function settledHosts(hosts: unknown, pending: readonly PendingLeaf[]): Record<string, unknown> {
    if (!isRecord(hosts)) return {};
    const unsettled = new Set(
        pending.flatMap(({ path: [part, name, ...field] }) =>
            part === "hosts" && name !== undefined && !credentials.includes(field.at(-1) ?? "") ? [name] : [],
        ),
    );
    return Object.fromEntries(Object.entries(hosts).filter(([name]) => !unsettled.has(name)));
}
