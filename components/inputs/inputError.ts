import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../core/settings";

/**
 * All problems of a component's inputs as one error, whose message lists them.
 *
 * @param later whether they were found while an update was already running, which may have reached other hosts
 */
export function inputError(component: string, problems: readonly Problem[], later = false): Error {
    const lines = problems.map(({ propertyPath, reason }) => `\n  - ${propertyPath}: ${reason}`);
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    const untouched = later ? "nothing that depends on them was touched" : "nothing was touched";
    const message = `${component}: the inputs have ${count}; ${untouched}.${lines.join("")}`;
    return withoutStack(
        plugin ? new Error(message) : new pulumi.InputPropertiesError({ message, errors: [...problems] }),
    );
}

let plugin = false;

/**
 * Reports errors as a component plugin must. Input errors are plain ones: to what a plugin throws as an
 * InputPropertiesError, the engine appends each problem once more, together with the property's value, which may be a
 * secret. And what fails must reject, since the engine does not read a plugin's exit code.
 */
export function reportAsPlugin(): void {
    plugin = true;
}

/** Whether this process is a component plugin. */
export function isPlugin(): boolean {
    return plugin;
}

/**
 * The same error, printed as its message alone: its stack in this package does not help the user. Node.js 20 would
 * also loop forever over the stack of an error from one of Pulumi's own callbacks, whose source map names
 * "node_modules/@pulumi/output.ts", a path without the package's folder (nodejs/node: markNodeModules).
 */
export function withoutStack<Err extends Error>(error: Err): Err {
    const { message } = error;
    Object.defineProperty(error, inspect.custom, { value: () => message, enumerable: false });
    error.stack = message;
    return error;
}
