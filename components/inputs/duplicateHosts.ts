import { isRecord } from "../../core/records";
import type { Problem } from "../../core/settings";
import { shown } from "../../core/validate/shown";
import { canonicalAddress } from "./connection/address";
import { isSame, type Manager, thisRun } from "./programRun";

/** Hosts that are one host under two names, or two commands would change the same files. */
export function duplicateProblems(hosts: Record<string, unknown>, perUser: boolean): Problem[] {
    const names = new Map<string, string>();
    return addressedHosts(hosts, perUser).flatMap((host) => claim(names, host));
}

/** Hosts that another component of the same stack also manages, as far as it has registered them. `local` is this machine. */
export function sharedProblems(component: Manager, all: Managed): Problem[] {
    const { managed } = thisRun();
    return filesOf(component, all).flatMap(({ path, file, what }) => {
        const other = managed.get(file);
        if (other === undefined || isSame(other.component, component)) return [];
        const reason = `${what} "${other.host}" of ${other.component.title} already; leave it to one of the two`;
        return [{ propertyPath: path, reason }];
    });
}

/** Registers hosts that have no problems, so that components created later in this run are checked against them. */
export function registerHosts(component: Manager, all: Managed): void {
    const { managed } = thisRun();
    for (const { name, file } of filesOf(component, all)) managed.set(file, { component, host: name });
}

/**
 * Registers what becomes known later, unless another component has it already. Checks and registers in one step, since
 * several components may learn of the same host at the same time.
 */
export function claimProblems(component: Manager, all: Managed): Problem[] {
    const problems = sharedProblems(component, all);
    if (problems.length === 0) registerHosts(component, all);
    return problems;
}

/** What a component manages: hosts, as far as they are known, and possibly this machine. */
interface Managed {
    hosts?: unknown;
    local?: unknown;
}

function filesOf({ perUser }: Manager, { hosts, local }: Managed) {
    const remote = addressedHosts(isRecord(hosts) ? hosts : {}, perUser).map(({ key, ...one }) => ({
        ...one,
        path: `${hostPath(one.name)}.host`,
        file: `${perUser ? "user" : "machine"} ${key}`,
    }));
    const here = { name: "local", path: "local", file: "local", what: "this machine's file is that of" };
    return local === true ? [...remote, here] : remote;
}

interface AddressedHost {
    name: string;
    /** What identifies its files. */
    key: string;
    /** The beginning of an error about it. */
    what: string;
}

function addressedHosts(hosts: Record<string, unknown>, perUser: boolean): AddressedHost[] {
    return Object.entries(hosts).flatMap(([name, host]) => {
        if (!isRecord(host) || typeof host.host !== "string") return [];
        const { proxy } = host;
        const bastion = isRecord(proxy) ? [canonicalAddress(String(proxy.host)), proxy.port ?? 22] : [];
        const user = perUser ? [host.user ?? "root", host.become ?? "none"] : [];
        const key = JSON.stringify([canonicalAddress(host.host), host.port ?? 22, ...user, ...bastion].map(String));
        return [{ name, key, what: perUser ? "host and user are those of" : `${shown(host.host)} is the host` }];
    });
}

/** The path of a host, for errors. */
export function hostPath(name: string): string {
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `hosts.${name}` : `hosts[${JSON.stringify(name)}]`;
}

/**
 * The hosts of one component as their connections become known, in any order: the first of two that turn out to be one
 * host has it, and the other one has a problem, so that only one of them is applied.
 */
export class HostClaims {
    private readonly names = new Map<string, string>();

    public constructor(private readonly component: Manager) {}

    /** Claims a host whose fields are all known. Returns the problems if another name or component has it already. */
    public problems(name: string, host: unknown): Problem[] {
        const hosts = { [name]: host };
        const own = addressedHosts(hosts, this.component.perUser).flatMap((one) => claim(this.names, one));
        return [...own, ...claimProblems(this.component, { hosts })];
    }
}

/** Enters a host's name for its key; the problem if another name has the key already. */
function claim(names: Map<string, string>, { name, key, what }: AddressedHost): Problem[] {
    const first = names.get(key) ?? name;
    names.set(key, first);
    const reason = `${what} "${first}" already; give each host one name`;
    return first === name ? [] : [{ propertyPath: `${hostPath(name)}.host`, reason }];
}
