import { type ChildProcess, spawn } from "node:child_process";
import { atExit, ownSignal } from "../../atExit";

/** Milliseconds of a monotonic clock. */
export const now = (): number => performance.now();

/** The timeout for an answer, in seconds. By then the kernel has retransmitted a lost packet at least five times. */
export const answerTimeout = 12;

/**
 * What `ssh -v` prints when a message from the host arrives: a request such as sshd's probe, or a rekeying. Messages
 * that belong to the end of a session do not count.
 */
const received =
    /^debug1: (?:client_input_(?:global_request|channel_req): .*rtype (?!exit-|eow@)|SSH2_MSG_KEXINIT received)/;

/** How an ssh ended. */
export interface Ending {
    /** When, by `now()`. */
    readonly at: number;
    /** Its last output, without debugging messages. */
    readonly errorOutput: string;
    /** The connection broke or was closed under ssh; otherwise the host ended the session. */
    readonly broken: boolean;
    readonly code: number | null;
    /** ssh could not be started. */
    readonly error?: Error;
}

/** A line of output from the host. */
export interface Reply {
    /** When it arrived, by `now()`. */
    readonly at: number;
    readonly line: string;
}

/** A POSIX shell at the other end of one ssh connection, line by line. */
export class Shell {
    readonly ended: Promise<Ending>;
    /** Called for each message that ssh receives from the host besides a line. */
    onTraffic: (at: number) => void = () => undefined;
    /** The first unexpected lines of output: what answers if no shell does. */
    readonly unexpected: string[] = [];
    /** When each login succeeded, by `now()`: at each jump host, and at the host itself. */
    readonly authenticated: number[] = [];
    private readonly child: ChildProcess;
    private readonly waiting = new Map<string, (reply: Reply) => void>();
    private errorLines: string[] = [];
    private over: Ending | undefined;
    private kill: NodeJS.Timeout | undefined;

    constructor(
        args: readonly string[],
        private readonly ownGroup: boolean,
    ) {
        // A first SIGTERM lets ssh turn the terminal's echo on again after a prompt.
        const done = atExit(() => this.signal(this.kill === undefined ? "SIGTERM" : "SIGKILL"));
        // Ctrl-C on the terminal reaches the whole process group; an ssh that may prompt needs the terminal.
        this.child = spawn("ssh", [...args], { stdio: "pipe", detached: ownGroup, windowsHide: true });
        this.child.stdin?.on("error", () => undefined); // The session may have ended.
        byLine(this.child.stdout, (line) => this.readOutput(line));
        byLine(this.child.stderr, (line) => this.readErrorOutput(line));
        this.ended = new Promise((resolve) => {
            const end = (code: number | null, signal: NodeJS.Signals | null, error?: Error) => {
                const output = this.errorLines.slice(-6).join("\n");
                this.over ??= {
                    at: now(),
                    errorOutput: output,
                    broken: isBroken(output),
                    code,
                    ...(error ? { error } : {}),
                };
                const over = this.over;
                const isSignalled = signal !== null && !this.child.killed && !ownGroup;
                void (isSignalled ? ownSignal() : Promise.resolve()).then(() => {
                    done();
                    resolve(over);
                });
            };
            this.child.once("error", (error) => end(null, null, error));
            this.child.once("close", end);
            // A program started by ssh, such as a ProxyCommand, may keep the pipes open.
            this.child.once("exit", (code, signal) => {
                const timer = setTimeout(() => end(code, signal), 500);
                void this.ended.then(() => clearTimeout(timer));
            });
        });
    }

    get isOver(): boolean {
        return this.over !== undefined;
    }

    /** Runs a line in the shell, and waits for the word; null at the deadline or if the session ends. */
    async run(line: string, word: string, seconds: number): Promise<Reply | null> {
        const answer = this.answer(word, seconds);
        this.child.stdin?.write(`${line}\n`);
        return answer;
    }

    /** Waits for a line that ends with the word; null at the deadline or if the session ends. */
    async answer(word: string, seconds: number): Promise<Reply | null> {
        let timer: NodeJS.Timeout | undefined;
        const reply = new Promise<Reply>((resolve) => this.waiting.set(word, resolve));
        const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), seconds * 1000)));
        try {
            return await Promise.race([reply, late, this.ended.then(() => null)]);
        } finally {
            clearTimeout(timer);
            this.waiting.delete(word);
        }
    }

    /** Ends the session now, and waits until ssh has ended. What runs on the host ends with the session. */
    async close(): Promise<void> {
        this.onTraffic = () => undefined;
        if (!this.isOver) {
            this.child.stdin?.end();
            this.signal("SIGTERM");
            // The rest of its output is not needed, and its end must not be waited for.
            for (const stream of this.child.stdio) stream?.destroy();
            this.kill ??= setTimeout(() => this.signal("SIGKILL"), 2000);
        }
        await this.ended;
        clearTimeout(this.kill);
    }

    /** Signals ssh and what it has started, if they have their own process group. */
    private signal(signal: NodeJS.Signals): void {
        const { pid } = this.child;
        try {
            if (this.ownGroup && pid !== undefined && process.platform !== "win32") process.kill(-pid, signal);
            else this.child.kill(signal);
        } catch {
            // It has already ended.
        }
    }

    /** The output of ssh so far, without debugging messages. */
    errorOutput(): string {
        return this.errorLines.join("\n");
    }

    private readOutput(line: string): void {
        const word = [...this.waiting.keys()].find((each) => line.endsWith(each));
        if (word !== undefined) this.waiting.get(word)?.({ at: now(), line });
        else if (this.unexpected.length < 3) this.unexpected.push(line);
    }

    private readErrorOutput(line: string): void {
        if (/^Authenticated to /.test(line)) this.authenticated.push(now());
        if (received.test(line)) this.onTraffic(now());
        else if (/^debug\d: /.test(line)) return;
        else if (!/^(OpenSSH_|Authenticated to |Transferred: |Bytes per second: |\s*$)/.test(line))
            this.errorLines.push(line);
    }
}

// Otherwise the host closed the channel: ssh then prints nothing about the connection.
function isBroken(output: string): boolean {
    return /closed by remote host|connection (?:reset|aborted|timed out)|reset by peer|broken pipe|timeout, server|no route|unreachable/i.test(
        output,
    );
}

function byLine(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
        const lines = (rest + chunk).split(/\r?\n/);
        rest = (lines.pop() ?? "").slice(-10_000);
        lines.forEach(take);
    });
    stream?.on("end", () => {
        if (rest !== "") take(rest);
    });
}
