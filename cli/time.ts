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
