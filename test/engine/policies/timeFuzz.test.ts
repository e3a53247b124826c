import assert from "node:assert/strict";
import { fuzzSeed } from "../../support/policies/fuzzSeed";
import { anyText, random, readers } from "../../support/policies/texts";

/** How many texts: some for each run of the tests, and 10,000 where somebody asks for them. */
const texts = Number(process.env.POLICIES_TEXTS ?? 2500);
/** Milliseconds. */
const most = 1000;

/** The process's own time in milliseconds, which other work on the machine does not lengthen. */
function timeOf(run: () => unknown): number {
    const before = process.cpuUsage();
    run();
    return process.cpuUsage(before).user / 1000;
}

describe("reading any text, with time as the only oracle", () => {
    it(`takes less than ${most} ms of processor time for each of ${texts} texts of up to 100 kB`, () => {
        const seed = fuzzSeed;
        const next = random(seed);
        const names = Object.keys(readers);
        let worst = { milliseconds: 0, what: "" };
        for (let i = 0; i < texts; i++) {
            const text = anyText(next);
            const name = names[i % names.length]!;
            let milliseconds = timeOf(() => readers[name]!(text));
            // What collects garbage counts as well, of all texts before; so a slow one gets another try, not remembered.
            for (let again = 1; again <= 2 && milliseconds > most / 2; again++) {
                milliseconds = Math.min(
                    milliseconds,
                    timeOf(() => readers[name]!(text + "\n".repeat(again))),
                );
            }
            if (milliseconds > worst.milliseconds)
                worst = { milliseconds, what: `text ${i} of seed ${seed}, ${text.length} characters, as ${name}` };
        }
        console.log(`        worst: ${Math.round(worst.milliseconds)} ms, ${worst.what}`);
        assert.ok(worst.milliseconds < most, `${Math.round(worst.milliseconds)} ms: ${worst.what}`);
    });
});
