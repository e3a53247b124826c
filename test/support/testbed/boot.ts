import { spawn } from "node:child_process";
import * as fs from "node:fs";
import type { Readable } from "node:stream";

/** What a boot program runs with: nothing of this process's environment reaches a host. */
const bareEnvironment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" };

/**
 * Starts a program that stays, apart from this process and its terminal, and waits for its first line on standard output.
 * Other output goes to `log`. Rejects with the log's end if the program ends first or takes longer than `timeout`
 * seconds.
 */
export async function boot(
    argv: readonly string[],
    log: string,
    timeout: number,
    environment: Readonly<Record<string, string>> = {},
): Promise<{ pid: number; line: string }> {
    const [program, ...rest] = argv as [string, ...string[]];
    const stderr = fs.openSync(log, "a");
    const child = spawn(program, rest, {
        detached: true,
        stdio: ["ignore", "pipe", stderr],
        env: { ...bareEnvironment, ...environment },
        cwd: "/",
    });
    const stdout = child.stdout as Readable; // A pipe, as asked for above.
    fs.closeSync(stderr);
    let timer: NodeJS.Timeout | undefined;
    try {
        const line = await new Promise<string>((resolve, reject) => {
            const fail = (reason: string) =>
                reject(
                    new Error(`${reason}; its last words, from ${log}: ${fs.readFileSync(log, "utf8").slice(-1500)}`),
                );
            timer = setTimeout(() => fail(`A host has not come up within ${timeout} s`), timeout * 1000);
            child.once("error", reject);
            child.once("close", (code, signal) => fail(`A host has ended at once (${code ?? signal})`));
            let bootLog = "";
            stdout.on("data", (chunk: Buffer) => {
                bootLog += chunk.toString("utf8");
                if (bootLog.includes("\n")) resolve(bootLog.slice(0, bootLog.indexOf("\n")));
            });
        });
        return { pid: child.pid as number, line };
    } finally {
        clearTimeout(timer);
        stdout.destroy();
        child.unref();
    }
}
