import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** A shell block of a document. */
export interface Block {
    readonly file: string;
    readonly text: string;
    /** The comment just above the block: why no test runs it. */
    readonly mark: string | undefined;
}

/** The repository's documents. */
export function documents(): string[] {
    return execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: root, encoding: "utf8" })
        .split("\0")
        .filter((file) => file !== "" && fs.existsSync(path.join(root, file)));
}

/**
 * The commands of a document, in its order, that no mark excepts: what a test types in a reader's stead. Throws if there
 * are none.
 */
export function commandsOf(file: string): string[] {
    const found = shellBlocks(file, fs.readFileSync(path.join(root, file), "utf8"))
        .filter(({ mark }) => mark === undefined)
        .flatMap(({ text }) => commands(text));
    if (found.length === 0) throw new Error(`${file} has no command that a test could run.`);
    return found;
}

/** The shell blocks of a text, whatever their language is called. */
export function shellBlocks(file: string, text: string): Block[] {
    const fence = /(?:<!-- (needs [^\n]*?) -->\n\n?)?^([ \t]*)```(?:sh|bash|shell|console)\b[^\n]*\n([^]*?)^\2```$/gm;
    return [...text.matchAll(fence)].map(([, mark, indent = "", body = ""]) => ({
        ...{ file, mark },
        text: body.replaceAll(new RegExp(`^${indent}(\\$ )?`, "gm"), ""),
    }));
}

/** The commands of a block, without their comments. */
export function commands(text: string): string[] {
    return text
        .replaceAll(/\\\n\s*/g, "")
        .split("\n")
        .map((line) => (/^(?:"[^"]*"|'[^']*'|[^"'#]|(?<=\S)#)*/.exec(line)?.[0] ?? "").trim())
        .filter((line) => line !== "");
}
