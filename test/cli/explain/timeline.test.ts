import assert from "node:assert/strict";
import fc from "fast-check";
import { timeline } from "../../../cli/explain/timeline";
import { describeTiming } from "../../../core/describeTiming";

describe("the timeline", () => {
    it("ends no row for what never ends", () => {
        const rows = timeline(describeTiming({ server: { tcpKeepAlive: true } }));
        assert.match(rows[1] ?? "", /^hung peer +-{60}> never$/);
        assert.match(rows[2] ?? "", /^unreachable peer +-{59}X 7875 s/);
    });

    it("is empty where nothing ever happens", () => {
        assert.deepEqual(timeline(describeTiming({ server: { tcpKeepAlive: false } })), []);
    });

    it("leaves out a hop that forgets long after the session's end", () => {
        const rows = timeline(
            describeTiming({ server: { clientAliveInterval: 20 } }, { networkPath: ["60", "432000"] }),
        );
        assert.equal(rows.length, 6);
    });

    it("stays on its scale, whatever the settings are", () => {
        const settings = fc.record({
            tcpKeepAlive: fc.boolean(),
            clientAliveInterval: fc.integer({ min: 0, max: 86_400 }),
            clientAliveCountMax: fc.integer({ min: 0, max: 10_000 }),
        });
        const openssh = fc.constantFrom("8.1", "9.2", "10.0");
        const path = fc.array(fc.integer({ min: 3, max: 1_000_000 }).map(String), { maxLength: 3 });
        fc.assert(
            fc.property(settings, openssh, path, (server, version, networkPath) => {
                const rows = timeline(describeTiming({ server }, { openssh: version, networkPath }));
                for (const row of rows.slice(1, -2)) assert.match(row.slice(30), /^[-?+|X]{1,60}(> never| \d)/);
            }),
        );
    });
});
