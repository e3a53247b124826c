import { createHook } from "node:async_hooks";
import type * as pulumi from "@pulumi/pulumi";

/** Resolves when the resource, its children and theirs all have their URN: when each of them has been requested. */
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

/** The timers that were started since it was made, and have neither run nor been cleared. */
class NewTimers {
    private readonly running = new Set<number>();
    private readonly hook = createHook({
        init: (id, type) => {
            if (type === "Timeout") this.running.add(id);
        },
        destroy: (id) => void this.running.delete(id),
    }).enable();

    public get count(): number {
        return this.running.size;
    }

    public stop(): void {
        this.hook.disable();
    }
}

/**
 * Resolves when nothing is left to run: no timer, no callback, no promise that one of them settles. That is when a
 * Pulumi program ends, however long it took. A timer that an earlier test has left does not count.
 */
async function quiet(timers: NewTimers): Promise<void> {
    // Callbacks of a turn may start timers or further callbacks in the next, so that several idle turns are the proof.
    for (let idle = 0; idle < 10; idle = timers.count === 0 ? idle + 1 : 0) await turn();
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
    // The runner starts its own timer, the test's time limit, once the test waits for the first time.
    await turn();
    const timers = new NewTimers();
    try {
        await run();
        await quiet(timers);
    } finally {
        timers.stop();
        process.off("unhandledRejection", collect);
        others.forEach((listener) => process.on("unhandledRejection", listener));
    }
    return [...errors];
}
