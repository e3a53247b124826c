/**
 * Makes a resource without the stack traces that Pulumi's SDK keeps of each promise behind a resource's properties: 44
 * for a Command, each looked up in source maps, which comes to 5 ms of processor time a host. Nothing but the SDK's
 * search for leaked promises reads them, so they are kept where that has been asked for. Where the resource was made is
 * known to the engine all the same: for that, the SDK takes a trace of its own.
 */
export function withoutStackTraces<Made>(make: () => Made): Made {
    const { stackTraceLimit } = Error;
    if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] === undefined) Error.stackTraceLimit = 0;
    try {
        return make();
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
