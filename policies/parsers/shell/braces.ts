import type { Budget } from "../budget";
import { unknownText } from "../unknown";
import type { Word, WordPart } from "./syntax";

/** Expands `{a,b}` and `{1..9}` in a word as bash does; nested or quoted braces are not read. */
export function expandBraces(word: Word, budget: Budget): Word[] {
    const at = word.parts?.findIndex(({ type }) => type === "BraceExpansion") ?? -1;
    const part = word.parts?.[at];
    if (word.parts === undefined || part === undefined) return [word];

    return alternativesOf(part.text).flatMap((value) => {
        budget.step();
        budget.characters(word.parts!.length, 16);
        const literal: WordPart = { type: "Literal", pos: part.pos, end: part.end, value, text: value };
        return expandBraces({ ...word, parts: word.parts!.map((each, i) => (i === at ? literal : each)) }, budget);
    });
}

function alternativesOf(text: string): string[] {
    const inner = text.slice(1, -1);
    const [, from, to] = /^(-?[0-9]{1,4})\.\.(-?[0-9]{1,4})$/.exec(inner) ?? [];
    if (from !== undefined && to !== undefined) {
        const first = Number(from);
        const step = Number(from) <= Number(to) ? 1 : -1;
        const count = Math.min(Math.abs(Number(to) - first) + 1, 100);
        return Array.from({ length: count }, (_, i) => String(first + i * step));
    }
    return /[{}'"\\$`]/.test(inner) || !inner.includes(",") ? [unknownText] : inner.split(",");
}
