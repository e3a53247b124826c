import { unknownText } from "../unknown";
import type { HereDoc, Word, WordPart } from "./syntax";

/** The word after quote removal, with an unknown for each piece that only a running shell knows. */
export function wordText(word: Word): string {
    return word.parts === undefined ? word.value : word.parts.map(partText).join("");
}

function partText(part: WordPart): string {
    switch (part.type) {
        case "Literal":
        case "SingleQuoted":
        case "AnsiCQuoted":
        case "Glob": // a pattern without a match stays as it is, and a sed script or a comment has none
            return part.value;
        case "DoubleQuoted":
        case "LocaleString":
            return part.parts.map(partText).join("");
        case "SimpleExpansion":
        case "ParameterExpansion":
        case "CommandExpansion":
        case "ArithmeticExpansion":
        case "ProcessSubstitution":
        case "ExtendedGlob":
        case "BraceExpansion":
            return unknownText;
    }
}

/** The here-document as the command reads it. */
export function hereDocText({ operator, delimiter, body }: HereDoc): string {
    const quoted = delimiter?.quoted ?? true;
    const text =
        body.parts?.map((part) => (part.type === "Literal" ? unescape(part.text) : partText(part))).join("") ??
        (quoted ? body.text : unescape(body.text));
    return operator === "<<-" ? text.replace(/^\t+/gm, "") : text;
}

/** In an unquoted here-document a backslash escapes these, and nothing else. */
function unescape(text: string): string {
    return text.replace(/\\(\n|[$`\\])/g, (_, escaped: string) => (escaped === "\n" ? "" : escaped));
}
