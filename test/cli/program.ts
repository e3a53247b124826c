import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** The program in a process of its own. */
export interface Program {
    readonly child: ChildProcess;
    /** Its exit code or the signal that ended it, and its output as far as it was not redirected or closed. */
    readonly ended: Promise<{ end: number | string; out: string; err: string }>;
}

/** Starts the program in a process group of its own, as a shell does; `stdout` redirects its standard output. */
export function startProgram(args: readonly string[], stdout: "pipe" | number = "pipe"): Program {
    const main = join(__dirname, "../../cli/main.ts");
    const child = spawn(process.execPath, ["--require", "tsx/cjs", main, ...args], {
        detached: true,
        stdio: ["ignore", stdout, "pipe"],
    });
    const read = async (stream: NodeJS.ReadableStream | null) => (stream === null ? "" : text(stream).catch(() => ""));
    const ended = Promise.all([once(child, "close"), read(child.stdout), read(child.stderr)]).then(
        ([[code, signal], out, err]) => ({ end: (code ?? signal) as number | string, out, err }),
    );
    return { child, ended };
}
