/** Text that fits a terminal. */
import { Help } from "commander";
import pc from "picocolors";
import { plainTerminal, type Terminal } from "./output";

/** Styles for parts of a text; without colour they have no effect. */
export type Marks = Record<"title" | "good" | "bad" | "warning" | "faint", (text: string) => string>;

export function marksFor({ color }: Terminal = plainTerminal): Marks {
    const { bold, green, red, yellow, dim } = pc.createColors(color);
    return {
        title: bold,
        good: (text) => bold(green(text)),
        bad: (text) => bold(red(text)),
        warning: yellow,
        faint: dim,
    };
}

// Commander's own wrapping, as in its help: at spaces, so that words stay whole, and ignoring colour codes.
const help = new Help();
help.minWidthToWrap = 1;

/** Wraps a text after the first `indent` columns, further lines indented by `hang` more. Words stay whole. */
export function wrapped(text: string, columns: number, indent = 0, hang = 0): string {
    const lines = help.boxWrap(text, Math.max(10, columns - indent - hang)).split("\n");
    return lines.map((line, index) => `${" ".repeat(indent + (index === 0 ? 0 : hang))}${line}`.trimEnd()).join("\n");
}

/** Rows of a name and its value: side by side if they fit, otherwise one below the other. */
export function pairs(rows: readonly (readonly [name: string, text: string])[], columns: number): string {
    const left = Math.max(0, ...rows.map(([name]) => help.displayWidth(name)));
    const fits = left + 2 + 24 <= columns;
    return rows
        .map(([name, text]) => {
            if (!fits) {
                return text === ""
                    ? wrapped(name, columns, 2, 2)
                    : `${wrapped(name, columns, 2, 2)}\n${wrapped(text, columns, 6)}`;
            }
            const body = wrapped(text, columns, left + 4).slice(left + 4);
            return `  ${name}${" ".repeat(left - help.displayWidth(name))}  ${body}`.trimEnd();
        })
        .join("\n");
}

/** A section: its title, and its body indented. Empty without a body. */
export function section(title: string, body: string, mark: Marks["title"], columns: number): string {
    return body === "" ? "" : `${mark(wrapped(title, columns))}\n${body}\n`;
}
