/** The channel types that `ChannelTimeout` applies to. */

/** The name for all open channels together, and the first OpenSSH that knows it; earlier ones ignore it. */
export const globalType = "global";
export const globalTypeSince = "9.7";

/**
 * Types that sshd gives its channels (sshd_config(5), ChannelTimeout; channels.c and session.c for the extended session
 * types). `global` is not a channel but means all open channels together, and no pattern matches it. Plain `session` is
 * missing: a session has this type only until its shell or command starts, so a timeout for it closes nothing (measured,
 * 9.2 and 10.0).
 */
export const channelTypes: readonly string[] = [
    "agent-connection",
    "direct-streamlocal@openssh.com",
    "direct-tcpip",
    "forwarded-streamlocal@openssh.com",
    "forwarded-tcpip",
    "session:command",
    "session:shell",
    "session:subsystem:sftp",
    "tun-connection",
    "x11-connection",
    globalType,
];

/** The characters of a pattern. sshd takes `*` and `?`; quotes, `#`, `=`, white space and controls would end the word. */
export const channelPatternForm = /^[A-Za-z0-9@.:_*?-]{1,64}$/;

/** Whether some channel of sshd's has a type that this pattern matches; any subsystem's name counts. */
export function matchesAnyChannel(pattern: string): boolean {
    if (pattern === globalType || pattern.startsWith("session:subsystem:")) return true;
    return channelTypes.some((type) => type !== globalType && matchesType(pattern, type));
}

/**
 * The idle timeout of a channel of this type in seconds, or null for never: sshd takes the first pattern that matches
 * (channels.c, lookup_timeout), and 0 is "never".
 */
export function channelTimeoutFor(timeouts: Record<string, number> | undefined, type: string): number | null {
    const match = Object.entries(timeouts ?? {})
        .sort(([a], [b]) => byParticularity(a, b))
        .find(([pattern]) => matchesType(pattern, type));
    return match === undefined || match[1] === 0 ? null : match[1];
}

// Greedy, with one step back to the last star: linear enough for any pattern, which a regular expression is not.
function matchesType(pattern: string, type: string): boolean {
    let at = 0;
    let from = 0;
    let star = -1;
    let starFrom = 0;
    while (from < type.length) {
        if (pattern[at] === "*") {
            [star, starFrom] = [at++, from];
        } else if (pattern[at] === "?" || (at < pattern.length && pattern[at] === type[from])) {
            at++;
            from++;
        } else if (star >= 0) {
            at = star + 1;
            from = ++starFrom;
        } else {
            return false;
        }
    }
    return /^\**$/.test(pattern.slice(at));
}

/**
 * Sorts patterns so that more specific ones come first, because sshd uses the first that matches: character by
 * character, letters before the end of the word before `?` before `*`. So `session:shell` comes before `session:*`, and
 * `*` comes last. The order depends on the patterns alone.
 */
export function byParticularity(a: string, b: string): number {
    for (let at = 0; at <= Math.max(a.length, b.length); at++) {
        const x = a.charAt(at);
        const y = b.charAt(at);
        if (x !== y) return rank(x) - rank(y) || (x < y ? -1 : 1);
    }
    return 0;
}

function rank(character: string): number {
    return character === "*" ? 3 : character === "?" ? 2 : character === "" ? 1 : 0;
}
