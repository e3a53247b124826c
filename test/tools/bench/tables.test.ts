import assert from "node:assert/strict";
import { tables } from "../../../tools/bench/report/tables";
import type { Figure, Results } from "../../../tools/bench/results";
import { spread } from "../../../tools/bench/statistics";

function figure(hosts: number, peer: string, wall: number, more: Partial<Figure> = {}): Figure {
    const onHost = { connections: [1, 1], processes: 80, cpu: 0.1 } as const;
    const times = { wall: spread([wall]), cpu: spread([wall / 2]) };
    return { hosts, peer, scenario: "nothing", rounds: 1, memory: {}, onHost, ...times, ...more };
}

const results: Results = {
    begun: "2026-11-22T17:00:30.000Z",
    took: 600,
    machine: { processors: 2, model: "a processor", memory: 24, kernel: "6.1", load: 0.12 },
    versions: { pulumi: "3.250.0" },
    figures: [
        figure(64, "plain ssh", 5),
        figure(64, "bare Command", 4),
        figure(64, "SshKeepalive", 6, { state: 37_000, memory: { engine: 200.4 } }),
        figure(64, "without checkpoints", 5.5),
        figure(64, "Ansible", 48),
        figure(256, "plain ssh", 20),
        figure(256, "SshKeepalive", 48, { wall: spread([47, 48, 50]) }),
    ],
    previews: [],
    bastion: [{ hosts: 64, succeeded: 63, wall: 9.26, refused: 1 }],
};

describe("the benchmark's tables", () => {
    let text: string;
    before(async () => void (text = await tables(results)));

    /** Returns the cells of the rows that begin with a word, in all tables. */
    const rows = (first: string): string[][] =>
        text
            .split("\n")
            .filter((line) => line.startsWith(`| ${first} `))
            .map((line) => line.split("|").slice(1, -1))
            .map((cells) => cells.map((cell) => cell.trim()));

    it("name the machine and the date of the measurement", () => {
        assert.match(text, /^Measured on 2026-11-22 17:00 UTC in 10 minutes, on 2 processors \(a processor\), 24 GiB/);
        assert.match(text, /load 0\.1 at the start;.* pulumi 3\.250\.0\./s);
    });

    it("give the seconds of each peer that took part, in the peers' order, with the spread if there is one", () => {
        const [seconds] = rows("64, from nothing");
        assert.deepEqual(seconds, ["64, from nothing", "5.0", "4.0", "6.0", "5.5", "48.0"]);
        assert.deepEqual(rows("256, from nothing")[0]?.slice(1), ["20.0", "", "48.0 (47.0–50.0)", "", ""]);
    });

    it("give the ratios in the right direction: Ansible's to ours, all others' from ours", () => {
        assert.deepEqual(rows("64, from nothing")[1]?.slice(1), ["1.20", "1.10", "1.50", "8.00", "1.00"]);
        // 48 s for 256 hosts is twice as long per host as 6 s for 64.
        assert.deepEqual(rows("256, from nothing")[1]?.slice(1), ["2.40", "", "", "", "2.00"]);
    });

    it("give the resources that a run uses, on the controller and on all hosts", () => {
        const [, everywhere, toSsh, controller, host, processes, connections, state, engine] =
            rows("64, SshKeepalive")[0] ?? [];
        assert.deepEqual([everywhere, toSsh, controller, host], ["9.4", "1.06", "3.0", "0.10"]);
        assert.deepEqual([processes, connections, state, engine], ["80", "1", "37.0", "200"]);
    });

    it("show how many hosts behind a bastion were reached, and omit what was not measured", () => {
        assert.deepEqual(rows("Pulumi's choice")[0], ["Pulumi's choice", "64", "63", "9.3", "1"]);
        assert.ok(!text.includes("warm preview"));
    });
});
