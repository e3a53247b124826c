import * as pulumi from "@pulumi/pulumi";
import type { HostArgs, ProxyArgs } from "../server/args";
import { secretFields } from "../inputs/connection/fields";

/**
 * The component's own inputs: the arguments without the secrets of connections. What a component passes to its base
 * class stands in the state, and policies see it in plain text; nobody there needs a key.
 */
export function withoutSecrets(args: { hosts?: Record<string, pulumi.Input<HostArgs>> }): pulumi.Inputs {
    if (args.hosts === undefined) return { ...args };
    const hosts = Object.entries(args.hosts).map(([name, host]) => [name, publicHost(host)]);
    return { ...args, hosts: Object.fromEntries(hosts) as pulumi.Inputs };
}

/** A connection's fields as `remote.Command` takes them, with the secret ones marked as such. */
export function connectionOf(host: pulumi.Output<pulumi.Unwrap<HostArgs>>): pulumi.Output<ProxyArgs> {
    return host.apply(({ become: _, ...fields }) => {
        const { proxy, ...connection } = fields as ProxyArgs & { proxy?: ProxyArgs };
        return { ...marked(connection), ...(proxy === undefined ? {} : { proxy: marked(proxy) }) };
    });
}

// Whatever comes later is looked through later; the rest stays visible in a preview even if an address is not known.
function publicHost(host: pulumi.Input<HostArgs>): pulumi.Inputs | pulumi.Output<pulumi.Inputs> {
    return applied(host, (fields) => ({
        ...publicFields(fields),
        ...(fields.proxy === undefined ? {} : { proxy: applied(fields.proxy, publicFields) }),
    }));
}

function applied<T extends object>(
    input: pulumi.Input<T>,
    transform: (fields: T) => pulumi.Inputs,
): pulumi.Inputs | pulumi.Output<pulumi.Inputs> {
    if (pulumi.Output.isInstance(input) || input instanceof Promise) {
        return (pulumi.output(input) as pulumi.Output<unknown>).apply((fields) => transform(fields as T));
    }
    return transform(input);
}

function publicFields(fields: object): pulumi.Inputs {
    return Object.fromEntries(Object.entries(fields).filter(([field]) => !secretFields.includes(field)));
}

function marked(fields: ProxyArgs): ProxyArgs {
    const entries = Object.entries(fields).map(([field, value]) => [
        field,
        secretFields.includes(field) && value !== undefined ? pulumi.secret(value as unknown) : (value as unknown),
    ]);
    return Object.fromEntries(entries) as ProxyArgs;
}
