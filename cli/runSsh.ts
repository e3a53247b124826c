import { execFile } from "node:child_process";

/** What the user's own `ssh` did. */
export interface SshResult {
    /** Why it failed; null if it ended with 0. */
    error: (Error & { code?: unknown; killed?: boolean }) | null;
    stdout: string;
    stderr: string;
}

export const noSsh = "there is no ssh on the PATH; install the OpenSSH client.";

/** Runs the user's own `ssh`, without a shell in between. Never rejects. */
export function runSsh(args: readonly string[], timeoutSeconds: number, stdin = ""): Promise<SshResult> {
    return new Promise((resolve) => {
        const limits = { timeout: timeoutSeconds * 1000, maxBuffer: 4 * 1024 * 1024 };
        const child = execFile("ssh", args, limits, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
        // If ssh exits early, it closes its input; the reason is on its standard error.
        child.stdin?.on("error", () => {});
        child.stdin?.end(stdin);
    });
}
