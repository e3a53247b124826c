import { maxDepth, OverBudget } from "../../budget";
import { unknownText, withoutHints } from "../../unknown";
import { inputFile } from "../state/io";
import { clone, distinct, type Shell, successOf, withSkipReasonOf, withExitTrap } from "../state/shell";
import type { HereDoc, Script, Word, WordPart } from "../syntax";
import { arithmetic } from "./arithmetic";
import { expandBraces } from "./braces";
import { namesOf, type Segment, splitFields } from "./fields";
import { isJoined, parameterText, parameterValues } from "./parameters";

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
    const text = word.parts === undefined ? tilde(word.value) : joined(segmentsOf(word.parts, shell, false));
    shell.budget.characters(text.length);
    return text;
}

/** Expands a word to a pattern, in which quoted text is literal. */
export function patternOf(word: Word, shell: Shell): string {
    if (word.parts === undefined) return word.text;

    return word.parts
        .map((part) => {
            if (part.type === "Literal" || part.type === "Glob") return part.text;

            const text = joined(segmentsOf([part], shell, false));
            return /Quoted$|^LocaleString$/.test(part.type) ? text.replace(/[*?[\]\\]/g, "\\$&") : text;
        })
        .join("");
}

/** Expands a here-document as the command reads it. */
export function hereDocText({ operator, delimiter, body }: HereDoc, shell: Shell): string {
    const quoted = delimiter?.quoted ?? true;
    const text =
        body.parts
            ?.map((part) => {
                if (part.type === "Literal") return unescape(part.text);

                // Single quotes and most backslashes in an expansion are literal here.
                return part.type === "ParameterExpansion" && /['\\]/.test(part.text)
                    ? unknownText
                    : joined(segmentsOf([part], shell, true));
            })
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
            const expand = {
                text: (word: Word) => textOf(word, shell),
                pattern: (word: Word) => patternOf(word, shell),
            };
            const values = parameterValues(part, shell, expand);
            if (values === undefined) {
                const text = parameterText(part, shell, expand);
                return [text === quotedDefault(part) ? plain(text) : expanded(text)]; // a quoted default is not split
            }

            const separator = shell.variables.get("IFS")?.slice(0, 1) ?? " ";
            if (isQuoted && !isJoined(part)) return [{ ...plain(""), values }];

            return [isQuoted || separator !== "" ? expanded(values.join(separator)) : { ...plain(""), values }];
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

/** The default value of `${name:-"text"}`, if all of it is quoted or escaped and without expansions. */
function quotedDefault(part: WordPart): string | undefined {
    const operation = part.type === "ParameterExpansion" ? part.operation : undefined;
    if (operation?.type !== "Default") return undefined;

    const { parts, text, value } = operation.operand;
    const isLiteral =
        parts?.every(
            (each) =>
                each.type === "SingleQuoted" ||
                (each.type === "DoubleQuoted" && each.parts.every(({ type }) => type === "Literal")),
        ) ?? !/(?:^|[^\\])\s/.test(text);
    return isLiteral ? value : undefined;
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
