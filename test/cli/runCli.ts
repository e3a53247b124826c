import { run } from "../../cli/run";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Runs the command line in this process, and returns its exit code and its output. */
export function runCli(...args: string[]): Promise<Ended> {
    return runWatched(() => undefined, args);
}

/** Does the same, and sends this process a signal once standard error matches. */
export function interruptCli(signal: NodeJS.Signals, seen: RegExp, ...args: string[]): Promise<Ended> {
    let isSent = false;
    return runWatched((err) => {
        if (isSent || !seen.test(err)) return;
        isSent = true;
        setImmediate(() => process.emit(signal, signal));
    }, args);
}

async function runWatched(watch: (err: string) => void, args: readonly string[]): Promise<Ended> {
    const written = { out: "", err: "" };
    const code = await run([...args], {
        out: (text) => void (written.out += text),
        err: (text) => {
            written.err += text;
            watch(written.err);
        },
    });
    return { code, ...written };
}
