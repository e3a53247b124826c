import assert from "node:assert/strict";
import { duration } from "../../core/duration";

describe("a duration in words", () => {
    const words: [seconds: number | null, text: string][] = [
        [null, "never"],
        [0, "0 s"],
        [22.6, "22.6 s"],
        [119, "119 s"],
        [120, "120 s (2 min)"],
        [924.6, "924.6 s (15 min 25 s)"],
        [3720, "3720 s (1 h 2 min)"],
        [7875, "7875 s (2 h 11 min)"],
        [432_000, "432000 s (5 d)"],
    ];
    for (const [seconds, text] of words) it(`is ${text}`, () => assert.equal(duration(seconds), text));
});
