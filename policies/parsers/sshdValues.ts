const largest = 2147483647;
const secondsIn = { "": 1, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** Seconds from sshd's time format ("90", "1m30s", "1H"); `undefined` when sshd refuses it. Source: convtime(). */
export function parseTime(text: string): number | undefined {
    if (text === "") return undefined;

    let total = 0;
    let rest = text;
    while (rest !== "") {
        const match = /^[ \t\r\v\f]*\+?([0-9]+)([smhdw]|$)/i.exec(rest);
        if (match === null) return undefined;

        total += Number(match[1]) * secondsIn[match[2]!.toLowerCase() as keyof typeof secondsIn];
        if (total > largest) return undefined;

        rest = rest.slice(match[0].length);
    }
    return total;
}

/** A count; `undefined` when sshd refuses it. Source: atoi_err(). */
export function parseCount(text: string): number | undefined {
    const match = /^[ \t\r\v\f]*\+?([0-9]+)$/.exec(text);
    return match === null || Number(match[1]) > largest ? undefined : Number(match[1]);
}

/** `yes` or `no` in any case; sshd accepts nothing else here. */
export function parseFlag(text: string): boolean | undefined {
    return { yes: true, no: false }[text.toLowerCase()];
}

/** ChannelTimeout's arguments: `none` alone, or `type=time` pairs, of which sshd keeps each. */
export function parseChannelTimeouts(args: readonly string[]): Record<string, number> | undefined {
    if (args.length === 1 && args[0]?.toLowerCase() === "none") return {};

    const timeouts: Record<string, number> = {};
    for (const arg of args) {
        const [, type, time] = /^([^=]+)=(.*)$/.exec(arg) ?? [];
        const seconds = time === undefined ? undefined : parseTime(time);
        if (type === undefined || seconds === undefined) return undefined;

        timeouts[type] ??= seconds;
    }
    return timeouts;
}
