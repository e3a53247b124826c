import assert from "node:assert/strict";
import { anyText, random, parsers } from "../../support/policies/texts";
import { seed } from "../../support/seed";

/** The number of texts. POLICIES_TEXTS sets another one. */
const texts = Number(process.env.POLICIES_TEXTS ?? 2500);
/** In milliseconds. */
const most = 1000;

/** Returns the process's CPU time in milliseconds, which other load on the machine does not affect. */
function timeOf(run: () => unknown): number {
    const before = process.cpuUsage();
    run();
    return process.cpuUsage(before).user / 1000;
}

describe("reading any text, with time as the only oracle", () => {
    it(`takes less than ${most} ms of processor time for each of ${texts} texts of up to 100 kB`, () => {
        const next = random(seed);
        const names = Object.keys(parsers);
        let worst = { milliseconds: 0, what: "" };
        for (let i = 0; i < texts; i++) {
            const text = anyText(next);
            const name = names[i % names.length]!;
            let milliseconds = timeOf(() => parsers[name]!(text));
            // The measured time includes garbage collection for earlier texts, so a slow text is tried again, with
            // additional newlines so that no cache has it.
            for (let again = 1; again <= 2 && milliseconds > most / 2; again++) {
                milliseconds = Math.min(
                    milliseconds,
                    timeOf(() => parsers[name]!(text + "\n".repeat(again))),
                );
            }
            if (milliseconds > worst.milliseconds)
                worst = { milliseconds, what: `text ${i} of seed ${seed}, ${text.length} characters, as ${name}` };
        }
        console.log(`        worst: ${Math.round(worst.milliseconds)} ms, ${worst.what}`);
        assert.ok(worst.milliseconds < most, `${Math.round(worst.milliseconds)} ms: ${worst.what}`);
    });
});
