import type { Budget } from "../../budget";
import { unknownLine, unknownText } from "../../unknown";
import { piecesOf } from "./filters";
import { parseSed, type SedAddress, type SedCommand } from "./sedScript";
import { shippedLines } from "./sedShipped";

export interface SedOptions {
    extended: boolean;
    /** `-n`: lines are printed only by the script. */
    quiet: boolean;
    /** Whether the file may be the one that distributions ship. */
    isShipped: boolean;
    budget: Budget;
}

/**
 * Returns the text after sed; undefined if it is unknown. The unknown content of a file is one line that represents any
 * number of lines. The file that distributions ship is known to contain each keyword once, commented out, with its
 * default, so the script is tried on those lines, with and without the comment.
 */
export function editWithSed(text: string, scripts: readonly string[], options: SedOptions): string | undefined {
    const parsed = scripts.map((script) => parseSed(script, options.extended));
    if (parsed.includes(undefined)) return undefined;

    const commands = parsed.flatMap((each) => each ?? []);
    const isOpen = text.split("\n").includes(unknownText);
    if (isOpen && (options.quiet || !commands.every(appliesToAnyFile))) return undefined;

    const lines = piecesOf(text);
    const editor = new Editor(commands, options);
    // The number of a line below unknown lines is unknown.
    const first = lines.findIndex((line) => line.replace(/\n$/, "") === unknownText);
    const numberOf = (i: number): number => (isOpen && i > first ? 0 : i + 1);
    const edited = lines.map((line, i) => editor.edit(line, numberOf(i), i === lines.length - 1));
    const produced = isOpen
        ? shippedLines(commands, lines, options.isShipped, (line) => new Editor(commands, options).edit(line, 1, false))
        : "";
    if (produced === undefined) return undefined;

    // Known lines come after the unknown ones.
    return edited.join("").replace(unknownLine, () => unknownLine + produced);
}

/**
 * Whether a command has the same effect in every file: no ranges, negated addresses or line numbers, except that text at
 * the first line is at the top of any file.
 */
function appliesToAnyFile({ from, to, negated, action }: SedCommand): boolean {
    return (
        (from?.kind !== "line" || (from.number === 1 && action.kind === "text" && action.where !== "change")) &&
        (from?.kind !== "last" || action.kind === "text") &&
        // Lines between two marks; the marks are assumed to come in pairs.
        (to === undefined || (action.kind === "delete" && from?.kind === "match" && to.kind === "match")) &&
        !negated &&
        action.kind !== "quit" &&
        action.kind !== "print" &&
        (action.kind !== "block" || action.commands.every(appliesToAnyFile))
    );
}

/** The execution of a script over a file, line by line. */
class Editor {
    readonly #commands: readonly SedCommand[];
    readonly #options: SedOptions;
    readonly #inRange = new Set<SedCommand>();
    #hasQuit = false;

    constructor(commands: readonly SedCommand[], options: SedOptions) {
        this.#commands = commands;
        this.#options = options;
    }

    /** Edits a line with its newline. A missing newline at the end of the file stays missing. */
    edit(whole: string, number: number, isLast: boolean): string {
        if (this.#hasQuit) return "";

        const end = whole.endsWith("\n") ? "\n" : "";
        const line = new EditedLine(whole.slice(0, whole.length - end.length), number, isLast);
        this.#run(this.#commands, line);
        const own = line.text === undefined || this.#options.quiet ? [] : [line.text];
        const printed = [...line.before, ...own, ...line.after];
        // The text of a command and the last line before a quit always end with a newline.
        const isText = line.after.length > 0 || (own.length === 0 && line.isTextLast);
        return printed
            .map((each, i) => each + (i === printed.length - 1 && !isText && !this.#hasQuit ? end : "\n"))
            .join("");
    }

    #run(commands: readonly SedCommand[], line: EditedLine): void {
        for (const command of commands) {
            if (line.text === undefined || line.isDone) return;

            if (this.#selects(command, line) !== command.negated) this.#apply(command, line);
        }
    }

    #apply({ action }: SedCommand, line: EditedLine): void {
        const text = line.text ?? "";
        if (action.kind === "substitute") {
            const changed = substitute(text, action, this.#options.budget);
            line.text = changed ?? text;
            if (changed !== undefined && action.prints) line.print(changed);
        } else if (action.kind === "map") {
            line.text = text.replace(/[\s\S]/g, (c) => action.to[action.from.indexOf(c)] ?? c);
        } else if (action.kind === "delete") {
            line.text = undefined;
        } else if (action.kind === "print") {
            line.print(text);
        } else if (action.kind === "quit") {
            [this.#hasQuit, line.isDone] = [true, true];
        } else if (action.kind === "block") {
            this.#run(action.commands, line);
        } else if (action.where === "append") {
            line.after.push(action.text);
        } else {
            line.print(action.text, true);
            if (action.where === "change") line.text = undefined;
        }
    }

    #selects(command: SedCommand, line: EditedLine): boolean {
        const { from, to } = command;
        if (from === undefined || to === undefined) return from === undefined || this.#matches(from, line);

        if (this.#inRange.has(command)) {
            const isPast = to.kind === "line" && line.number > to.number;
            if (isPast || this.#matches(to, line)) this.#inRange.delete(command);

            return !isPast;
        }
        if (!this.#matches(from, line)) return false;

        if (to.kind !== "line" || to.number > line.number) this.#inRange.add(command);

        return true;
    }

    #matches(address: SedAddress, line: EditedLine): boolean {
        switch (address.kind) {
            case "line":
                return line.number === address.number;
            case "last":
                return line.isLast;
            case "match":
                return line.text !== unknownText && address.pattern.test(line.text ?? "", this.#options.budget);
        }
    }
}

class EditedLine {
    readonly before: string[] = [];
    readonly after: string[] = [];
    isDone = false;
    /** Whether the last element of `before` is a command's text, not the line's. */
    isTextLast = false;

    constructor(
        public text: string | undefined,
        readonly number: number,
        readonly isLast: boolean,
    ) {}

    print(text: string, isText = false): void {
        this.before.push(text);
        this.isTextLast = isText;
    }
}

type Substitute = Extract<SedCommand["action"], { kind: "substitute" }>;

/** Returns the changed text; undefined if nothing matches. */
function substitute(
    text: string,
    { pattern, replacement, global, nth }: Substitute,
    budget: Budget,
): string | undefined {
    if (text === unknownText) return undefined;

    let result = "";
    let at = 0;
    let count = 0;
    for (const { start, end, groups } of pattern.matches(text, budget)) {
        count++;
        if (count < nth) continue;

        result += text.slice(at, start) + replaced(replacement, groups);
        at = end;
        if (!global) break;
    }
    return count >= nth ? result + text.slice(at) : undefined;
}

function replaced(replacement: string, groups: readonly (string | undefined)[]): string {
    return replacement.replace(/\\([\s\S])|&/g, (_, escaped: string | undefined) => {
        if (escaped === undefined) return groups[0] ?? "";

        if (/[0-9]/.test(escaped)) return groups[Number(escaped)] ?? "";

        return { n: "\n", t: "\t" }[escaped] ?? escaped;
    });
}
