import * as pulumi from "@pulumi/pulumi";

/** An input as it looks before anything is known that another resource brings. */
export interface Plain {
    /** The input, without the leaves that are outputs or promises. */
    value: unknown;
    pending: Pending[];
}

/** A leaf that is an output or a promise, with the path of its property. */
export interface Pending {
    path: readonly string[];
    leaf: pulumi.Output<unknown>;
}

/** Parts an input into what is known now and what comes later. */
export function plain(input: unknown, path: readonly string[] = []): Plain {
    if (pulumi.Output.isInstance(input) || input instanceof Promise) {
        return { value: undefined, pending: [{ path, leaf: pulumi.output(input) }] };
    }
    if (Array.isArray(input)) {
        const items = input.map((item, index) => plain(item, [...path, String(index)]));
        return { value: items.map(({ value }) => value), pending: items.flatMap(({ pending }) => pending) };
    }
    if (typeof input === "object" && input !== null) {
        const members = Object.entries(input).map(([key, value]) => ({ key, ...plain(value, [...path, key]) }));
        return {
            value: Object.fromEntries(members.map(({ key, value }) => [key, value])),
            pending: members.flatMap(({ pending }) => pending),
        };
    }
    return { value: input, pending: [] };
}

/** The object that has nothing but this value at this path. */
export function at(path: readonly string[], value: unknown): unknown {
    return path.reduceRight((inner: unknown, key) => ({ [key]: inner }), value);
}

/** What stands at a path, or undefined. */
export function dig(value: unknown, path: readonly string[]): unknown {
    return path.reduce((inner: unknown, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
