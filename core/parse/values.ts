/** Single values, as OpenSSH's programs print them and its files have them. */

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a time as sshd_config(5) writes it (TIME FORMATS): 90, 90s, 15m, 1h30m. Undefined for anything else. */
export function parseTime(text: string): number | undefined {
    if (/^-?\d{1,12}$/.test(text)) return Number(text);
    if (!/^(\d{1,9}[smhdw])+(\d{1,9})?$/i.test(text)) return undefined;
    return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
        (sum, [, amount, unit]) => sum + Number(amount) * (units[(unit || "s").toLowerCase()] ?? 1),
        0,
    );
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
    return /^none$/i.test(time) ? 0 : parseTime(time);
}

/** A flag in either spelling and any case: OpenSSH prints `yes` and `no`, and `true` and `false` since 10.6. */
export function parseFlag(text: string): boolean | undefined {
    return { yes: true, true: true, no: false, false: false }[text.trim().toLowerCase()];
}

/** A whole number. */
export function parseCount(text: string): number | undefined {
    return /^-?\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}

/** `ChannelTimeout`'s pairs in seconds by type; undefined for `none` and for nothing. The first of two equal types wins. */
export function parseChannelTimeouts(text: string): Record<string, number> | undefined {
    if (/^(none)?$/i.test(text.trim())) return undefined;
    const timeouts: Record<string, number> = {};
    for (const pair of text.trim().split(/\s+/)) {
        const equals = pair.indexOf("=");
        timeouts[pair.slice(0, equals)] ??= parseTime(pair.slice(equals + 1)) ?? 0;
    }
    return timeouts;
}
