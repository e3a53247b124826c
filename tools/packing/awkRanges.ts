import { visit } from "./names";
import { type Command, parse, type SyntaxNode, type Word } from "./syntax";

/** A range in a shell program with awk code, or with a name that `-v` passes to it. */
export interface AwkRange {
    readonly pos: number;
    readonly end: number;
}

/**
 * Finds all awk code. Throws for code that is not entirely in single quotes and in variables whose names begin with
 * awk_, and for a name that is passed to awk in any way other than `-v name=`.
 */
export function awkRanges(program: string): AwkRange[] {
    const ranges: AwkRange[] = [];
    visit(parse(program), (node) => {
        if (node.type === "Assignment" && node.name.startsWith("awk_")) addText(node.value);
        if (node.type !== "Command") return;
        if (node.name?.text === "awk") addCommand(node);
        else if (node.args.some((word) => /\$\{?awk_/.test(word.text)))
            throw new Error(`only awk accepts an awk program: ${node.name?.text}`);
    });
    return ranges;

    function addCommand({ args }: Command): void {
        let at = 0;
        for (; /^-./.test(args[at]?.text ?? ""); at++) {
            const option = args[at]?.text;
            if (option !== "-v" && !option?.startsWith("-F"))
                throw new Error(`awk's option ${option} is not supported`);
            if (option !== "-v" && option !== "-F") continue;
            at++;
            const word = args[at];
            if (option === "-v" && word !== undefined)
                ranges.push({ pos: word.pos, end: word.pos + word.text.indexOf("=") });
        }
        const [text, ...operands] = args.slice(at);
        if (text !== undefined) addText(text);
        const assigned = operands.find(({ text: operand }) => /^["']?[a-z]\w*=/.test(operand));
        if (assigned !== undefined) throw new Error(`pass variables to awk with -v, not with ${assigned.text}`);
    }

    function addText(word: SyntaxNode): void {
        const { parts, text } = word as Word;
        if (parts === undefined && /[a-z]/.test(text)) throw unquoted(text);
        for (const part of parts ?? []) {
            if (part.type === "SingleQuoted") ranges.push({ pos: part.pos + 1, end: part.end - 1 });
            else if (!/^("?)\$(awk_\w+|\{awk_\w+\})\1$/.test(part.text)) throw unquoted(part.text);
        }
    }
}

function unquoted(text: string): Error {
    return new Error(`an awk program must be in single quotes or in $awk_…, not in ${text}`);
}
