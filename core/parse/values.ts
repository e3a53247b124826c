/** Single values, as OpenSSH's files have them and its programs print them, and as people type them. */

/** The largest number and the longest time, in seconds, that sshd takes (INT_MAX). */
export const largestInteger = 2_147_483_647;
const secondsIn = { "": 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a time as sshd_config(5) writes it: 90, 90s, 15m, 1h30m. Undefined where sshd refuses it. Source: convtime(). */
export function parseTime(text: string): number | undefined {
    if (text === "") return undefined;

    let total = 0;
    let rest = text;
    while (rest !== "") {
        const match = /^[ \t\r\v\f]*\+?([0-9]+)([smhdw]|$)/i.exec(rest);
        if (match === null) return undefined;

        total += Number(match[1]) * secondsIn[match[2]!.toLowerCase() as keyof typeof secondsIn];
        if (total > largestInteger) return undefined;

        rest = rest.slice(match[0].length);
    }
    return total;
}

/** A count; undefined where sshd refuses it. Source: atoi_err(). */
export function parseCount(text: string): number | undefined {
    const match = /^[ \t\r\v\f]*\+?([0-9]+)$/.exec(text);
    return match === null || Number(match[1]) > largestInteger ? undefined : Number(match[1]);
}

/** A flag in either spelling and any case: OpenSSH prints `yes` and `no`, and `true` and `false` since 10.6. */
export function parseFlag(text: string): boolean | undefined {
    return { yes: true, true: true, no: false, false: false }[text.trim().toLowerCase()];
}

/** `ChannelTimeout`'s arguments: `none` alone, or `type=time` pairs, of which the first of two equal types wins. Undefined where sshd refuses them. */
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

/** A whole number of any size and sign, so that the check of its range can name it. */
export function typedCount(text: string): number | undefined {
    return /^-?\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}

/** Seconds, or a time as in sshd_config, without the blanks and signs that sshd skips. */
export function typedTime(text: string): number | undefined {
    return typedCount(text) ?? (/[\s+]/.test(text) ? undefined : parseTime(text));
}

/**
 * Seconds of the time in a `RekeyLimit`, given as the whole value (`1G 1h`, `default none`) or as the time alone (`1h`); 0
 * where there is none (`1G`, `none`). Undefined for anything else. A number alone is a time, though sshd takes it for bytes.
 */
export function parseRekeyLimit(text: string): number | undefined {
    const [first = "", second, ...more] = text.trim().split(/\s+/);
    const isData = /^(default|none|\d{1,12}[kmg]?)$/i.test(first);
    if (more.length > 0 || (second !== undefined && !isData)) return undefined;
    const time = second ?? (/^(default|\d{1,12}[kg])$/i.test(first) ? "none" : first);
    return /^none$/i.test(time) ? 0 : typedTime(time);
}
