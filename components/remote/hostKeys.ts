import * as pulumi from "@pulumi/pulumi";
import { isRsa, parseHostKey } from "../inputs/connection/hostKey";
import { comesLater } from "../inputs/plain";
import type { Host } from "./args";
import { listed } from "./tell";

/** The fields that are read of a connection that comes from an output. */
interface Connection {
    hostKey?: string;
}

type Hosts = Readonly<Record<string, pulumi.Input<Host>>>;

/**
 * Warns of connections that trust any server, and of pins that current servers refuse, with one warning each per
 * component. A key that becomes known later counts as pinned.
 */
export function warnOfHostKeys(component: pulumi.Resource, hosts: Hosts): void {
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
    if (comesLater(host)) {
        const fields = pulumi.output(host) as unknown as pulumi.Output<Connection>;
        // Whether such a host has a bastion at all is not known yet.
        return [{ name, hostKey: fields.apply(hostKeyOf) }];
    }
    const { hostKey, proxy } = host;
    if (proxy === undefined) return [{ name, hostKey }];
    const later = comesLater(proxy);
    const bastion = later
        ? (pulumi.output(proxy) as unknown as pulumi.Output<Connection>).apply(hostKeyOf)
        : proxy.hostKey;
    return [
        { name, hostKey },
        { name: `${name}'s proxy`, hostKey: bastion },
    ];
}

/** What is no object is an error of its check. */
function hostKeyOf(connection: Connection | undefined | null): string | undefined {
    return connection?.hostKey;
}
