import { createHook } from "node:async_hooks";
import type * as pulumi from "@pulumi/pulumi";

/** Resolves when the resource and all its descendants have their URN, that is, when each of them has been requested. */
export async function allUrns(resource: pulumi.Resource): Promise<string[]> {
    const own = await promised(resource.urn);
    const children = (resource as unknown as { __childResources?: Set<pulumi.Resource> }).__childResources;
    const urns = await Promise.all([...(children ?? [])].map(allUrns));
    return [own, ...urns.flat()];
}

/** Resolves to the value of an output; undefined if it stays unknown. */
export function promised<T>(output: pulumi.Output<T>): Promise<T> {
    return (output as unknown as { promise: () => Promise<T> }).promise();
}

/** Resolves when the condition holds. The test's own timeout is the only limit. */
export async function eventually(holds: () => boolean): Promise<void> {
    while (!holds()) await turn();
}

/** Tracks the timers that were started since its creation, and have neither fired nor been cleared. */
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
 * Resolves when nothing is left to run: no timer, no callback, no promise that one of them settles. Then a Pulumi
 * program would exit. Timers of earlier tests do not count.
 */
async function settled(timers: NewTimers): Promise<void> {
    // Callbacks of one turn may start timers or further callbacks for the next one, hence several idle turns.
    for (let idle = 0; idle < 10; idle = timers.count === 0 ? idle + 1 : 0) await turn();
}

function turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Returns the unhandled rejections during a run: in a Pulumi program, these are the errors that end it. An error with
 * which several promises reject is returned once, as Pulumi prints it once.
 */
export async function unhandled(run: () => unknown): Promise<Error[]> {
    const errors = new Set<Error>();
    const collect = (error: unknown): void => void errors.add(error as Error);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", collect);
    // The runner starts the timer of the test's time limit when the test waits for the first time.
    await turn();
    const timers = new NewTimers();
    try {
        await run();
        await settled(timers);
    } finally {
        timers.stop();
        process.off("unhandledRejection", collect);
        others.forEach((listener) => process.on("unhandledRejection", listener));
    }
    return [...errors];
}
