/**
 * Every key of sshd, the kernel and ssh that the project manages, one row per key. The settings' types, their readers and
 * renderers, validation, reports and documentation are derived from these rows, so a keyword, a range or a default is
 * defined only here; the shell programs' lists and the components' docstrings are held to them by tests. Times are in
 * seconds.
 */
type DirectiveKind = "boolean" | "seconds" | "count" | "channelTimeouts";

export interface Directive<Property extends string = string> {
    /** The property's name in the settings. */
    readonly property: Property;
    /** The key's name in the file. */
    readonly keyword: string;
    readonly kind: DirectiveKind;
    /** The smallest value accepted here, for numbers (for channel timeouts: of each timeout). */
    readonly min?: number;
    /** The largest value accepted here; below the program's own limit where a larger value cannot be intended. */
    readonly max?: number;
    /** What the program does where the key is absent, in the syntax of the file. */
    readonly default: string;
    /** The first version of the program that knows the key. */
    readonly since: string;
    /** What the key does, in a few words. */
    readonly summary: string;
    /** Where name, range and default come from. */
    readonly source: string;
}

/** Seconds of a day. */
export const day = 86_400;
const week = 7 * day;

const sshdRows = [
    {
        property: "tcpKeepAlive",
        keyword: "TCPKeepAlive",
        kind: "boolean",
        default: "yes",
        since: "OpenSSH 3.8",
        summary: "the kernel probes the peer of an idle connection; the probes can be spoofed",
        source: "sshd_config(5); before 3.8 it was called KeepAlive",
    },
    {
        property: "clientAliveInterval",
        keyword: "ClientAliveInterval",
        kind: "seconds",
        min: 0,
        max: day,
        default: "0",
        since: "OpenSSH 2.9",
        summary: "silence from the client after which sshd probes it; 0 never probes",
        source: "sshd_config(5); sshd takes up to 2147483647",
    },
    {
        property: "clientAliveCountMax",
        keyword: "ClientAliveCountMax",
        kind: "count",
        min: 1,
        max: 10_000,
        default: "3",
        since: "OpenSSH 2.9",
        summary: "unanswered probes that sshd tolerates; one more interval later it ends the session",
        source: "sshd_config(5); sshd takes 0 to 2147483647, but 0 changed its meaning in 8.2",
    },
    {
        property: "channelTimeout",
        keyword: "ChannelTimeout",
        kind: "channelTimeouts",
        min: 0,
        max: week,
        default: "none",
        since: "OpenSSH 9.2",
        summary: "idle time after which a channel is closed, by channel type; 0 never closes that type",
        source: "sshd_config(5), channels.c; sshd takes up to 2147483647; the type `global` since 9.7",
    },
    {
        property: "unusedConnectionTimeout",
        keyword: "UnusedConnectionTimeout",
        kind: "seconds",
        min: 0,
        max: week,
        default: "none",
        since: "OpenSSH 9.2",
        summary: "time after which a connection without any open channel is ended; 0 never",
        source: "sshd_config(5); sshd takes up to 2147483647 and reads 0 as none",
    },
] as const satisfies readonly Directive[];

// The kernel's ranges for the values of a single socket (include/net/tcp.h, MAX_TCP_KEEP*).
const sysctlRows = [
    {
        property: "time",
        keyword: "net.ipv4.tcp_keepalive_time",
        kind: "seconds",
        min: 1,
        max: 32_767,
        default: "7200",
        since: "Linux 2.2",
        summary: "silence on a connection before the first probe",
        source: "kernel ip-sysctl; MAX_TCP_KEEPIDLE; default: RFC 1122, 4.2.3.6",
    },
    {
        property: "interval",
        keyword: "net.ipv4.tcp_keepalive_intvl",
        kind: "seconds",
        min: 1,
        max: 32_767,
        default: "75",
        since: "Linux 2.4",
        summary: "time between two unanswered probes",
        source: "kernel ip-sysctl; MAX_TCP_KEEPINTVL",
    },
    {
        property: "probes",
        keyword: "net.ipv4.tcp_keepalive_probes",
        kind: "count",
        min: 1,
        max: 127,
        default: "9",
        since: "Linux 2.2",
        summary: "unanswered probes that end the connection",
        source: "kernel ip-sysctl; MAX_TCP_KEEPCNT",
    },
] as const satisfies readonly Directive[];

