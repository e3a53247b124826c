import { Composer, type Document, Parser } from "yaml";
import { type Budget, maxNesting, OverBudget } from "./budget";

const listItems = new RegExp(`(?:[-?:][ \\t]+){${maxNesting}}`);

/** Whether brackets or list items are nested so deeply that the parser's recursion could end the process. */
function isNestedTooDeep(text: string): boolean {
    let depth = 0;
    let deepest = 0;
    for (const bracket of text.match(/[[\]{}]/g) ?? []) {
        depth += bracket === "[" || bracket === "{" ? 1 : -1;
        deepest = Math.max(deepest, depth);
    }
    return deepest > maxNesting || listItems.test(text);
}

/** The maximum length, in characters: the YAML parser takes more than a second for longer texts. */
const maxYamlLength = 130_000;

/**
 * Stops at the first error. The composer itself would collect all errors with their stack traces, which takes seconds for
 * a text with thousands of errors.
 */
class StrictComposer extends Composer {
    constructor(options: ConstructorParameters<typeof Composer>[0]) {
        super(options);
        const stop = (_: unknown, code: string, __: string, isWarning?: boolean): void => {
            // Python's parser rejects a tag that it does not know.
            if (isWarning !== true || code === "TAG_RESOLVE_FAILED") throw new NotYaml(code);
        };
        Object.assign(this, { onError: stop });
    }
}

class NotYaml extends Error {}

/** Parses YAML 1.1 as cloud-init does: `yes` is true, `<<` merges. Returns `undefined` if the text is not valid YAML. */
export function readYaml(text: string, budget: Budget): unknown {
    if (text.length > maxYamlLength || isNestedTooDeep(text)) throw new OverBudget("YAML that is too long or too deep");

    budget.characters(text.length, 16);
    try {
        // The last of several equal keys wins, as in cloud-init; checking for duplicates takes quadratic time. Only text
        // with exactly one document is accepted.
        const options = {
            version: "1.1",
            merge: true,
            logLevel: "silent",
            prettyErrors: false,
            uniqueKeys: false,
        } as const;
        const documents = new StrictComposer(options).compose(new Parser().parse(text));
        const { value: document } = documents.next() as { value: Document.Parsed | undefined };
        const isOnly = document !== undefined && documents.next().done === true;
        return isOnly ? (document.toJS({ maxAliasCount: 50 }) as unknown) : undefined;
    } catch {
        return undefined;
    }
}
