import assert from "node:assert/strict";
import { endLabels, niceTicks } from "../../../tools/bench/report/plots";

describe("the benchmark's plots", () => {
    it("have ticks at 1, 2 and 5 of each decade, and none outside the values", () => {
        assert.deepEqual(niceTicks([0.8, 340]), [1, 2, 5, 10, 20, 50, 100, 200]);
        assert.deepEqual(niceTicks([0.031, 0.3]), [0.05, 0.1, 0.2]);
    });

    it("have labels that do not overlap", () => {
        const points = ["a", "b", "c"].flatMap((peer, index) => [
            { hosts: 1, peer, y: 1 + index },
            { hosts: 64, peer, y: 100 + index / 10 },
        ]);
        const labels = endLabels([...points, { hosts: 16, peer: "d", y: 100 }]);
        assert.deepEqual(new Set(labels.map(({ hosts }) => hosts)), new Set([64]));
        const pixels = labels.map(({ y }) => (330 * Math.log(y)) / Math.log(100.2));
        pixels.slice(1).forEach((at, index) => assert.ok(at - pixels[index]! >= 12.9));
    });
});
