import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partText, programText } from "../../components/shell/programs";
import { rowOf, sshdDirectives } from "../../core/directives";
import { effectiveSettings, parseEffective, rekeyIntervalOf } from "../../core/parse/effective";
import { printable } from "../../core/printable";
import type { ClientSettings } from "../../core/settings";
import { noSsh, runSsh, type SshResult } from "../runSsh";
import { type HostReading, parseReading } from "./reading";

// Long enough to type a passphrase; short enough for a pipeline to detect a host that never answers.
const timeoutSeconds = 120;

/** The settings to check. The report contains the effective values in any case, so OpenSSH's defaults suffice. */
const checkedSettings = (["tcpKeepAlive", "clientAliveInterval", "clientAliveCountMax"] as const)
    .map((property) => rowOf(sshdDirectives, property))
    .map((row) => `${row.keyword} ${row.default}`);

/** The delimiter of the shell's here-document; no line of the host program equals it. */
const endOfProgram = "END OF THE HOST PROGRAM";

/**
 * Reads a host through the user's own `ssh`, with the user's configuration, keys and known hosts. No local shell is
 * involved; "--" ends ssh's options, and the remote shell sees only `sh -s`. A shared connection is used but not opened:
 * its master process would keep the pipes of this ssh open for as long as ControlPersist says.
 */
export async function readHostOverSsh(host: string): Promise<{ reading: HostReading } | { failure: string }> {
    const args = ["-v", "-T", "-o", "ControlMaster=no", "--", host, "sh", "-s"];
    const { error, stdout, stderr } = await runSsh(args, { timeoutSeconds, stdin: script() });
    const reading = parseReading(stdout);
    if (reading === undefined) return { failure: error === null ? "its answer was cut off." : reason(error, stderr) };
    // Any user may read the running daemon's version, even where only root may run sshd.
    const banner = /remote software version (OpenSSH_\S+)/.exec(stderr)?.[1];
    return { reading: { ...reading, openssh: reading.openssh ?? banner } };
}

/** The effective settings of this machine's client for a host. */
export interface ClientReading {
    openssh?: string | undefined;
    client: ClientSettings;
    rekeyInterval?: number | undefined;
}

/** Runs the user's own `ssh -G`; undefined if that fails. */
export async function readOwnClient(host: string): Promise<ClientReading | undefined> {
    const [effective, version] = await Promise.all([
        runSsh(["-G", "--", host], { timeoutSeconds }),
        runSsh(["-V"], { timeoutSeconds }),
    ]);
    if (effective.error !== null) return undefined;
    const values = parseEffective(effective.stdout);
    return {
        openssh: /OpenSSH_\S+/i.exec(version.stderr)?.[0].replace(/,$/, ""),
        client: effectiveSettings("client", values),
        rekeyInterval: rekeyIntervalOf(values),
    };
}

function script(): string {
    const settings = checkedSettings.map((setting) => `'${setting}'`).join(" ");
    const read = readFileSync(join(__dirname, "read.sh"), "utf8");
    return `${partText("server/keywords")}${read}host_check ${settings} <<'${endOfProgram}'\n${programText("server")}\n${endOfProgram}\n`;
}

function reason(error: NonNullable<SshResult["error"]>, stderr: string): string {
    if (error.code === "ENOENT") return noSsh;
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
