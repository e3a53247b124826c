import { execFile } from "node:child_process";
import { atExit, ownSignal } from "./atExit";

/** What the user's own `ssh` did. */
export interface SshResult {
    /** Why it failed; null if it ended with 0. */
    error: (Error & { code?: unknown; killed?: boolean }) | null;
    stdout: string;
    stderr: string;
}

export const noSsh = "there is no ssh on the PATH; install the OpenSSH client.";

/** How `ssh` is run. */
interface SshOptions {
    readonly timeoutSeconds: number;
    readonly stdin?: string;
    /** Ends ssh early. */
    readonly signal?: AbortSignal;
}

/** Runs the user's own `ssh`, without a shell in between, to its end. Never rejects. */
export function runSsh(
    args: readonly string[],
    { timeoutSeconds, stdin = "", signal }: SshOptions,
): Promise<SshResult> {
    return new Promise((resolve) => {
        const limits = { timeout: timeoutSeconds * 1000, maxBuffer: 4 * 1024 * 1024 };
        // Before ssh starts, so that there is no moment at which a signal leaves it behind.
        const done = atExit(() => kill());
        const child = execFile("ssh", args, limits, (error, stdout, stderr) => {
            const isSignalled = typeof error?.signal === "string" && !child.killed;
            void (isSignalled ? ownSignal() : Promise.resolve()).then(() => {
                done();
                resolve({ error, stdout, stderr });
            });
        });
        const closePipes = () => [child.stdout, child.stderr].forEach((stream) => stream?.destroy());
        const kill = () => {
            child.kill();
            closePipes();
        };
        // A program started by ssh may keep the pipes open: that of a `Match exec`, or a jump host's shared connection.
        child.once("exit", () => {
            const timer = setTimeout(closePipes, 500);
            child.once("close", () => clearTimeout(timer));
        });
        signal?.addEventListener("abort", kill);
        // If ssh exits early, it closes its input; the reason is on its standard error.
        child.stdin?.on("error", () => {});
        child.stdin?.end(stdin);
    });
}
