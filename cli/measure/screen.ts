/** What the place can show that the program writes to. */
export interface Screen {
    /** Columns, 40 to 200. */
    readonly width: number;
    /** Rows; a display that changes in place must fit. */
    readonly height: number;
    readonly unicode: boolean;
    /** Whether text can be written over. */
    readonly live: boolean;
    /** One line as lines that fit, words whole; an indented line stays as it is. */
    readonly wrap: (line: string) => string[];
}

/** The part of a stream that matters here. */
export interface ScreenStream {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
}

/** The screen that a stream is written to. */
export function screenOf(stream: ScreenStream, env: NodeJS.ProcessEnv = process.env): Screen {
    const width = Math.min(200, Math.max(40, stream.columns ?? 80));
    const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
    return {
        width,
        height: stream.rows ?? 24,
        unicode: /utf-?8/i.test(locale) || env["WT_SESSION"] !== undefined,
        live: stream.isTTY === true && env["TERM"] !== "dumb",
        wrap: (line) => wrapped(line, width),
    };
}

function wrapped(line: string, width: number): string[] {
    if (line.startsWith(" ") || line.length <= width) return [line];
    const lines: string[] = [];
    let current = "";
    for (const word of line.split(" ")) {
        if (current !== "" && current.length + 1 + word.length > width) {
            lines.push(current);
            current = word;
        } else {
            current = current === "" ? word : `${current} ${word}`;
        }
    }
    return [...lines, current];
}
