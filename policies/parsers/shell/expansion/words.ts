import { maxDepth, OverBudget } from "../../budget";
import { unknownText, withoutHints } from "../../unknown";
import { inputFile } from "../state/io";
import { clone, distinct, type Shell, successOf, withSkipReasonOf, withExitTrap } from "../state/shell";
import type { HereDoc, Script, Word, WordPart } from "../syntax";
import { arithmetic } from "./arithmetic";
import { expandBraces } from "./braces";
import { parameterText, parameterValues } from "./parameters";
import { isVisible, matchesPattern } from "./patterns";

/** A piece of a word. Unquoted expansions are split into fields; unquoted patterns match file names. */
interface Segment {
    text: string;
    isSplit: boolean;
    isPattern: boolean;
    /** The values of `"$@"`: one field for each, the first and the last joined with the adjacent text. */
    values?: readonly string[];
}

/** Expands a word to fields: expansion, splitting, and matching of file names. */
export function fieldsOf(word: Word, shell: Shell): string[] {
    shell.budget.step();
    return expandBraces(word, shell.budget).flatMap((each) => {
        const segments = each.parts === undefined ? [plain(tilde(each.value))] : segmentsOf(each.parts, shell, false);
        const fields = splitFields(segments, shell);
        return segments.some(({ isPattern }) => isPattern) ? fields.flatMap((field) => namesOf(field, shell)) : fields;
    });
}

/** Expands the file name of a redirection. A pattern in it is unknown, because shells differ. */
export function pathOf(word: Word, shell: Shell): string {
    const parts = word.parts?.map((part): WordPart =>
        part.type === "Glob"
            ? { type: "Literal", pos: part.pos, end: part.end, value: unknownText, text: unknownText }
            : part,
    );
    return textOf(parts === undefined ? word : { ...word, parts }, shell);
}

/** Expands a word to one text: the value of an assignment, a file name, the word of a case. */
export function textOf(word: Word, shell: Shell): string {
    shell.budget.step();
    const text =
        word.parts === undefined
            ? tilde(word.value)
            : segmentsOf(word.parts, shell, false)
                  .map((segment) => segment.values?.join(" ") ?? segment.text)
                  .join("");
    shell.budget.characters(text.length);
    return text;
}

/** Expands a here-document as the command reads it. */
export function hereDocText({ operator, delimiter, body }: HereDoc, shell: Shell): string {
    const quoted = delimiter?.quoted ?? true;
    const text =
        body.parts
            ?.map((part) => (part.type === "Literal" ? unescape(part.text) : joined(segmentsOf([part], shell, true))))
            .join("") ?? (quoted ? body.text : unescape(body.text));
    shell.budget.characters(text.length);
    return operator === "<<-" ? text.replace(/^\t+/gm, "") : text;
}

