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

/** Resolves when the condition holds; a test's own timeout is the only limit. */
export async function eventually(holds: () => boolean): Promise<void> {
    while (!holds()) await turn();
}

/**
 * Resolves when nothing is left to run but what ran before: no timer, no callback, no promise that one of them settles.
 * That is when a Pulumi program ends, however long it took.
 */
async function quiet(before: number): Promise<void> {
    // Callbacks of a turn may start timers or further callbacks in the next, so that several idle turns are the proof.
    for (let idle = 0; idle < 10; idle = activeTimers() <= before ? idle + 1 : 0) await turn();
}

function activeTimers(): number {
    return process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
}

function turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}

/**
 * What rejects while something runs, with no one to handle it: in a Pulumi program, what ends it with an error. An error
 * that several promises reject with is given once, as Pulumi prints it once.
 */
export async function unhandled(run: () => unknown): Promise<Error[]> {
    const errors = new Set<Error>();
    const collect = (error: unknown): void => void errors.add(error as Error);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", collect);
    // The runner starts its own timer, the test's time limit, once the test waits for the first time. Any other is an
    // earlier test's, and ends.
    await turn();
    const timers = Math.min(activeTimers(), 1);
    try {
        await run();
        await quiet(timers);
    } finally {
        process.off("unhandledRejection", collect);
        others.forEach((listener) => process.on("unhandledRejection", listener));
    }
    return [...errors];
}
