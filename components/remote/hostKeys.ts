import * as pulumi from "@pulumi/pulumi";
import { isRsa, parseHostKey } from "../inputs/connection/hostKey";
import { comesLater } from "../inputs/plain";
import type { Host, Proxy } from "./args";
import { listed } from "./log";

/**
 * Warns of connections that trust any server, and of pins that current servers refuse, with one warning each per
 * component, once all keys are known. So a preview with an unknown key warns of nothing.
 */
export function warnOfHostKeys(component: pulumi.Resource, hosts: Readonly<Record<string, pulumi.Input<Host>>>): void {
    const pins = Object.entries(hosts).flatMap(([name, host]) => pinsOf(name, host));
    pulumi.all(pins.map(({ hostKey }) => hostKey)).apply((keys) => {
        const named = pins.map(({ name }, at) => ({ name, hostKey: keys[at] }));
        for (const text of hostKeyWarnings(named)) void pulumi.log.warn(text, component);
    });
}

/** A connection by its name, with its key where it has one. */
interface Pin {
    name: string;
    hostKey: string | undefined;
}

/** The warnings about the keys of all connections of a component. */
export function hostKeyWarnings(pins: readonly Pin[]): string[] {
    const unpinned = pins.filter(({ hostKey }) => hostKey === undefined).map(({ name }) => name);
    const rsa = pins.filter(({ hostKey }) => isRsaPin(hostKey)).map(({ name }) => name);
    return [
        ...(unpinned.length === 0
            ? []
            : [
                  `${unpinned.length} of ${pins.length} connections have no hostKey, so any server that answers ` +
                      `at the address is trusted: ${listed(unpinned)}. docs/host-keys.md says how to pin them.`,
              ]),
        ...(rsa.length === 0
            ? []
            : [
                  `${rsa.length} of ${pins.length} connections pin an RSA key: ${listed(rsa)}. The command plugin asks ` +
                      'for its SHA-1 form, which OpenSSH 8.8 and later do not offer ("no common algorithm for host ' +
                      "key\"); pin the host's Ed25519 or ECDSA key instead.",
              ]),
    ];
}

function isRsaPin(hostKey: string | undefined): boolean {
    const key = hostKey === undefined ? undefined : parseHostKey(hostKey);
    return typeof key === "object" && isRsa(key);
}

function pinsOf(name: string, host: pulumi.Input<Host>): { name: string; hostKey: pulumi.Input<string | undefined> }[] {
    const own = { name, hostKey: hostKeyOf(host) };
    // Of a host that comes later, it is not known yet whether it has a bastion.
    if (comesLater(host) || host.proxy === undefined) return [own];
    return [own, { name: `${name}'s proxy`, hostKey: hostKeyOf(host.proxy) }];
}

function hostKeyOf(connection: pulumi.Input<Proxy>): pulumi.Input<string | undefined> {
    if (!comesLater(connection)) return connection.hostKey;
    // What is not an object is an error of its check.
    return (pulumi.output(connection) as pulumi.Output<unknown>).apply(
        (fields) => (fields as { hostKey?: string } | undefined | null)?.hostKey,
    );
}
