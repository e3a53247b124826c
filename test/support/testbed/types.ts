/** The Debian releases that hosts can be: OpenSSH 8.4, 9.2, 10.0 and 10.6. */
export const suites = ["bullseye", "bookworm", "trixie", "forky"] as const;
export type Suite = (typeof suites)[number];

/**
 * The users of every host, all of whom log in with the set's key: `admin` has sudo without a password, `deputy` has sudo
 * that asks for {@link userPassword}, `keeper` has doas without a password, `visitor` has no rights. Those four can also
 * log in with {@link userPassword}; root cannot, as Debian has it.
 */
export const users = ["root", "admin", "deputy", "keeper", "visitor"] as const;
export type HostUser = (typeof users)[number];

/** The password of every user but root. It opens nothing but test hosts that no network reaches. */
export const userPassword = "no secret at all";

/** A file that a host has before its first boot. */
export interface HostFile {
    readonly content: string | Buffer;
    /** Permissions; 0o644 by default. */
    readonly mode?: number;
}

/** What a host is to be. */
export interface HostSpec {
    /** Lower-case letters, digits and hyphens, unique in its set; `host1`, `host2`, … by default. */
    readonly name?: string;
    /** `bookworm` by default. */
    readonly suite?: Suite;
    /** Boots systemd as its first process; otherwise a shell and a bare sshd. False by default. */
    readonly systemd?: boolean;
    /** Who logs in; `root` by default. */
    readonly user?: HostUser;
    /** The port that sshd listens on; 22 by default, set by a drop-in otherwise. */
    readonly port?: number;
    /** Debian packages beyond the usual ones; each list has a separate root, built once. */
    readonly packages?: readonly string[];
    /** Files to lay over the root before it boots, by absolute path. */
    readonly files?: Readonly<Record<string, string | HostFile>>;
    /** False makes `/proc/sys` read-only, as in an unprivileged container. True by default. */
    readonly sysctlWritable?: boolean;
}

/** A process, distinguished by its start time from a later one with the same pid. */
export interface ProcessIdentity {
    readonly pid: number;
    /** Clock ticks after boot, field 22 of /proc/PID/stat. */
    readonly started: number;
}

/** A running host. */
export interface Host {
    readonly set: string;
    readonly name: string;
    /** An IPv4 address in 198.18.0.0/22, of which each set has its own: only the set's controller and hosts reach it. */
    readonly address: string;
    readonly port: number;
    readonly user: HostUser;
    /** The private key's text, in OpenSSH's own format. */
    readonly privateKey: string;
    readonly privateKeyFile: string;
    /** The host's public key as one line: type and base64. */
    readonly hostKey: string;
    readonly knownHostsFile: string;
    readonly suite: Suite;
    readonly systemd: boolean;
    /** The OpenSSH version as `ssh -V` prints it, such as `9.2p1`. */
    readonly openssh: string;
    /** The host's first process, as this machine numbers it. */
    readonly init: ProcessIdentity;
    /** The file on this machine with the host's console output. */
    readonly consoleLog: string;
}

/** A running set of hosts with its controller. */
export interface HostSet {
    readonly set: string;
    readonly hosts: readonly Host[];
    readonly privateKeyFile: string;
    readonly knownHostsFile: string;
    /** The same command, run in the controller's network namespace, which alone reaches the hosts. */
    readonly inController: (argv: readonly string[]) => string[];
    /** The host of that name; throws if there is none. */
    readonly host: (name: string) => Host;
}

/** Receives progress, a line at a time. */
export type Progress = (line: string) => void;
