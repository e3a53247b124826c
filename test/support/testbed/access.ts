import * as path from "node:path";
import { type Result, type RunOptions, run } from "./run";
import { inController } from "./sets";
import type { Host, HostUser } from "./types";

/** How to run something on a host. */
export interface ExecOptions extends Pick<RunOptions, "stdin" | "timeout"> {
    /** Whom to run as; root by default. */
    readonly user?: HostUser;
    /** Further environment variables. */
    readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program, or a shell script given as one string, on a host by entering its namespaces: no SSH, no network, so it
 * works whatever a test has done to either. It returns the program's output and exit code.
 */
export function exec(host: Host, command: string | readonly string[], options: ExecOptions = {}): Promise<Result> {
    return run(execArgv(host, command, options), options);
}

/** The command that {@link exec} runs, for programs that stay; start it from any namespace. */
export function execArgv(host: Host, command: string | readonly string[], options: ExecOptions = {}): string[] {
    const { user = "root", env = {} } = options;
    const environment = {
        HOME: user === "root" ? "/root" : `/home/${user}`,
        USER: user,
        LC_ALL: "C.UTF-8",
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ...env,
    };
    return [
        "nsenter",
        `--target=${host.init.pid}`,
        "--all",
        "--root",
        "--wd",
        "--",
        "env",
        "-i",
        ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
        ...(user === "root" ? [] : ["runuser", "-u", user, "--"]),
        ...(typeof command === "string" ? ["sh", "-c", command] : command),
    ];
}

/** Like {@link exec}, for a program that must succeed: returns its standard output, and otherwise rejects. */
export async function mustExec(
    host: Host,
    command: string | readonly string[],
    options: ExecOptions = {},
): Promise<string> {
    const { stdout, stderr, exitCode } = await exec(host, command, options);
    if (exitCode === 0) return stdout;

    const what = (typeof command === "string" ? command : command.join(" ")).slice(0, 300);
    throw new Error(`On ${host.name}, "${what}" ended with exit code ${exitCode}: ${stderr || stdout}`);
}

/** How to log in to a host. */
export interface SshOptions extends Pick<RunOptions, "stdin" | "timeout"> {
    /** Who logs in; the host's own user by default. */
    readonly user?: HostUser;
    /** A password instead of the key. */
    readonly password?: string;
    /** Further options of `ssh`, such as `["-o", "ServerAliveInterval=1"]`; they win over the usual ones. */
    readonly options?: readonly string[];
}

/** Logs in from the controller with the real `ssh`, the host's key pinned, and runs a command line, or none but logs in. */
export function ssh(host: Host, command: string, options: SshOptions = {}): Promise<Result> {
    const env = {
        ...process.env,
        SSH_ASKPASS: path.join(__dirname, "askpass.sh"),
        SSH_ASKPASS_REQUIRE: "force",
        HOST_PASSWORD: options.password ?? "",
    };
    return run(sshArgv(host, command, options), { ...options, env });
}

/** The command that {@link ssh} runs, for sessions that stay; start it from any namespace. Key only, no password. */
export function sshArgv(host: Host, command: string, options: SshOptions = {}): string[] {
    const { user = host.user, password, options: further = [] } = options;
    const settings = {
        UserKnownHostsFile: host.knownHostsFile,
        GlobalKnownHostsFile: "/dev/null",
        StrictHostKeyChecking: "yes",
        IdentitiesOnly: "yes",
        ConnectTimeout: "10",
        LogLevel: "ERROR",
        ...(password === undefined
            ? { BatchMode: "yes", IdentityFile: host.privateKeyFile }
            : { PubkeyAuthentication: "no", NumberOfPasswordPrompts: "1" }),
    };
    return inController(host.set, [
        "ssh",
        "-F",
        "none",
        ...further,
        ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
        "-p",
        `${host.port}`,
        "-l",
        user,
        host.address,
        command,
    ]);
}
