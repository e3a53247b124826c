/** Thrown when reading a text exceeds its budget; the text then counts as unknown. */
export class OverBudget extends Error {}

/** Scripts in scripts, functions in functions, parts in parts, words in words: together at most this deep. */
export const deepest = 40;

/** No text longer than this is read, in characters. A command line of Linux holds 131,072, user data far less. */
export const longest = 300_000;

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
