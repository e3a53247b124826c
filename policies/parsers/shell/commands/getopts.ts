import { hasUnknown, unknownText } from "../../unknown";
import type { Shell } from "../state/shell";

/** The variable that holds the position of `getopts` in a word of several letters, as `OPTIND:position`. */
const positionVariable = "getopts position";

/** `getopts letters name [word]…` takes the next option from the words or the positional parameters. */
export function getopts([letters = "", name = "", ...given]: readonly string[], shell: Shell): void {
    const { variables } = shell;
    const words = given.length > 0 ? given : shell.arguments;
    const index = variables.get("OPTIND") ?? "1";
    const at = /^[1-9][0-9]{0,5}$/.test(index) ? Number(index) : undefined;
    if (words === undefined || at === undefined || hasUnknown([letters, ...words].join(" "))) {
        [name, "OPTARG", "OPTIND"].forEach((each) => variables.set(each, unknownText));
        shell.success = "either";
        return;
    }
    const word = words[at - 1] ?? "";
    if (!/^-./.test(word) || word === "--") {
        variables.set(name, "?");
        variables.set("OPTIND", String(word === "--" ? at + 1 : at));
        shell.success = "no";
        return;
    }
    const [before, offset] = (variables.get(positionVariable) ?? "").split(":");
    takeLetter(letters, name, { words, at, from: before === index ? Number(offset) : 1 }, shell);
}

interface Position {
    words: readonly string[];
    at: number;
    /** The index of the letter in the word. */
    from: number;
}

function takeLetter(letters: string, name: string, { words, at, from }: Position, { variables }: Shell): void {
    const word = words[at - 1]!;
    const letter = word[from] ?? "";
    const isSilent = letters.startsWith(":");
    const found = letter === ":" ? -1 : letters.indexOf(letter, isSilent ? 1 : 0);
    const isLast = from >= word.length - 1;
    const takesValue = found >= 0 && letters[found + 1] === ":";
    const value = takesValue ? (isLast ? words[at] : word.slice(from + 1)) : undefined;
    const isMissing = takesValue && value === undefined;
    variables.set(name, found < 0 ? "?" : isMissing ? (isSilent ? ":" : "?") : letter);
    variables.setAll(
        "OPTARG",
        value !== undefined ? [value] : isSilent && (found < 0 || isMissing) ? [letter] : undefined,
    );

    const next = takesValue ? at + (isLast ? 2 : 1) : isLast ? at + 1 : at;
    variables.set("OPTIND", String(next));
    variables.setAll(positionVariable, !takesValue && !isLast ? [`${next}:${from + 1}`] : undefined);
}
