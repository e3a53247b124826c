/** The engine prints the stack, which is of no use to the author of a configuration. */
export function configurationError(message: string): Error {
    const error = new Error(message);
    error.stack = message;
    return error;
}
