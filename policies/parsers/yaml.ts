import { parse, parseAllDocuments } from "yaml";
import { type Budget, OverBudget } from "./budget";

/** Whether brackets or list items stand in each other so deep that the parser's own recursion could end the process. */
function isNestedTooDeep(text: string): boolean {
    let depth = 0;
    let deepest = 0;
    for (const bracket of text.match(/[[\]{}]/g) ?? []) {
        depth += bracket === "[" || bracket === "{" ? 1 : -1;
        deepest = Math.max(deepest, depth);
    }
    return deepest > 100 || /(?:[-?:][ \t]+){100}/.test(text);
}

/** What is longer takes a parser of YAML more than a second. */
const longestYaml = 130_000;

/** What a parser makes of YAML 1.1, as cloud-init reads it: `yes` is true, `<<` merges. `undefined` when it is none. */
export function readYaml(text: string, budget: Budget): unknown {
    if (text.length > longestYaml || isNestedTooDeep(text)) {
        throw new OverBudget("YAML that is too long or too deep");
    }
    budget.characters(text.length, 16);
    try {
        const options = { version: "1.1", merge: true, logLevel: "silent", maxAliasCount: 50 } as const;
        const documents = parseAllDocuments(text, { version: "1.1", logLevel: "silent" });
        return documents.length === 1 ? (parse(text, options) as unknown) : undefined;
    } catch {
        return undefined;
    }
}
