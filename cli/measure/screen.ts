import { terminalOf } from "../output";
import { wrapped } from "../text";

/** The capabilities of the output device. */
export interface Screen {
    /** Columns, 40 to 200. */
    readonly width: number;
    /** Rows; a display that is updated in place must fit. */
    readonly height: number;
    readonly unicode: boolean;
    /** Whether text can be overwritten. */
    readonly live: boolean;
    /** Wraps a line at spaces; an indented line is not changed. */
    readonly wrap: (line: string) => string[];
}

/** The part of a stream that is used here. */
export interface ScreenStream {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
}

/** The screen that a stream is written to. */
export function screenOf(stream: ScreenStream, env: NodeJS.ProcessEnv = process.env): Screen {
    const { columns: width, unicode } = terminalOf(stream, env);
    return {
        width,
        height: stream.rows ?? 24,
        unicode,
        live: stream.isTTY === true && env.TERM !== "dumb",
        wrap: (line) => (line.startsWith(" ") ? [line] : wrapped(line, width).split("\n")),
    };
}
