/**
 * Makes a resource without the stack traces that Pulumi's SDK keeps of each promise behind a resource's properties: 44
 * for a Command, each looked up in source maps, which takes 5 ms of processor time per host. Only the SDK's search for
 * leaked promises reads them, so they are kept if that is enabled. The engine still knows where the resource was
 * created: for that, the SDK takes a separate trace.
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
