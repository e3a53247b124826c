/** Renders rows that have the same keys as a Markdown table, padded so that the source is readable. */
export function table(rows: readonly Readonly<Record<string, string>>[]): string {
    const heads = Object.keys(rows[0] ?? {});
    const widths = heads.map((head) => Math.max(head.length, ...rows.map((row) => (row[head] ?? "").length)));
    const line = (cells: readonly string[]) =>
        `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |\n`;
    return [
        line(heads),
        line(widths.map((width) => "-".repeat(width))),
        ...rows.map((row) => line(heads.map((head) => row[head] ?? ""))),
    ].join("");
}

/** Seconds in a table: one decimal if there is one, "never" for null. */
export function shownSeconds(seconds: number | null): string {
    return seconds === null ? "never" : `${Math.round(seconds * 10) / 10}`;
}
