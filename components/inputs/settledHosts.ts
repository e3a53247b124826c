import { isRecord } from "../../core/validate/shape";
import { secretFields } from "./connection/fields";
import type { Pending } from "./plain";

/** The fields that say nothing about which host it is. */
const credentials = [...secretFields, "hostKey"];

/**
 * Those of the hosts that have all but their credentials, so that all that there is to say about their addresses can be
 * said. Secrets are outputs; without this, nothing could be said at once about hosts that are reached by a key.
 */
export function settledHosts(hosts: unknown, pending: readonly Pending[]): Record<string, unknown> {
    if (!isRecord(hosts)) return {};
    const unsettled = new Set(
        pending.flatMap(({ path: [part, name, ...field] }) =>
            part === "hosts" && name !== undefined && !credentials.includes(field.at(-1) ?? "") ? [name] : [],
        ),
    );
    return Object.fromEntries(Object.entries(hosts).filter(([name]) => !unsettled.has(name)));
}
