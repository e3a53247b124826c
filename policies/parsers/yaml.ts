import { Composer, type Document, Parser } from "yaml";
import { type Budget, OverBudget } from "./budget";

/** Whether brackets or list items are nested so deeply that the parser's recursion could end the process. */
function isNestedTooDeep(text: string): boolean {
    let depth = 0;
    let deepest = 0;
    for (const bracket of text.match(/[[\]{}]/g) ?? []) {
        depth += bracket === "[" || bracket === "{" ? 1 : -1;
        deepest = Math.max(deepest, depth);
    }
    return deepest > 100 || /(?:[-?:][ \t]+){100}/.test(text);
}

/** A longer text takes the YAML parser more than a second. */
const longestYaml = 130_000;

/**
 * Ends at the first error. The composer would collect them, and a text of thousands of errors takes seconds where each
 * of them holds the whole stack.
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

/** Parses YAML 1.1 as cloud-init does: `yes` is true, `<<` merges. `undefined` when it is none. */
export function readYaml(text: string, budget: Budget): unknown {
    if (text.length > longestYaml || isNestedTooDeep(text)) throw new OverBudget("YAML that is too long or too deep");

    budget.characters(text.length, 16);
    try {
        // Of two equal keys the last one counts, as for cloud-init; to look for them costs the square of their number. One
        // document, and no second: what follows its first error is not worth the time that it takes.
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
