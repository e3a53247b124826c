import type * as pulumi from "@pulumi/pulumi";

/** Resolves when the resource, its children and theirs all have their URN: when each of them has been asked for. */
export async function allUrns(resource: pulumi.Resource): Promise<string[]> {
    const own = await promised(resource.urn);
    const children = (resource as unknown as { __childResources?: Set<pulumi.Resource> }).__childResources;
    const urns = await Promise.all([...(children ?? [])].map(allUrns));
    return [own, ...urns.flat()];
}

/** The value of an output, once it has one; undefined if it stays unknown. */
export function promised<T>(output: pulumi.Output<T>): Promise<T> {
    return (output as unknown as { promise: () => Promise<T> }).promise();
}

/** Resolves when the condition holds, which takes some turns of the event loop; rejects after a second. */
export async function eventually(holds: () => boolean): Promise<void> {
    for (let turn = 0; !holds(); turn += 1) {
        if (turn > 100) throw new Error(`still not after a second: ${holds.toString()}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

/**
 * What rejects while something runs, with no one to handle it: in a Pulumi program, what ends it with an error. An error
 * that several promises reject with is given once, as Pulumi prints it once.
 */
export async function unhandled(run: () => unknown, seconds = 0.15): Promise<Error[]> {
    const errors = new Set<Error>();
    const collect = (error: unknown): void => void errors.add(error as Error);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", collect);
    try {
        await run();
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    } finally {
        process.off("unhandledRejection", collect);
        others.forEach((listener) => process.on("unhandledRejection", listener));
    }
    return [...errors];
}
