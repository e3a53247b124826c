import type * as pulumi from "@pulumi/pulumi";
import type { HostArgs } from "../components";
import { defined, isRecord } from "../core/records";

type Fields = Readonly<Record<string, unknown>>;
type Credentials = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * Each host with the shared fields that it does not set itself, and with the credentials, which apply to its bastion as
 * well. A value that is not an object is left for the component to reject.
 */
export function withShared(
    hosts: Record<string, HostArgs>,
    shared: Fields,
    credentials: Credentials,
): Record<string, HostArgs> {
    const entries = Object.entries(hosts).map(([name, host]): [string, HostArgs] => {
        if (!isRecord(host)) return [name, host];
        const fields = withCredentials({ ...defined(shared), ...host }, credentials);
        const proxy = isRecord(fields.proxy) ? { proxy: withCredentials(fields.proxy, credentials) } : {};
        return [name, { ...fields, ...proxy } as unknown as HostArgs];
    });
    return Object.fromEntries(entries);
}

/** A connection with its own key must not get the passphrase of the shared key. */
function withCredentials(connection: Fields, credentials: Credentials): Fields {
    const { privateKeyPassword, ...others } = credentials;
    const passphrase = "privateKey" in connection || privateKeyPassword === undefined ? {} : { privateKeyPassword };
    return { ...others, ...passphrase, ...connection };
}
