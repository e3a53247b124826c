import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partText, programText } from "../../components/shell/programs";
import { rowOf, sshdDirectives } from "../../core/directives";
import { clientSettingsOf, parseEffective, rekeyIntervalOf } from "../../core/parse/effective";
import { printable } from "../../core/printable";
import type { ClientSettings } from "../../core/settings";
import { type HostReading, parseReading } from "./reading";

// Long enough to type a passphrase; short enough for a pipeline to notice a host that never answers.
const timeoutSeconds = 120;

/** What the check looks for. It reports what is effective whatever that is, so these are OpenSSH's defaults. */
const lookedFor = (["tcpKeepAlive", "clientAliveInterval", "clientAliveCountMax"] as const)
    .map((property) => rowOf(sshdDirectives, property))
    .map((row) => `${row.keyword} ${row.default}`);

/** What a shell's here-document ends with; no line of the host program. */
const endOfProgram = "END OF THE HOST PROGRAM";

/**
 * Reads a host with the user's own `ssh`, with the user's own configuration, keys and known hosts. No shell is involved
 * here; "--" ends ssh's options, and the remote shell sees only `sh -s`.
 */
export async function readHostOverSsh(host: string): Promise<{ reading: HostReading } | { failure: string }> {
    const { error, stdout, stderr } = await run(["-v", "-T", "--", host, "sh", "-s"], script());
    const reading = parseReading(stdout);
    if (reading === undefined) return { failure: error === null ? "its answer was cut off." : reason(error, stderr) };
    // Every user may know what the daemon says of itself, where none may ask sshd.
    const banner = /remote software version (OpenSSH_\S+)/.exec(stderr)?.[1];
    return { reading: { ...reading, openssh: reading.openssh ?? banner } };
}

/** What the client on this machine would do for a host. */
export interface ClientReading {
    openssh?: string | undefined;
    client: ClientSettings;
    rekeyInterval?: number | undefined;
}

/** Asks the user's own `ssh -G`; undefined where it does not answer. */
export async function readOwnClient(host: string): Promise<ClientReading | undefined> {
    const [answer, version] = await Promise.all([run(["-G", "--", host]), run(["-V"])]);
    if (answer.error !== null) return undefined;
    const values = parseEffective(answer.stdout);
    return {
        openssh: /OpenSSH_\S+/i.exec(version.stderr)?.[0].replace(/,$/, ""),
        client: clientSettingsOf(values),
        rekeyInterval: rekeyIntervalOf(values),
    };
}

function script(): string {
    const settings = lookedFor.map((setting) => `'${setting}'`).join(" ");
    const read = readFileSync(join(__dirname, "read.sh"), "utf8");
    return `${partText("server/keywords")}${read}host_check ${settings} <<'${endOfProgram}'\n${programText("server")}\n${endOfProgram}\n`;
}

interface Answer {
    error: (Error & { code?: unknown; killed?: boolean }) | null;
    stdout: string;
    stderr: string;
}

function run(args: readonly string[], stdin = ""): Promise<Answer> {
    return new Promise((resolve) => {
        const limits = { timeout: timeoutSeconds * 1000, maxBuffer: 4 * 1024 * 1024 };
        const child = execFile("ssh", args, limits, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
        // ssh that ends early closes its input; the reason is in its error output.
        child.stdin?.on("error", () => {});
        child.stdin?.end(stdin);
    });
}

function reason(error: Error & { code?: unknown; killed?: boolean }, stderr: string): string {
    if (error.code === "ENOENT") return "there is no ssh on the PATH; install the OpenSSH client.";
    if (error.killed) return `no answer within ${timeoutSeconds} s.`;
    const lines = stderr
        .trim()
        .split(/\r?\n/)
        .filter(
            (line) =>
                line !== "" && !/^(debug\d: |OpenSSH_|Authenticated to |Transferred: |Bytes per second: )/.test(line),
        );
    return lines.slice(-3).map(printable).join("; ") || `ssh ended with ${String(error.code)}.`;
}
