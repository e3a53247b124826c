import { spawn } from "node:child_process";

/** What a finished program left behind. */
export interface Result {
    readonly stdout: string;
    readonly stderr: string;
    /** The exit code, or 128 plus the signal's number, as a shell would say it. */
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
    /** Called with each line that the program writes to standard output. */
    readonly onLine?: (line: string) => void;
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };

/** Runs a program to its end and returns its output and exit code. Rejects if it cannot be started. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
    const [program, ...rest] = argv;
    const { env = process.env } = options;
    if (program === undefined)
        return Promise.reject(new Error("There is no program to run: the list of arguments is empty."));

    return new Promise((resolve, reject) => {
        const child = spawn(program, rest, {
            env: { ...env, PATH: `${env["PATH"] ?? ""}:/usr/sbin:/sbin` }, // Not every root shell has them.
            stdio: "pipe",
            ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
            ...(options.timeout === undefined ? {} : { timeout: options.timeout * 1000, killSignal: "SIGKILL" }),
        });
        const stdout: Buffer[] = [];
        const stderr: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
        if (options.onLine !== undefined) forEachLine(child.stdout, options.onLine);

        child.stdin.on("error", () => undefined); // A program may end without reading its input.
        child.on("error", reject);
        child.on("close", (code, signal) =>
            resolve({
                stdout: Buffer.concat(stdout).toString("utf8"),
                stderr: Buffer.concat(stderr).toString("utf8"),
                exitCode: code ?? 128 + (signalNumbers[signal ?? ""] ?? 0),
            }),
        );
        child.stdin.end(options.stdin ?? "");
    });
}

/** Runs a program that must succeed, and returns its standard output. Otherwise rejects with the end of its output. */
export async function mustRun(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    const result = await run(argv, options);
    if (result.exitCode !== 0) {
        const words = (result.stderr.trim() || result.stdout.trim()).slice(-2000);
        throw new Error(`"${argv.join(" ").slice(0, 300)}" ended with exit code ${result.exitCode}: ${words}`);
    }
    return result.stdout;
}

function forEachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
    let rest = "";
    stream.on("data", (chunk: Buffer) => {
        const lines = (rest + chunk.toString("utf8")).split("\n");
        rest = lines.pop() ?? "";
        lines.forEach(onLine);
    });
}
