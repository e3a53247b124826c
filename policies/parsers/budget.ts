/** Thrown when reading a text exceeds its budget; the text then counts as unknown. */
export class OverBudget extends Error {}

/** The maximum total nesting depth of scripts, functions, user data parts and words. */
export const maxDepth = 40;

/** The maximum nesting depth of a text's syntax, such as brackets of YAML or commands in one function's body. */
export const maxNesting = 100;

/** The maximum length of a text, in characters. A Linux argument holds at most 131,072, user data far less. */
export const maxLength = 300_000;

/** The budget for reading one text with everything nested in it. A step is a command, a line or a word. */
export class Budget {
    #steps = 60_000;
    #characters = 6_000_000;

    step(count = 1): void {
        this.#steps -= count;
        if (this.#steps < 0) throw new OverBudget("too many steps");
    }

    /** Charges for characters that are produced or read; `weight` is the number of passes over each. */
    characters(count: number, weight = 1): void {
        this.#characters -= count * weight;
        if (this.#characters < 0) throw new OverBudget("too much text");
    }
}
