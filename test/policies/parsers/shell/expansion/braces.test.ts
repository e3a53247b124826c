import assert from "node:assert/strict";
import { readScript } from "../../../../../policies/parsers/read";
import { simulateScript } from "../../../../../policies/parsers/shell/run";

describe("expanding braces", () => {
    const cases: [string, string][] = [
        ["{a,b}", "a b"],
        ["x{1..3}y", "x1y x2y x3y"],
        ["{a,{b,c}d}", "a bd cd"],
        ["{a\\ b,'c d'}", "a b c d"],
        ["{a..c}{1,2}", "a1 a2 b1 b2 c1 c2"],
        ["x{,.bak}", "x x.bak"],
    ];
    for (const [word, expected] of cases) {
        it(`reads ${word}`, () => {
            assert.deepEqual(
                simulateScript(`echo ${word} > /f`).map((files) => files.read("/f")),
                [`${expected}\n`],
            );
        });
    }

    it("gives up on braces in braces in good time", () => {
        const before = process.cpuUsage();
        readScript(`echo ${"{a,".repeat(20_000)}b${"}".repeat(20_000)}`);
        assert.ok(process.cpuUsage(before).user < 1_000_000);
    });
});
