import { sshdDirectives, sysctlKeys } from "../../../../core/directives";
import { unknownText } from "../../unknown";
import type { SedCommand } from "./sedScript";

const rows = [...sshdDirectives, ...sysctlKeys].filter(({ kind }) => kind !== "channelTimeouts");

/**
 * Returns what a script makes of the lines that distributions ship, and the lines that it adds; undefined if it adds
 * lines next to a `Match`, because that block is in the file and not in the script. `known` are the lines below.
 */
export function shippedLines(
    script: readonly SedCommand[],
    known: readonly string[],
    isShipped: boolean,
    edit: (line: string) => string,
): string | undefined {
    const isPresent = (keyword: string): boolean =>
        known.some((line) => line.trimStart().toLowerCase().startsWith(keyword.toLowerCase()));
    const added: string[] = [];
    for (const { command, words } of flat(script)) {
        if (command.action.kind === "text" && !/^(last|line)$/.test(command.from?.kind ?? "")) {
            if (words.some((word) => /match/i.test(word))) return undefined;

            // Text that is inserted, or replaces a line, appears whatever the line is.
            added.push(`${command.action.text}\n`);
        }
    }
    const produced = rows.flatMap((row) => {
        const lines = linesFor(row, script, isPresent(row.keyword), edit);
        // Whether another file contains the line is unknown.
        return isShipped || lines.every((line) => line.startsWith("#")) ? lines : [`#${unknownText}${row.keyword}\n`];
    });
    return [...produced, ...added].join("");
}

/** All commands, including those in blocks, each with its patterns and replacements. */
function flat(
    script: readonly SedCommand[],
    outer: readonly string[] = [],
): { command: SedCommand; words: string[] }[] {
    return script.flatMap((command) => {
        const { action, from } = command;
        const words = [...outer, ...(from?.kind === "match" ? [from.pattern.source] : [])];
        if (action.kind === "block") return flat(action.commands, words);

        return [
            {
                command,
                words: action.kind === "substitute" ? [...words, action.pattern.source, action.replacement] : words,
            },
        ];
    });
}

function linesFor(
    { keyword, kind, default: value }: (typeof rows)[number],
    script: readonly SedCommand[],
    isPresent: boolean,
    edit: (line: string) => string,
): string[] {
    // "s/yes/no/" may match any line; only the keyword's own line counts.
    if (!flat(script).some(({ command, words }) => command.action.kind === "substitute" && name(words, keyword)))
        return [];

    const between = keyword.includes(".") ? [" = ", "="] : [" "];
    const other = kind === "boolean" ? "no" : "12321";
    for (const form of ["#", "# ", ""].flatMap((comment) => between.map((b) => `${comment}${keyword}${b}`))) {
        const produced = edit(`${form}${value}\n`).replace(/\n$/, "");
        if (produced === form + value || produced === "") continue;

        if (produced.startsWith("#")) {
            // The shipped line stays a comment. The file may have another line that the script edits as well.
            if (form.startsWith("#") && !produced.includes("\n"))
                return isPresent ? [] : [`#${unknownText}${keyword}\n`];

            continue;
        }

        const ofOther = edit(`${form}${other}\n`).replace(/\n$/, "");
        // A value that the script copies from the line is the file's, and unknown.
        const taken = ofOther !== form + other && ofOther !== produced;
        return [taken ? `${keyword}${between[0]}${unknownText}\n` : `${produced}\n`];
    }
    return [];
}

function name(words: readonly string[], keyword: string): boolean {
    return words.some((word) => word.replaceAll("\\", "").toLowerCase().includes(keyword.toLowerCase()));
}
