import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** A shell block of a document. */
export interface Block {
    readonly file: string;
    /** The heading above it. */
    readonly section: string;
    readonly text: string;
    /** The reason that the block's first line states why no test runs it. */
    readonly reason: string | undefined;
}

/** Returns the repository's documents. */
export function documents(): string[] {
    return execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: root, encoding: "utf8" })
        .split("\0")
        .filter((file) => file !== "" && fs.existsSync(path.join(root, file)));
}

/**
 * Returns the matching commands in a section of a document, in order, without those of marked blocks: what a test types
 * for a reader. Throws if there are none.
 */
export function commandsOf(file: string, section: string, which = /^/): string[] {
    const found = shellBlocks(file, fs.readFileSync(path.join(root, file), "utf8"))
        .filter((block) => block.reason === undefined && block.section === section)
        .flatMap(({ text }) => commands(text))
        .filter((command) => which.test(command));
    if (found.length === 0) throw new Error(`${file} has no such command under "${section}": ${which}`);
    return found;
}

/**
 * Returns the first code block of a language in a section of a document: a complete program. Throws if there is none.
 */
export function programOf(file: string, section: string, language: string): string {
    const found = codeBlocks(fs.readFileSync(path.join(root, file), "utf8")).find(
        (block) => block.section === section && block.language === language,
    );
    if (found === undefined) throw new Error(`${file} has no program in ${language} under "${section}".`);
    return found.text;
}

/** Returns the shell blocks of a text, whichever name their language has. */
export function shellBlocks(file: string, text: string): Block[] {
    return codeBlocks(text)
        .filter(({ language }) => /^(sh|bash|shell|console)$/.test(language))
        .map(({ section, text }) => ({ file, section, reason: /^# (needs .*)\n/.exec(text)?.[1], text }));
}

interface CodeBlock {
    readonly section: string;
    readonly language: string;
    readonly text: string;
}

function codeBlocks(text: string): CodeBlock[] {
    const part = /^#+ (?<heading>.*)$|^(?<indent>[ \t]*)```(?<language>\w*)[^\n]*\n(?<body>[^]*?)^\k<indent>```$/gm;
    let section = "";
    const found: CodeBlock[] = [];
    for (const { groups = {} } of text.matchAll(part)) {
        const { heading, indent = "", language = "", body = "" } = groups;
        if (heading === undefined)
            found.push({ section, language, text: body.replaceAll(new RegExp(`^${indent}(\\$ )?`, "gm"), "") });
        else section = heading;
    }
    return found;
}

/** Returns the inline commands of a document's text, between backticks. */
export function inlineCommands(text: string): string[] {
    return [...text.replaceAll(/^```[^]*?^```$/gm, "").matchAll(/`((?:make|npm|npx|node|bash|pulumi)\s[^`]+)`/g)].map(
        ([, command = ""]) => command.replaceAll(/\s+/g, " ").trim(),
    );
}

/** Returns the commands of a block, without comments. */
export function commands(text: string): string[] {
    return text
        .replaceAll(/\\\n\s*/g, "")
        .split("\n")
        .map((line) => (/^(?:"[^"]*"|'[^']*'|[^"'#]|(?<=\S)#)*/.exec(line)?.[0] ?? "").trim())
        .filter((line) => line !== "");
}
