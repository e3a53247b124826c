import { sshdDirectives, sysctlKeys } from "../../../core/directives";
import type { WrittenFile } from "../files";
import { unknownText } from "../unknown";
import { parseSed, type SedCommand } from "./sedScript";

/**
 * The file after `sed -i`. What stood there before is not known, but what distributions ship is: each keyword once,
 * commented out, with its default. So the script is tried on those lines, and on the same without the comment.
 */
export function editWithSed(file: WrittenFile, scripts: readonly string[], extended: boolean): WrittenFile {
    const commands = scripts.map((script) => parseSed(script, extended));
    const readable = commands.flatMap((parsed) => parsed ?? []);
    const lines = file.text.split(/(?<=\n)/).filter((line) => line !== "");
    const isBelow = lines.length > 0; // what is known stands below what is not
    const made = file.whole ? [] : madeOfShippedLines(readable.filter(({ address }) => !isBelow || address !== "last"));
    const edited = lines.map((line, i) => editWholeLine(line, readable, i === lines.length - 1));
    return { whole: file.whole && !commands.includes(undefined), text: [...made, ...edited].join("") };
}

/** A line with its end; where the end is missing at the file's, it is missing after the edit too. */
function editWholeLine(line: string, commands: readonly SedCommand[], isLast: boolean): string {
    const end = line.endsWith("\n") ? "\n" : "";
    const { before, text, after } = editLine(line.slice(0, line.length - end.length), commands, isLast);
    const own = text === undefined ? "" : text + (after.length > 0 ? "\n" : end);
    return [...before.map((each) => `${each}\n`), own, ...after.map((each) => `${each}\n`)].join("");
}

function editLine(
    line: string,
    commands: readonly SedCommand[],
    isLast: boolean,
): { before: string[]; text: string | undefined; after: string[] } {
    let text: string | undefined = line;
    const [before, after]: [string[], string[]] = [[], []];
    for (const command of commands) {
        if (text === undefined || !isFor(command, text, isLast)) {
            continue;
        }
        if (command.kind === "substitute") {
            text = substitute(text, command);
        } else if (command.kind === "delete") {
            text = undefined;
        } else if (command.where === "change") {
            [text] = [undefined, before.push(command.text)];
        } else {
            (command.where === "insert" ? before : after).push(command.text);
        }
    }
    return { before, text, after };
}

function isFor({ address }: SedCommand, line: string, isLast: boolean): boolean {
    return address === undefined || (address === "last" ? isLast : address.test(line));
}

function substitute(text: string, { pattern, replacement }: SedCommand & { kind: "substitute" }): string {
    return text.replace(pattern, (...match: (string | number | undefined)[]) =>
        replacement.replace(/\\([\s\S])|&/g, (_, escaped: string | undefined) => {
            if (escaped === undefined) {
                return String(match[0]);
            }
            if (/[1-9]/.test(escaped)) {
                const group = match[Number(escaped)];
                return typeof group === "string" ? group : "";
            }
            return { n: "\n", t: "\t" }[escaped] ?? escaped;
        }),
    );
}

const rows = [...sshdDirectives, ...sysctlKeys].filter(({ kind }) => kind !== "channelTimeouts");

function madeOfShippedLines(commands: readonly SedCommand[]): string[] {
    // Text that is added or put in a line's place stands there, whichever line it was.
    const added = commands.flatMap((command) => (command.kind === "text" ? [`${command.text}\n`] : []));
    const substitutes = commands.filter((command) => command.kind !== "text");
    return [...rows.flatMap((row) => madeOf(row, substitutes)), ...added];
}

function madeOf({ keyword, kind, default: value }: (typeof rows)[number], script: readonly SedCommand[]): string[] {
    // "s/yes/no/" may hit any line; it is read for the keyword's own only.
    const commands = script.filter((command) => speaksOf(command, keyword));
    if (commands.length === 0) {
        return [];
    }
    const between = keyword.includes(".") ? [" = ", "="] : [" "];
    const other = kind === "boolean" ? "no" : "12321";
    for (const form of ["#", "# ", ""].flatMap((comment) => between.map((b) => `${comment}${keyword}${b}`))) {
        const made = editedText(form + value, commands);
        if (made === form + value || made === "" || made.startsWith("#")) {
            continue;
        }
        const ofOther = editedText(form + other, commands);
        // A value that is taken over from the line is the file's, not the script's.
        const taken = ofOther !== form + other && ofOther !== made;
        return [taken ? `${keyword}${between[0]}${unknownText}\n` : `${made}\n`];
    }
    return [];
}

function speaksOf(command: SedCommand, keyword: string): boolean {
    const words = [
        command.address instanceof RegExp ? command.address.source : undefined,
        ...(command.kind === "substitute" ? [command.pattern.source, command.replacement] : []),
    ];
    return words.some((word) => word?.replaceAll("\\", "").toLowerCase().includes(keyword.toLowerCase()));
}

function editedText(line: string, commands: readonly SedCommand[]): string {
    return editWholeLine(`${line}\n`, commands, false).replace(/\n$/, "");
}
