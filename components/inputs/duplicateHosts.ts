import type { Problem } from "../../core/settings";
import { isRecord } from "../../core/validate/shape";
import { shown } from "../../core/validate/shown";
import { checkLater, type ProblemCollector, type CheckResult } from "./checkInputs";
import { canonicalAddress } from "./connection/address";
import { comesLater, plain } from "./plain";
import { isSame, type Managing, thisRun } from "./programRun";

/** Hosts that are one host under two names, or two commands would change the same files. */
export function duplicateProblems(hosts: Record<string, unknown>, perUser: boolean): Problem[] {
    const seen = new Map<string, string>();
    return places(hosts, perUser).flatMap(({ name, place, what }) => {
        const first = seen.get(place);
        if (first === undefined) {
            seen.set(place, name);
            return [];
        }
        const reason = `${what} "${first}" already; give each host one name`;
        return [{ propertyPath: `${hostPath(name)}.host`, reason }];
    });
}

/** Hosts that another component of the same stack also manages, as far as it has registered them. `local` is this machine. */
export function sharedProblems(component: Managing, all: Managed): Problem[] {
    const { managed } = thisRun();
    return filesOf(component, all).flatMap(({ path, file, what }) => {
        const other = managed.get(file);
        if (other === undefined || isSame(other.component, component)) return [];
        const reason = `${what} "${other.host}" of ${other.component.title} already; leave it to one of the two`;
        return [{ propertyPath: path, reason }];
    });
}

/** Registers hosts that have no problems, so that components created later in this run are checked against them. */
export function noteHosts(component: Managing, all: Managed): void {
    const { managed } = thisRun();
    for (const { name, file } of filesOf(component, all)) managed.set(file, { component, host: name });
}

/** What a component manages: hosts, as far as they are known, and possibly this machine. */
interface Managed {
    hosts?: unknown;
    local?: unknown;
}

function filesOf({ perUser }: Managing, { hosts, local }: Managed) {
    const remote = places(isRecord(hosts) ? hosts : {}, perUser).map(({ place, ...one }) => ({
        ...one,
        path: `${hostPath(one.name)}.host`,
        file: `${perUser ? "user" : "machine"} ${place}`,
    }));
    const here = { name: "local", path: "local", file: "local", what: "this machine's file is that of" };
    return local === true ? [...remote, here] : remote;
}

/** Each host with an address, and the key that identifies its files. */
function places(hosts: Record<string, unknown>, perUser: boolean): { name: string; place: string; what: string }[] {
    return Object.entries(hosts).flatMap(([name, host]) => {
        if (!isRecord(host) || host.host === undefined) return [];
        const proxy = isRecord(host.proxy) ? [sameHost(host.proxy.host), host.proxy.port ?? 22] : [];
        const user = perUser ? [host.user ?? "root", host.become ?? "none"] : [];
        const place = JSON.stringify([sameHost(host.host), host.port ?? 22, ...user, ...proxy]);
        return [{ name, place, what: perUser ? "host and user are those of" : `${shown(host.host)} is the host` }];
    });
}

function sameHost(host: unknown): unknown {
    return typeof host === "string" ? canonicalAddress(host) : host;
}

/** The path of a host, for errors. */
export function hostPath(name: string): string {
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `hosts.${name}` : `hosts[${JSON.stringify(name)}]`;
}

/**
 * Checks addresses that come from other resources for duplicates, once all of them are known. Addresses known from the
 * start were checked before. Then registers all of them for other components.
 */
export function checkDuplicatesLater(component: Managing, hosts: object, collect: ProblemCollector): void {
    const addresses = Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, addressOf(host)]));
    if (plain(addresses).pending.length === 0) {
        noteHosts(component, { hosts: addresses });
        return;
    }
    const checkAll = (all: unknown, pending: readonly unknown[]): CheckResult => {
        if (pending.length > 0) return { problems: [] };
        const duplicates = duplicateProblems(all as Record<string, unknown>, component.perUser);
        const problems = [...duplicates, ...sharedProblems(component, { hosts: all })];
        // At once, since another component's hosts may be known at the same time.
        if (problems.length === 0) noteHosts(component, { hosts: all });
        return { problems };
    };
    checkLater(addresses, { component: component.title, check: checkAll }, collect);
}

/** The fields that say which host it is; of one that comes as a whole, the whole. */
function addressOf(host: unknown): unknown {
    if (!isRecord(host) || comesLater(host)) return host;
    const { host: address, port, user, become, proxy } = host;
    return { host: address, port, user, become, proxy };
}
