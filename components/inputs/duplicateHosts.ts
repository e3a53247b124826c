import type { Problem } from "../../core/settings";
import { isRecord } from "../../core/validate/shape";
import { shown } from "../../core/validate/shown";
import { checkLater, type Judge, type Judgement } from "./checkInputs";
import { canonicalAddress } from "./connection/address";
import { comesLater, plain } from "./plain";

/** Hosts that are one host under two names, or two commands would change the same files. */
export function duplicateProblems(hosts: Record<string, unknown>, perUser: boolean): Problem[] {
    const seen = new Map<string, string>();
    return Object.entries(hosts).flatMap(([name, host]) => {
        if (!isRecord(host) || host.host === undefined) return [];
        const proxy = isRecord(host.proxy) ? [sameHost(host.proxy.host), host.proxy.port ?? 22] : [];
        const user = perUser ? [host.user ?? "root", host.become ?? "none"] : [];
        const address = JSON.stringify([sameHost(host.host), host.port ?? 22, ...user, ...proxy]);
        const first = seen.get(address);
        if (first === undefined) {
            seen.set(address, name);
            return [];
        }
        const what = perUser ? "host and user are those of" : `${shown(host.host)} is the host`;
        const reason = `${what} "${first}" already; give each host one name`;
        return [{ propertyPath: `${hostPath(name)}.host`, reason }];
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
 * Judges addresses that other resources bring once all of them are known: each for itself, no host can be seen to be
 * another one as well. What is known from the start has been judged before.
 */
export function checkDuplicatesLater(component: string, hosts: object, judge: Judge, perUser = false): void {
    const addresses = Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, addressOf(host)]));
    if (plain(addresses).pending.length === 0) return;
    const judgeAll = (all: unknown, pending: readonly unknown[]): Judgement => ({
        problems: pending.length === 0 ? duplicateProblems(all as Record<string, unknown>, perUser) : [],
    });
    checkLater(addresses, { component, judge: judgeAll }, judge);
}

/** The fields that say which host it is; of one that comes as a whole, the whole. */
function addressOf(host: unknown): unknown {
    if (!isRecord(host) || comesLater(host)) return host;
    const { host: address, port, user, become, proxy } = host;
    return { host: address, port, user, become, proxy };
}
