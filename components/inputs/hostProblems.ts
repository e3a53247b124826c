import { isRecord } from "../../core/records";
import type { Problem } from "../../core/settings";
import { shown } from "../../core/validate/shown";
import { connectionProblems } from "./connection/connectionProblems";
import { bastionFields, hostFields } from "./connection/fields";
import { hostPath } from "./duplicateHosts";
import { type PendingLeaf, isPending } from "./plain";

/** Names of hosts become names of resources. */
const hostName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * Everything that is wrong with `hosts`, looking only at what is there.
 *
 * @param pending the leaves of `hosts` that come later, with paths that begin at a host's name
 */
export function hostProblems(hosts: unknown, pending: readonly PendingLeaf[]): Problem[] {
    if (hosts === undefined) {
        if (isPending(pending, [])) return [];
        return [{ propertyPath: "hosts", reason: "is missing; write { web1: { host: … } }" }];
    }
    if (!isRecord(hosts))
        return [{ propertyPath: "hosts", reason: `${shown(hosts)} is not an object; write { web1: { host: … } }` }];

    return Object.entries(hosts).flatMap(([name, host]) => {
        const path = hostPath(name);
        if (!hostName.test(name)) {
            const reason =
                "this is not a valid resource name; use at most 63 letters, digits, '.', '_' and '-', starting with a letter or digit";
            return [{ propertyPath: path, reason }];
        }
        const later = (...fields: string[]): boolean => isPending(pending, [name, ...fields]);
        if (host !== undefined) return oneHostProblems(path, host, later);
        return later()
            ? []
            : [{ propertyPath: path, reason: "is undefined; write { host: … }, or leave the name out" }];
    });
}

/** The problem of having no host at all where one is required. */
export function noHostProblems(hosts: unknown): Problem[] {
    if (!isRecord(hosts) || Object.keys(hosts).length > 0) return [];
    return [{ propertyPath: "hosts", reason: "is empty; give at least one host, such as { web1: { host: … } }" }];
}

function oneHostProblems(path: string, host: unknown, later: (...fields: string[]) => boolean): Problem[] {
    const problems = connectionProblems(path, host, hostFields, later);
    if (!isRecord(host) || host.proxy === undefined) return problems;
    const proxyLater = (...fields: string[]): boolean => later("proxy", ...fields);
    return [...problems, ...connectionProblems(`${path}.proxy`, host.proxy, bastionFields, proxyLater)];
}

/** The problem of a host or a bastion without an address, which can only be found when all their leaves are known. */
export function missingAddresses(hosts: Record<string, unknown>): Problem[] {
    return Object.entries(hosts).flatMap(([name, host]) => {
        const path = hostPath(name);
        const ends = [
            { path, end: host },
            { path: `${path}.proxy`, end: isRecord(host) ? host.proxy : undefined },
        ];
        const reason = "is missing; write the address or name to connect to";
        return ends
            .filter(({ end }) => isRecord(end) && end.host === undefined)
            .map(({ path }) => ({ propertyPath: `${path}.host`, reason }));
    });
}
