import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { type Host, type ProcessIdentity, execArgv } from "../support/testbed";
import { identify, isAlive, kill } from "../support/testbed/processes";

/**
 * A real `ssh` on one host that is logged in to another and echoes what is typed. Times are `performance.now()`, in ms.
 */
export interface Session {
    /** The `ssh` process. */
    readonly client: ProcessIdentity;
    /** The sshd process of this session alone. */
    readonly server: ProcessIdentity;
    /** Types a line, and returns the time of its echo. Rejects if the echo does not arrive within `timeout` seconds. */
    readonly type: (timeout?: number) => Promise<number>;
    /** Types a line that is not echoed, and returns the time. */
    readonly typeUnechoed: () => number;
    /** The client's output on standard error. */
    readonly stderr: () => string;
    readonly close: () => void;
}

/** The address to dial, if it is not the server's. */
export interface Route {
    readonly address: string;
    readonly port: number;
}

/** The line that the other end does not echo. */
const unechoed = "no need to answer";

/** Logs in from one host to another as root with the client's own configuration, and waits until typing is echoed. */
export async function openSession(
    client: Host,
    server: Host,
    { route = server, prints = false }: { route?: Route | undefined; prints?: boolean } = {},
): Promise<Session> {
    // On standard error, which is output like any other, but not searched for echoes.
    const printing = prints ? "while sleep 1; do echo output; done >&2 & " : "";
    // The shell's parent is the sshd that holds the connection: root's session is not split over two processes.
    const command = `echo $PPID; ${printing}exec sed -u '/${unechoed}/d'`;
    const options = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "ConnectTimeout=20"];
    const [program, ...rest] = execArgv(client, [
        "ssh",
        "-T",
        ...options.flatMap((option) => ["-o", option]),
        "-p",
        `${route.port}`,
        `root@${route.address}`,
        command,
    ]) as [string, ...string[]];
    const child = spawn(program, rest, { stdio: "pipe" });
    const lines = new Lines(child);
    try {
        const sshd = identified(await lines.next(25), server);
        // nsenter remains as the parent of a process in another PID namespace.
        const ssh = identify(Number(fs.readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8")));
        if (ssh === undefined) throw new Error(`The ssh on ${client.name} has ended: ${lines.stderr}`);

        const session = {
            client: ssh,
            server: sshd,
            type: (timeout = 20) => {
                child.stdin.write("are you there\n");
                return lines.next(timeout).then(() => performance.now());
            },
            typeUnechoed: () => {
                child.stdin.write(`${unechoed}\n`);
                return performance.now();
            },
            stderr: () => lines.stderr,
            close: () => {
                kill(ssh);
                child.kill("SIGKILL");
            },
        };
        // Delays of a process by the machine would be measured as the process's own.
        [ssh, sshd].forEach(({ pid }) => os.setPriority(pid, -20));
        await session.type();
        return session;
    } catch (error) {
        child.kill("SIGKILL");
        throw error;
    }
}

/** Waits for a process to end and returns the time; null if it still runs at `until`. */
export async function endOf(process: ProcessIdentity, until: number): Promise<number | null> {
    while (isAlive(process)) {
        if (performance.now() > until) return null;

        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return performance.now();
}

/** Returns this machine's PID of the process that has this PID on the host. */
function identified(pid: string, host: Host): ProcessIdentity {
    const namespace = fs.readlinkSync(`/proc/${host.init.pid}/ns/pid`);
    for (const candidate of fs.readdirSync("/proc").filter((name) => /^\d+$/u.test(name))) {
        try {
            const status = fs.readFileSync(`/proc/${candidate}/status`, "utf8");
            const numbers = /^NSpid:\s+(.*)$/mu.exec(status)?.[1]?.split(/\s+/u) ?? [];
            if (numbers.at(-1) === pid && fs.readlinkSync(`/proc/${candidate}/ns/pid`) === namespace)
                return identify(Number(candidate)) as ProcessIdentity;
        } catch {
            continue; // It has ended in the meantime.
        }
    }
    throw new Error(`The host ${host.name} has no process ${pid}.`);
}

/** The lines that a program prints, one after the other. */
class Lines {
    stderr = "";
    private readonly unread: string[] = [];
    private wake: () => void = () => undefined;
    private rest = "";

    constructor(child: ChildProcess) {
        child.stdin?.on("error", () => undefined); // The session may have ended.
        child.stderr?.on("data", (chunk: Buffer) => (this.stderr += chunk.toString("utf8")));
        child.stdout?.on("data", (chunk: Buffer) => {
            const lines = (this.rest + chunk.toString("utf8")).split("\n");
            this.rest = lines.pop() ?? "";
            this.unread.push(...lines);
            this.wake();
        });
    }

    /** Returns the next line. Rejects after this many seconds without one. */
    async next(timeout: number): Promise<string> {
        if (this.unread.length === 0) {
            await new Promise<void>((resolve, reject) => {
                const timer = setTimeout(
                    () => reject(new Error(`Nothing arrived within ${timeout} s. ${this.stderr}`)),
                    timeout * 1000,
                );
                this.wake = () => {
                    clearTimeout(timer);
                    resolve();
                };
            });
        }
        return this.unread.shift() as string;
    }
}
