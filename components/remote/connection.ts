import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../../core/records";
import { secretFields } from "../inputs/connection/fields";
import { parseHostKey } from "../inputs/connection/hostKey";
import { comesLater } from "../inputs/plain";
import { pick } from "../inputs/properties";
import type { Host, Proxy } from "./args";

/**
 * The component's own inputs: the arguments without the secrets of connections. The inputs that a component passes to
 * its base class are in the state, and policies see them in plain text; neither needs a key.
 */
export function withoutSecrets(args: { hosts?: Record<string, pulumi.Input<Host>> }): pulumi.Inputs {
    return args.hosts === undefined ? { ...args } : { ...args, hosts: applied(args.hosts, publicHosts) };
}

// A value that should be an object but is not is reported by the check; none of it is passed on.
function publicHosts(hosts: unknown): pulumi.Inputs {
    if (!isRecord(hosts)) return {};
    const named = Object.entries(hosts) as [string, pulumi.Input<Host>][];
    return Object.fromEntries(named.map(([name, host]) => [name, publicHost(host)]));
}

/**
 * A connection's fields as `remote.Command` takes them, with the secret ones marked as such and a host key in the form
 * that the plugin reads. A bastion uses the retries and timeouts of the host behind it, unless it has its own.
 */
export function connectionOf(host: pulumi.Output<pulumi.Unwrap<Host>>): pulumi.Output<Proxy> {
    return host.apply(({ become: _, ...fields }) => {
        const { proxy, ...connection } = fields as Proxy & { proxy?: Proxy };
        const dialled = { ...pick({ ...connection }, ["dialErrorLimit", "perDialTimeout"]), ...proxy } as Proxy;
        return { ...prepared(connection), ...(proxy === undefined ? {} : { proxy: prepared(dialled) }) };
    });
}

// Fields that become known later are filtered then; the others stay visible in a preview even if an address is not known.
function publicHost(host: pulumi.Input<Host>): pulumi.Inputs | pulumi.Output<pulumi.Inputs> {
    return applied(host, (fields) => ({
        ...publicFields(fields),
        ...(isRecord(fields) && fields.proxy !== undefined ? { proxy: applied(fields.proxy, publicFields) } : {}),
    }));
}

function applied<T extends object>(
    input: pulumi.Input<T>,
    transform: (fields: T) => pulumi.Inputs,
): pulumi.Inputs | pulumi.Output<pulumi.Inputs> {
    if (comesLater(input))
        return (pulumi.output(input) as pulumi.Output<unknown>).apply((fields) => transform(fields as T));

    return transform(input);
}

function publicFields(fields: unknown): pulumi.Inputs {
    if (!isRecord(fields)) return {};
    return Object.fromEntries(Object.entries(fields).filter(([field]) => !secretFields.includes(field)));
}

function prepared(fields: Proxy): Proxy {
    const entries = Object.entries(fields).map(([field, value]: [string, unknown]) => {
        if (value === undefined) return [field, value];
        if (secretFields.includes(field)) return [field, pulumi.secret(value)];
        const key = field === "hostKey" ? parseHostKey(value) : undefined;
        return [field, typeof key === "object" ? key.text : value];
    });
    return Object.fromEntries(entries) as Proxy;
}
