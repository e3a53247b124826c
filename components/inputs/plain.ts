import * as pulumi from "@pulumi/pulumi";

/** The part of an input that is known before any output is. */
export interface SplitInput {
    /** The input, without the leaves that are outputs or promises. */
    value: unknown;
    pending: PendingLeaf[];
}

/** A leaf that is an output or a promise, with the path of its property. */
export interface PendingLeaf {
    path: readonly string[];
    leaf: pulumi.Output<unknown>;
}

/** Splits an input into the values known now and the leaves that become known later. */
export function plain(input: unknown, path: readonly string[] = []): SplitInput {
    if (comesLater(input)) return { value: undefined, pending: [{ path, leaf: pulumi.output(input) }] };

    if (Array.isArray(input)) {
        const items = input.map((item, index) => plain(item, [...path, String(index)]));
        return { value: items.map(({ value }) => value), pending: items.flatMap(({ pending }) => pending) };
    }
    if (isContainer(input)) {
        const members = Object.entries(input).map(([key, value]) => ({ key, ...plain(value, [...path, key]) }));
        return {
            value: Object.fromEntries(members.map(({ key, value }) => [key, value])),
            pending: members.flatMap(({ pending }) => pending),
        };
    }
    return { value: input, pending: [] };
}

/**
 * Whether a value is an object whose members are inputs of their own. Bytes are one value: a key's file that was read
 * without an encoding. So is a resource in place of one of its outputs: its members lead to all others, and back to it.
 */
function isContainer(input: unknown): input is object {
    if (typeof input !== "object" || input === null) return false;
    return !(input instanceof Uint8Array) && !pulumi.Resource.isInstance(input);
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
    return path.reduce((inner: unknown, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

/** Whether the value at a path, or an object that contains it, becomes known later. */
export function isPending(pending: readonly PendingLeaf[], path: readonly string[]): boolean {
    return pending.some((leaf) => leaf.path.length <= path.length && leaf.path.every((key, at) => key === path[at]));
}

/** The leaves inside one property, with their paths from there; of a leaf that is the property itself, the empty path. */
export function pendingIn(pending: readonly PendingLeaf[], property: string): PendingLeaf[] {
    return pending.flatMap(({ path: [first, ...rest], leaf }) => (first === property ? [{ path: rest, leaf }] : []));
}

/** The same leaves, seen from a property that is given a name. */
export function pendingAs(pending: readonly PendingLeaf[], name: string): PendingLeaf[] {
    return pending.map(({ path, leaf }) => ({ path: [name, ...path], leaf }));
}

/** A copy of a value with a different value at a path. */
export function withValueAt(value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
    if (key === undefined) return leaf;
    const inner = (value as Record<string, unknown> | undefined)?.[key];
    if (Array.isArray(value))
        return value.map((item: unknown, at) => (String(at) === key ? withValueAt(inner, rest, leaf) : item));
    return { ...(value as object | undefined), [key]: withValueAt(inner, rest, leaf) };
}

/** Whether a value is an output or a promise. */
export function comesLater<Value>(
    value: pulumi.Input<Value> | undefined,
): value is pulumi.OutputInstance<Value> | Promise<Value> {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}
