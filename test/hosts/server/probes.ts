import { spawn } from "node:child_process";
import { type Host, type HostUser, sshArgv } from "../../support/testbed";

/** Options of `ssh` for another port of a host. ssh uses the first `-p` and the first of each `-o`. */
export function toPort(port: number): string[] {
    return ["-p", `${port}`, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
}

/**
 * Opens a new, idle connection to a port of a host and waits for a number of client alive messages. Returns the seconds
 * between them. Rejects if they do not arrive within the time limit.
 */
export function probeGaps(host: Host, port: number, count = 3, user: HostUser = "root"): Promise<number[]> {
    const limit = 30;
    const options = ["-v", "-o", "LogLevel=DEBUG", ...toPort(port)];
    const [command = "", ...words] = sshArgv(host, `sleep ${limit}`, { options, user });
    const client = spawn(command, words, { stdio: ["ignore", "ignore", "pipe"] });
    const times: number[] = [];
    let output = "";
    return new Promise<number[]>((resolve, reject) => {
        const timer = setTimeout(() => client.kill(), limit * 1000);
        client.stderr.on("data", (chunk: Buffer) => {
            const before = messagesIn(output);
            output += chunk.toString();
            for (let seen = before; seen < messagesIn(output); seen += 1) times.push(Date.now() / 1000);
            if (times.length >= count) client.kill();
        });
        client.on("close", () => {
            clearTimeout(timer);
            const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
            if (times.length >= count) resolve(gaps);
            else reject(new Error(`${times.length} client alive messages arrived within ${limit} s: ${output}`));
        });
    });
}

function messagesIn(text: string): number {
    return text.match(/rtype keepalive@openssh\.com/gu)?.length ?? 0;
}
