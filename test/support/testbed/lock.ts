import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { firstLine } from "./run";

/**
 * Runs `work` while holding an exclusive lock on `file`, waiting for the current holder. The lock belongs to a `flock`
 * process that ends with its standard input, so a killed owner never leaves it locked.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const holder = spawn("flock", ["--exclusive", file, "sh", "-c", "echo locked; exec cat >/dev/null"], {
        stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => holder.once("close", resolve));
    if ((await firstLine(holder.stdout)) !== "locked") throw new Error(`The lock ${file} cannot be taken.`);

    try {
        return await work();
    } finally {
        holder.stdin.end();
        await ended;
    }
}
