import { launcher, packedProgram } from "../../../components/remote/packing";
import { type ExecOptions, type Host, type HostUser, type Result, exec, ssh } from "../../support/testbed";

/** The program under test, packed as for a host. */
export const program = packedProgram("server");

/** The default owner. */
export const owner = "website/production/keepalive";

/** The default settings. */
export const settings = ["TCPKeepAlive yes", "ClientAliveInterval 120", "ClientAliveCountMax 4"] as const;
export const kernelSettings = ["net.ipv4.tcp_keepalive_time = 300", "net.ipv4.tcp_keepalive_probes = 5"] as const;
/** Settings for both sshd and the kernel, for tests that need every kind of change. */
export const allSettings = [...settings, ...kernelSettings];

export type Verb = "apply" | "restore" | "check";

/** A value that differs from the desired one. */
interface Drift {
    readonly key: string;
    readonly wanted: string;
    readonly found: string;
    readonly by: string;
}

/** The report on standard output. */
export interface Report {
    readonly verb: Verb;
    readonly changed: boolean;
    readonly reloaded: boolean;
    readonly unit: string;
    readonly openssh: string;
    readonly placement: "drop-in" | "main-file" | "none";
    readonly effective: Readonly<Record<string, string>>;
    readonly previous: Readonly<Record<string, string>>;
    readonly tcpRetries2: number | null;
    readonly drift: readonly Drift[];
    readonly warnings: readonly string[];
}

/** How to run the program. */
export interface ProgramOptions extends Pick<ExecOptions, "env" | "timeout"> {
    readonly owner?: string;
    readonly host?: string;
    readonly takeOver?: boolean;
    /** The shell and its arguments; by default `sh`, which is dash on Debian. */
    readonly shell?: readonly string[];
    readonly settings?: readonly string[];
    /** The shell's standard input; the packed program by default. */
    readonly program?: string;
    /** All arguments of the program, instead of those derived from the other options. */
    readonly words?: readonly string[];
}

/** Returns the program's arguments for a verb. */
export function programArguments(verb: Verb, options: ProgramOptions = {}): string[] {
    return [
        verb,
        "--owner",
        options.owner ?? owner,
        ...(options.host === undefined ? [] : ["--host", options.host]),
        ...(options.takeOver === true ? ["--take-over"] : []),
        ...(verb === "restore" ? [] : (options.settings ?? settings)),
    ];
}

/** Runs the program as root on a host, without SSH. */
export function runProgram(host: Host, verb: Verb, options: ProgramOptions = {}): Promise<Result> {
    const words = options.words ?? programArguments(verb, options);
    const argv = [...(options.shell ?? ["sh"]), "-c", launcher, "keepalive", ...words];
    return exec(host, argv, { ...options, stdin: options.program ?? program });
}

/** Runs the program as a deployment does: over SSH as that user, with sudo unless that is root. */
export function runProgramOverSsh(
    host: Host,
    user: HostUser,
    verb: Verb,
    options: ProgramOptions & { readonly ssh?: readonly string[] } = {},
): Promise<Result> {
    const started = [...(user === "root" ? [] : ["sudo", "-n"]), "sh", "-c", launcher, "keepalive"];
    const words = [...started, ...programArguments(verb, options)];
    const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    return ssh(host, line, { user, stdin: program, options: options.ssh ?? [], timeout: 60 });
}

/** Returns the report of a run that must have succeeded; otherwise throws its error output. */
export function reportOf(result: Result): Report {
    if (result.exitCode !== 0)
        throw new Error(`The program ended with exit code ${result.exitCode}: ${result.stderr || result.stdout}`);

    return JSON.parse(result.stdout) as Report;
}

/** Runs a verb that must succeed, and returns its report. */
export async function succeed(host: Host, verb: Verb, options: ProgramOptions = {}): Promise<Report> {
    return reportOf(await runProgram(host, verb, options));
}
