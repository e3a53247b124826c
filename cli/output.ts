/** Where the program writes to. */
export interface Output {
    /** What was asked for. */
    out: (text: string) => void;
    /** Progress and errors. */
    err: (text: string) => void;
    /** What reads `out`; 80 columns without colour and Unicode where it is not said. */
    terminal?: Terminal;
}

/** What can be shown. */
export interface Terminal {
    readonly columns: number;
    readonly color: boolean;
    /** Whether it draws more than ASCII. */
    readonly unicode: boolean;
}

/** What a pipe or a file takes. */
export const plainTerminal: Terminal = { columns: 80, color: false, unicode: false };

/** The terminal behind a stream. Colour follows NO_COLOR and FORCE_COLOR, Unicode the locale, the width 40 to 200. */
export function terminalOf(
    stream: { isTTY?: boolean; columns?: number },
    env: Readonly<Record<string, string | undefined>>,
): Terminal {
    // A terminal of unknown size says 0.
    const columns = stream.columns || Number(env.COLUMNS || plainTerminal.columns);
    const isTerminal = stream.isTTY === true;
    const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
    const isUtf8 = process.platform === "win32" ? env.WT_SESSION !== undefined : /utf-?8/i.test(locale);
    return {
        columns:
            Number.isInteger(columns) && columns > 0 ? Math.min(200, Math.max(40, columns)) : plainTerminal.columns,
        color: !env.NO_COLOR && (env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : isTerminal && env.TERM !== "dumb"),
        unicode: isTerminal && isUtf8 && env.TERM !== "dumb" && env.TERM !== "linux",
    };
}

/** The text, with the signs that sentences have in ASCII where the terminal draws nothing else. */
export function drawable(text: string, { unicode }: Pick<Terminal, "unicode">): string {
    return unicode ? text : text.replaceAll("×", "x").replaceAll("…", "...").replace(/[“”]/g, '"');
}
