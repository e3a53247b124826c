import { execFile } from "node:child_process";
import { printable } from "../../core/printable";
import { parseReading, type HostReading } from "./reading";
import { readingScript } from "./script";

// Long enough to type a passphrase; short enough for a pipeline to notice a host that never answers.
const timeoutSeconds = 120;

/**
 * Reads a host with the user's own `ssh`, with the user's own configuration, keys and known hosts. No shell is involved
 * here; "--" ends ssh's options, and the remote shell sees only `sh -s`.
 */
export async function readHostOverSsh(host: string): Promise<{ reading: HostReading } | { failure: string }> {
    return new Promise((resolve) => {
        const child = execFile(
            "ssh",
            ["-T", "--", host, "sh", "-s"],
            { timeout: timeoutSeconds * 1000, maxBuffer: 4 * 1024 * 1024 },
            (error, stdout, stderr) => {
                const reading = parseReading(stdout);
                if (reading !== undefined) resolve({ reading });
                else resolve({ failure: error === null ? "its answer was cut off." : reason(error, stderr) });
            },
        );
        // ssh that ends early closes its input; the reason is in its error output.
        child.stdin?.on("error", () => {});
        child.stdin?.end(readingScript);
    });
}

function reason(error: Error & { code?: unknown; killed?: boolean }, stderr: string): string {
    if (error.code === "ENOENT") return "there is no ssh on the PATH; install the OpenSSH client.";
    if (error.killed) return `no answer within ${timeoutSeconds} s.`;
    const lines = stderr.trim().split(/\r?\n/).filter(Boolean);
    return lines.slice(-3).map(printable).join("; ") || `ssh ended with ${String(error.code)}.`;
}
