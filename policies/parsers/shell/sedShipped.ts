import { sshdDirectives, sysctlKeys } from "../../../core/directives";
import { unknownText } from "../unknown";
import type { SedCommand } from "./sedScript";

const rows = [...sshdDirectives, ...sysctlKeys].filter(({ kind }) => kind !== "channelTimeouts");

/**
 * What a script makes of the lines that distributions ship, and what it adds; undefined when it adds something next to
 * a `Match`, whose block the file has and the script has not.
 */
export function shippedLines(script: readonly SedCommand[], edit: (line: string) => string): string | undefined {
    const added: string[] = [];
    for (const { command, words } of flat(script)) {
        if (command.action.kind === "text" && command.from?.kind !== "last") {
            if (words.some((word) => /match/i.test(word))) return undefined;

            // Text that is added or put in a line's place stands there, whichever line it was.
            added.push(`${command.action.text}\n`);
        }
    }
    return [...rows.flatMap((row) => madeOf(row, script, edit)), ...added].join("");
}

/** The commands, those of blocks among them, each with the patterns that decide when it runs and what it writes. */
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

function madeOf(
    { keyword, kind, default: value }: (typeof rows)[number],
    script: readonly SedCommand[],
    edit: (line: string) => string,
): string[] {
    // "s/yes/no/" may hit any line; it is read for the keyword's own only.
    if (!flat(script).some(({ command, words }) => command.action.kind === "substitute" && name(words, keyword)))
        return [];

    const between = keyword.includes(".") ? [" = ", "="] : [" "];
    const other = kind === "boolean" ? "no" : "12321";
    for (const form of ["#", "# ", ""].flatMap((comment) => between.map((b) => `${comment}${keyword}${b}`))) {
        const made = edit(`${form}${value}\n`).replace(/\n$/, "");
        if (made === form + value || made === "" || made.startsWith("#")) continue;

        const ofOther = edit(`${form}${other}\n`).replace(/\n$/, "");
        // A value that is taken over from the line is the file's, not the script's.
        const taken = ofOther !== form + other && ofOther !== made;
        return [taken ? `${keyword}${between[0]}${unknownText}\n` : `${made}\n`];
    }
    return [];
}

function name(words: readonly string[], keyword: string): boolean {
    return words.some((word) => word.replaceAll("\\", "").toLowerCase().includes(keyword.toLowerCase()));
}