/** In an unquoted here-document, a backslash escapes only these characters. */
function unescape(text: string): string {
    return text.replace(/\\(\n|[$`\\])/g, (_, escaped: string) => (escaped === "\n" ? "" : escaped));
}

function joined(segments: readonly Segment[]): string {
    return segments.map((segment) => segment.values?.join(" ") ?? segment.text).join("");
}

function plain(text: string): Segment {
    return { text, isSplit: false, isPattern: false };
}

function tilde(text: string): string {
    return text.replace(/^~(?=\/|$)/, "/unknown");
}

function segmentsOf(parts: readonly WordPart[], shell: Shell, isQuoted: boolean): Segment[] {
    return parts.flatMap((part, i) => segmentOf(part, shell, isQuoted, i === 0));
}

function segmentOf(part: WordPart, shell: Shell, isQuoted: boolean, isFirst: boolean): Segment[] {
    const expanded = (text: string): Segment => ({ text, isSplit: !isQuoted, isPattern: false });
    switch (part.type) {
        case "Literal":
            return [plain(isFirst && !isQuoted ? tilde(part.value) : part.value)];
        case "SingleQuoted":
        case "AnsiCQuoted":
            return [plain(part.value)];
        case "Glob": // a pattern without a match stays as it is, and a sed script or a comment has none
            return [{ ...plain(part.value), isPattern: true }];
        case "DoubleQuoted":
        case "LocaleString":
            return part.parts.length === 0 ? [plain("")] : segmentsOf(part.parts, shell, true);
        case "SimpleExpansion":
        case "ParameterExpansion": {
            const values = parameterValues(part, shell);
            if (values !== undefined) return [isQuoted ? { ...plain(""), values } : expanded(values.join(" "))];

            return [expanded(parameterText(part, shell, (word) => textOf(word, shell)))];
        }
        case "CommandExpansion":
            return [expanded(part.script === undefined ? unknownText : outputOf(part.script, shell))];
        case "ArithmeticExpansion":
            return [expanded(part.expression === undefined ? unknownText : arithmetic(part.expression, shell))];
        case "ProcessSubstitution":
            return [plain(pipeOf(part, shell))];
        case "ExtendedGlob":
        case "BraceExpansion":
            return [plain(unknownText)];
    }
}

/** Returns the file of `$(< file)`; undefined for any other script. */
function onlyInput({ commands: [first, ...more] }: Script): Word | undefined {
    const command = more.length === 0 && first?.command.type === "Command" ? first.command : undefined;
    const [redirection, ...others] = command?.redirects ?? [];
    const isAlone = command?.name === undefined && others.length === 0 && redirection?.operator === "<";
    return isAlone && command?.prefix.every(({ type }) => type !== "Assignment") ? redirection.target : undefined;
}

/** Returns the output of a command substitution, and keeps the files that it writes. Where its branches differ, the result is unknown. */
function outputOf(script: Script, shell: Shell): string {
    if (shell.depth >= maxDepth) throw new OverBudget("too deep");

    const path = onlyInput(script);
    if (path !== undefined) return withoutHints(inputFile(pathOf(path, shell), shell)).replace(/\n+$/, "");

    const { options } = shell;
    const child: Shell = {
        ...clone(shell),
        output: "",
        depth: shell.depth + 1,
        sink: undefined,
        atExit: undefined,
        isTested: false,
        // bash disables `set -e` here; other shells do not.
        options: { ...options, errexit: options.errexit === false ? false : "maybe" },
    };
    const outcomes = distinct(withExitTrap(shell.interpreter.statements(script.commands, child)));
    const [first, ...others] = outcomes;
    if (first === undefined) return unknownText;

    if (others.length > 0) {
        first.files.markUnknown(
            (path) => others.some(({ files }) => files.read(path) !== first.files.read(path)),
            "branches",
        );
    }
    shell.files = withSkipReasonOf(first.files, shell);
    const results = new Set(outcomes.map(successOf));
    shell.success = results.size > 1 ? "either" : successOf(first);
    const outputs = new Set(outcomes.map(({ output }) => withoutHints(output).replace(/\n+$/, "")));
    return outputs.size === 1 ? [...outputs][0]! : unknownText;
}

/** Returns the path of a process substitution; that of `<(…)` contains its output. */
function pipeOf({ operator, script }: Extract<WordPart, { type: "ProcessSubstitution" }>, shell: Shell): string {
    const text = script === undefined ? unknownText : outputOf(script, shell);
    if (operator === ">") return `/dev/fd/${unknownText}`;

    const path = `/proc/self/fd/${shell.files.all().size}`;
    shell.files.write(path, text === "" ? "" : `${text}\n`);
    return path;
}

function splitFields(segments: readonly Segment[], shell: Shell): string[] {
    const separators = shell.variables.get("IFS") ?? " \t\n";
    const fields: string[] = [];
    let current: string | undefined;
    for (const { text, isSplit, values } of segments) {
        if (values !== undefined) {
            values.forEach((value, i) => {
                if (i > 0) {
                    fields.push(current ?? "");
                    current = undefined;
                }
                current = (current ?? "") + value;
            });
        } else if (!isSplit) {
            current = (current ?? "") + text;
        } else {
            for (const c of text) {
                if (!separators.includes(c)) {
                    current = (current ?? "") + c;
                } else if (current !== undefined) {
                    fields.push(current);
                    current = undefined;
                }
            }
        }
    }
    const all = current === undefined ? fields : [...fields, current];
    shell.budget.step(all.length);
    shell.budget.characters(all.reduce((sum, { length }) => sum + length, 0));
    return all;
}

/** Files that a pattern may name although the script has not written them. */
const onEveryHost = ["/etc/ssh/sshd_config", "/etc/sysctl.conf"];

/** Returns the known files that a pattern names, or the pattern itself if there are none. */
function namesOf(pattern: string, shell: Shell): string[] {
    const whole = pattern.startsWith("/") ? pattern : `${shell.folder}/${pattern}`;
    const depth = whole.split("/").length;
    const names = [...new Set([...shell.files.all().keys(), ...onEveryHost])].filter((path) => {
        shell.budget.characters(path.length);
        return path.split("/").length === depth && isVisible(whole, path) && matchesPattern(whole, path) === true;
    });
    const found = names.map((name) => (pattern.startsWith("/") ? name : name.slice(shell.folder.length + 1)));
    return found.length > 0 ? found.sort() : [pattern];
}