const sshClientRows = [
    {
        property: "tcpKeepAlive",
        keyword: "TCPKeepAlive",
        kind: "boolean",
        default: "yes",
        since: "OpenSSH 3.8",
        summary: "the kernel probes the peer of an idle connection; the probes can be spoofed",
        source: "ssh_config(5)",
    },
    {
        property: "serverAliveInterval",
        keyword: "ServerAliveInterval",
        kind: "seconds",
        min: 0,
        max: day,
        default: "0",
        since: "OpenSSH 3.8",
        summary: "silence from the server after which the client probes it; 0 never probes",
        source: "ssh_config(5); ssh takes up to 2147483647",
    },
    {
        property: "serverAliveCountMax",
        keyword: "ServerAliveCountMax",
        kind: "count",
        min: 1,
        max: 10_000,
        default: "3",
        since: "OpenSSH 3.8",
        summary: "unanswered probes that the client tolerates; one more interval later it ends the session",
        source: "ssh_config(5), clientloop.c; ssh takes 0 to 2147483647, but 0 ends every idle session without a probe",
    },
] as const satisfies readonly Directive[];

type Value<Kind extends DirectiveKind> = {
    boolean: boolean;
    seconds: number;
    count: number;
    channelTimeouts: Record<string, number>;
}[Kind];

/** The settings of a table: each property of its rows, none of which need be set. */
type SettingsOf<Rows extends readonly Directive[]> = {
    -readonly [Row in Rows[number] as Row["property"]]?: Value<Row["kind"]>;
};

/** Settings of sshd. A property that is not set leaves sshd's own value alone. */
export type ServerSettings = SettingsOf<typeof sshdRows>;
/** Settings of the host's kernel. A property that is not set leaves the kernel's own value alone. */
export type KernelSettings = SettingsOf<typeof sysctlRows>;
/** Settings of an SSH client. A property that is not set leaves the client's own value alone. */
export type ClientSettings = SettingsOf<typeof sshClientRows>;

/** The settings of both ends of a connection and of the server's kernel. */
export interface Settings {
    server: ServerSettings;
    kernel: KernelSettings;
    client: ClientSettings;
}

/** Keys of `/etc/ssh/sshd_config`, in the order in which they are written. */
export const sshdDirectives: readonly Directive<keyof ServerSettings>[] = sshdRows;
/** Keys of sysctl, in the order in which they are written. */
export const sysctlKeys: readonly Directive<keyof KernelSettings>[] = sysctlRows;
/** Keys of `~/.ssh/config`, in the order in which they are written. */
export const sshClientDirectives: readonly Directive<keyof ClientSettings>[] = sshClientRows;
/** The table of each group of settings. */
export const tables = { server: sshdDirectives, kernel: sysctlKeys, client: sshClientDirectives } as const;

/** The kernel's default keepalive values. */
export const kernelDefaults = Object.fromEntries(
    sysctlRows.map(({ property, default: text }) => [property, Number(text)]),
) as Required<KernelSettings>;

/** The default of `clientAliveCountMax` and `serverAliveCountMax`. */
export const defaultCountMax = Number(rowOf(sshdDirectives, "clientAliveCountMax").default);

export function rowOf<Property extends string>(
    table: readonly Directive<Property>[],
    property: Property,
): Directive<Property> {
    const row = table.find((each) => each.property === property);
    if (row === undefined) throw new Error(`There is no row ${property}.`);
    return row;
}
