/** The ssh command line of a silent session: the user's own configuration, without options that send packets. */
import type { EffectiveValues } from "../../../core/parse/effective";
import { shellQuote } from "../../../core/render/shellQuote";

/** No multiplexing, no keepalive at either level, no rekeying: a separate connection on which nothing is sent. */
const silent = [
    ["ControlMaster", "no"],
    ["ControlPath", "none"],
    ["ServerAliveInterval", "0"],
    ["TCPKeepAlive", "no"],
    ["RekeyLimit", "default none"],
] as const;

/** The session only runs the given command, without additions from the user's configuration. */
const plain = [
    ["ClearAllForwardings", "yes"],
    ["PermitLocalCommand", "no"],
    ["Tunnel", "no"],
] as const;

/** Options that would break the session, but that older versions do not know: set where `ssh -G` shows them. */
const plainWhereKnown = [
    ["UpdateHostKeys", "no"],
    ["RemoteCommand", "none"],
    ["SessionType", "default"],
    ["StdinNull", "no"],
    ["ForkAfterAuthentication", "no"],
    ["ObscureKeystrokeTiming", "no"],
    ["ChannelTimeout", "none"],
    ["EnableEscapeCommandline", "no"],
] as const;

export interface SshCall {
    /** As the user wrote it. */
    readonly host: string;
    /** The output of `ssh -G` for it. */
    readonly settings: EffectiveValues;
    /** Whether ssh may prompt for a password or passphrase; if not, it fails instead. */
    readonly mayPrompt: boolean;
    readonly platform?: NodeJS.Platform;
}

/**
 * The arguments of `ssh` for one silent session that runs `sh -s`. With `-v`, ssh reports on standard error when something
 * arrives during the silence, such as an sshd probe. "--" ends the options.
 */
export function sshArguments(call: SshCall): string[] {
    const known = plainWhereKnown.filter(([keyword]) => keyword.toLowerCase() in call.settings);
    const options = [...silent, ...plain, ...known, ...jumpOptions(call), ...batch(call)];
    return ["-v", "-T", "-x", "-a", "-e", "none", ...asArguments(options), "--", call.host, "sh", "-s"];
}

function batch({ mayPrompt }: SshCall): (readonly [string, string])[] {
    return mayPrompt ? [] : [["BatchMode", "yes"]];
}

function asArguments(options: readonly (readonly [string, string])[]): string[] {
    return options.flatMap(([keyword, value]) => ["-o", `${keyword}=${value}`]);
}

/** The jump hosts of the user's ProxyJump, first hop first. */
export function jumpHosts(settings: EffectiveValues): string[] {
    const value = settings.proxyjump ?? "none";
    return value.toLowerCase() === "none" ? [] : value.split(",").filter(Boolean);
}

// ssh connects to a jump host with the user's settings for it, so its keepalive or a shared connection would break the
// silence of the first leg. On Windows no POSIX shell runs a ProxyCommand, so ProxyJump stays as it is there.
function jumpOptions(call: SshCall): (readonly [string, string])[] {
    const jumps = jumpHosts(call.settings);
    if (jumps.length === 0 || (call.platform ?? process.platform) === "win32") return [];
    const proxyCommand = ["ProxyCommand", jumpCommand(jumps, batch(call))] as const;
    return "proxyusefdpass" in call.settings ? [proxyCommand, ["ProxyUseFdpass", "no"]] : [proxyCommand];
}

/** The command that ssh itself runs for these jump hosts, with the silent options. */
function jumpCommand(jumps: readonly string[], further: readonly (readonly [string, string])[]): string {
    const before = jumps.slice(0, -1);
    const { user, host, port } = parseJump(jumps.at(-1) ?? "");
    const options = [...silent, ...further];
    if (before.length > 0) options.push(["ProxyCommand", jumpCommand(before, further).replaceAll("%", "%%")]);
    return [
        "ssh",
        "-v",
        "-x",
        "-a",
        ...asArguments(options),
        ...(user === undefined ? [] : ["-l", user]),
        ...(port === undefined ? [] : ["-p", port]),
        "-W",
        "[%h]:%p",
        "--",
        host,
    ]
        .map(shellQuote)
        .join(" ");
}

/** [user@]host[:port], with brackets around an IPv6 address, or an ssh:// URI. */
function parseJump(text: string): { user?: string | undefined; host: string; port?: string | undefined } {
    const parts = /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:]+|[^:]*:[^:]*:.*?))(?::(\d+))?\/?$/i.exec(text);
    if (parts === null) return { host: text };
    const [, user, bracketed, bare, port] = parts;
    return { user, host: bracketed ?? bare ?? text, port };
}
