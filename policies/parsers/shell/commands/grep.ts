import { LinearExpression } from "../../regularExpressions";
import { settingNamedIn } from "../../text";
import { hasUnknown, unknownLinesOf } from "../../unknown";
import { inputFile, print } from "../state/io";
import type { Shell } from "../state/shell";
import { joinLines, linesOf } from "./filters";

interface Options {
    /** The letters of the options that take no value. */
    letters: string;
    patterns: string[];
    /** `-m`: the maximum number of lines. */
    most: number;
    paths: string[];
}

/** Interprets grep. Its output and exit code are known if its input is. */
export function grep(args: readonly string[], shell: Shell): void {
    const options = optionsOf(args);
    const { letters = "", paths = [] } = options ?? {};
    const text = (paths.length === 0 ? ["-"] : paths).map((path) => inputFile(path, shell)).join("");
    const expression = options === undefined || hasUnknown(text) ? undefined : expressionOf(options);
    const isSilent = letters.includes("q") || args.some((arg) => /^--(quiet|silent)$/.test(arg));
    shell.success = "either";
    if (options === undefined || expression === undefined) {
        print(isSilent ? "" : unknownLinesOf(settingNamedIn([text, ...args].join("\n"))), shell);
        return;
    }
    const matches = (line: string): boolean => expression.test(line, shell.budget) !== letters.includes("v");
    const found = linesOf(text).filter(matches).slice(0, options.most);
    shell.success = found.length > 0 ? "yes" : "no";
    if (isSilent) return;

    if (letters.includes("c")) print(`${found.length}\n`, shell);
    else if (letters.includes("o")) print(joinLines(found.flatMap((line) => piecesOf(line, expression, shell))), shell);
    else print(joinLines(found), shell);
}

function optionsOf(args: readonly string[]): Options | undefined {
    const options: Options = { letters: "", patterns: [], most: Infinity, paths: [] };
    let isEnded = false;
    for (let at = 0; at < args.length; at++) {
        const arg = args[at]!;
        const [, flags = "", letter, attached = ""] = /^-([qivEsFxochwG]*)(?:([em])([\s\S]*))?$/.exec(arg) ?? [];
        if (isEnded || !arg.startsWith("-") || arg === "-") {
            options.paths.push(arg);
        } else if (arg === "--") {
            isEnded = true;
        } else if (/^--(quiet|silent|no-messages)$/.test(arg)) {
            options.letters += "s";
        } else if (flags === "" && letter === undefined) {
            return undefined;
        } else {
            options.letters += flags;
            const value = letter === undefined ? "" : attached === "" ? (args[++at] ?? "") : attached;
            if (letter === "e") options.patterns.push(value);
            else if (letter === "m") options.most = /^[0-9]{1,9}$/.test(value) ? Number(value) : NaN;
        }
    }
    if (options.patterns.length === 0) options.patterns = options.paths.splice(0, 1);

    const isOdd = Number.isNaN(options.most) || /o.*v|v.*o/.test(options.letters) || options.patterns.length !== 1;
    // With several files, grep also prints their names.
    return isOdd || (options.paths.length > 1 && !/[qh]/.test(options.letters)) ? undefined : options;
}

function expressionOf({ letters, patterns: [pattern = ""] }: Options): LinearExpression | undefined {
    // A match of -w has no word character next to it, which RE2 cannot express for other patterns.
    if (letters.includes("w") && !/^\w(.*\w)?$/.test(pattern)) return undefined;

    const isFixed = letters.includes("F");
    const extended = letters.includes("E");
    const source = isFixed ? pattern.replace(/[.*[\]^$\\]/g, "\\$&") : pattern;
    const group = (text: string): string => (extended ? `(${text})` : `\\(${text}\\)`);
    const word = letters.includes("w") ? `\\<${group(source)}\\>` : source;
    return LinearExpression.posix(letters.includes("x") ? `^${group(word)}$` : word, {
        extended,
        ignoresCase: letters.includes("i"),
    });
}

/** The parts of the line that match, for `-o`. */
function piecesOf(line: string, expression: LinearExpression, { budget }: Shell): string[] {
    return [...expression.matches(line, budget)].map(({ start, end }) => line.slice(start, end)).filter(Boolean);
}
