import * as fs from "node:fs";
import * as path from "node:path";
import { format } from "prettier";
import { root } from "../peers/pulumi";
import type { Results } from "../results";
import { drawings } from "./plots";
import { tables } from "./tables";

const document = path.join(root, "docs/benchmarks.md");
const folder = path.join(root, "docs/benchmarks");
const begin = "<!-- measured -->";
const end = "<!-- /measured -->";

/** Draws the plots, writes the tables into docs/benchmarks.md, and returns them as text. */
export async function report(results: Results): Promise<string> {
    fs.mkdirSync(folder, { recursive: true });
    for (const [name, svg] of await drawings(results)) fs.writeFileSync(path.join(folder, `${name}.svg`), svg);
    const text = await tables(results);
    const [before, rest] = parts(fs.readFileSync(document, "utf8"), begin);
    const [, after] = parts(rest, end);
    const whole = `${before}${begin}\n\n${text}\n${end}${after}`;
    fs.writeFileSync(document, await format(whole, { parser: "markdown", printWidth: 120 }));
    return text;
}

function parts(text: string, mark: string): [before: string, after: string] {
    const at = text.indexOf(mark);
    if (at < 0) throw new Error(`${document} has no line "${mark}" to mark the tables.`);
    return [text.slice(0, at), text.slice(at + mark.length)];
}
