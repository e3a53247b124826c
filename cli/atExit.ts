/** Ends what must not outlive the program, such as an ssh at its passphrase prompt. */
import { setTimeout as sleep } from "node:timers/promises";

/** The signals with which users, terminals and other programs end a program. */
export const endingSignals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
const pending = new Set<() => void>();
/** Aborted when a signal arrives. */
let arrival = new AbortController();

/** Calls `end` if the program exits, fails or is ended by a signal before the returned function is called. */
export function atExit(end: () => void): () => void {
    if (pending.size === 0) {
        process.on("exit", endAll);
        for (const signal of endingSignals) process.on(signal, onSignal);
    }
    pending.add(end);
    return () => {
        if (pending.delete(end) && pending.size === 0) stopListening();
    };
}

/**
 * Waits for the signal that has ended a child: Ctrl-C on a terminal reaches this process as well, but maybe later. Not
 * forever, because someone may have signalled the child alone. Call it before the function that `atExit` returned.
 */
export async function ownSignal(): Promise<void> {
    await sleep(5000, undefined, { signal: arrival.signal }).catch(() => undefined);
}

function endAll(): void {
    for (const end of pending) end();
}

// A signal still ends the program, unless another listener handles it.
function onSignal(signal: NodeJS.Signals): void {
    arrival.abort();
    arrival = new AbortController();
    if (process.listenerCount(signal) > 1) return;
    endAll();
    stopListening();
    process.kill(process.pid, signal);
}

function stopListening(): void {
    process.off("exit", endAll);
    for (const signal of endingSignals) process.off(signal, onSignal);
}
