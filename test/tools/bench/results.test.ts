import assert from "node:assert/strict";
import { figuresOf, type Sample } from "../../../tools/bench/results";
import { median, spread } from "../../../tools/bench/statistics";

function sample(part: Partial<Sample>): Sample {
    const onHost = { connections: [1, 1], processes: 80, cpu: 0.1 } as const;
    return { hosts: 16, peer: "plain ssh", scenario: "nothing", wall: 1, cpu: 1, memory: {}, onHost, ...part };
}

describe("the benchmark's results", () => {
    it("are medians, with minimum and maximum", () => {
        assert.equal(median([3, 1, 2]), 2);
        assert.equal(median([4, 1, 2, 3]), 2.5);
        assert.ok(Number.isNaN(median([])));
        assert.deepEqual(spread([3, 1, 2]), { median: 2, min: 1, max: 3 });
    });

    it("group the rounds by peer, scenario and number of hosts, fewer hosts first", () => {
        const figures = figuresOf([
            sample({ hosts: 64, wall: 9 }),
            sample({ wall: 3, cpu: 5, state: 300 }),
            sample({ wall: 1, cpu: 7, state: 100 }),
            sample({ wall: 2, cpu: 6, state: 200 }),
            sample({ scenario: "change", wall: 8 }),
        ]);
        const [first, second, third] = figures;
        assert.deepEqual(
            figures.map(({ hosts, scenario, rounds }) => [hosts, scenario, rounds]),
            [
                [16, "nothing", 3],
                [16, "change", 1],
                [64, "nothing", 1],
            ],
        );
        assert.deepEqual(first?.wall, { median: 2, min: 1, max: 3 });
        assert.deepEqual(first?.cpu, { median: 6, min: 5, max: 7 });
        // Values without a spread are those of the median round.
        assert.equal(first?.state, 200);
        assert.equal(second?.wall.median, 8);
        assert.equal(third?.wall.median, 9);
    });
});
