/** The streams that the program writes to. */
export interface Output {
    /** The result. */
    out: (text: string) => void;
    /** Progress and errors. */
    err: (text: string) => void;
    /** The terminal behind `out`; by default 80 columns without colour or Unicode. */
    terminal?: Terminal;
}

/** What a terminal can show. */
export interface Terminal {
    readonly columns: number;
    readonly color: boolean;
    /** Whether it shows characters beyond ASCII. */
    readonly unicode: boolean;
}

/** The defaults for a pipe or a file. */
export const plainTerminal: Terminal = { columns: 80, color: false, unicode: false };

/** The terminal behind a stream. Colour follows NO_COLOR and FORCE_COLOR, Unicode the locale, the width 40 to 200. */
export function terminalOf(
    stream: { isTTY?: boolean; columns?: number },
    env: Readonly<Record<string, string | undefined>>,
): Terminal {
    // A terminal of unknown size reports 0.
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

/** Whether a write failed because the reader of a pipe, or the terminal, is gone. */
export function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
    return code === "EPIPE" || code === "EIO";
}

/** The text, with typographic characters replaced by ASCII if the terminal shows only ASCII. */
export function drawable(text: string, { unicode }: Pick<Terminal, "unicode">): string {
    return unicode ? text : text.replaceAll("×", "x").replaceAll("…", "...").replace(/[“”]/g, '"');
}
