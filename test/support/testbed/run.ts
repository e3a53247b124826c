import { spawn } from "node:child_process";
import * as os from "node:os";
import type { Readable } from "node:stream";

/** What a finished program left behind. */
export interface Result {
    readonly stdout: string;
    readonly stderr: string;
    /** The exit code, or 128 plus the signal's number, as a shell has it. */
    readonly exitCode: number;
}

/** How to run a program. */
export interface RunOptions {
    /** What the program reads on its standard input; nothing by default. */
    readonly stdin?: string | Buffer;
    readonly env?: NodeJS.ProcessEnv;
    readonly cwd?: string;
    /** Seconds after which the program is killed; never by default. */
    readonly timeout?: number;
}

/** Runs a program to its end and returns its output and exit code. Rejects if it cannot be started. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
    const [program = "", ...rest] = argv;
    const { env = process.env, cwd, timeout = 0, stdin = "" } = options;
    const PATH = `${env["PATH"] ?? ""}:/usr/sbin:/sbin`; // Not every root shell has them.
    return new Promise((resolve, reject) => {
        const child = spawn(program, rest, {
            env: { ...env, PATH },
            cwd,
            timeout: timeout * 1000,
            killSignal: "SIGKILL",
            stdio: "pipe",
        });
        const stdout: Buffer[] = [];
        const stderr: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
        child.stdin.on("error", () => undefined); // A program may end without reading its input.
        child.on("error", reject);
        child.on("close", (code, signal) => {
            const exitCode = code ?? 128 + os.constants.signals[signal as NodeJS.Signals];
            resolve({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), exitCode });
        });
        child.stdin.end(stdin);
    });
}

/** Runs a program that must succeed, and returns its standard output. Otherwise rejects with the end of its output. */
export async function mustRun(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    const { stdout, stderr, exitCode } = await run(argv, options);
    if (exitCode === 0) return stdout;

    const output = (stderr.trim() || stdout.trim()).slice(-2000);
    throw new Error(`"${argv.join(" ").slice(0, 300)}" ended with exit code ${exitCode}: ${output}`);
}

/** The first line that a program prints, or what it has printed without an end of line when it ends. */
export async function firstLine(stream: Readable): Promise<string> {
    let text = "";
    for await (const chunk of stream) {
        text += String(chunk);
        if (text.includes("\n")) break; // This also closes the stream.
    }
    return text.split("\n", 1)[0] as string;
}
