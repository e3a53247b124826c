import assert from "node:assert/strict";
import fc from "fast-check";
import { timeline } from "../../../cli/explain/timeline";
import { describeTiming } from "../../../core/timing/describe";

describe("the timeline", () => {
    it("has no end for a session that never ends", () => {
        const rows = timeline(describeTiming({ server: { tcpKeepAlive: true } }));
        assert.match(rows[1] ?? "", /^sshd: peer hung -+> never$/);
        assert.match(rows[2] ?? "", /^sshd: peer lost -+X 7875 s/);
    });

    it("is empty if nothing ever happens", () => {
        assert.deepEqual(timeline(describeTiming({ server: { tcpKeepAlive: false } })), []);
    });

    it("omits a hop whose idle timeout comes long after the session's end", () => {
        const rows = timeline(
            describeTiming({ server: { clientAliveInterval: 20 } }, { networkPath: ["60", "432000"] }),
        );
        assert.equal(rows.filter((row) => /^\d+ .*\|/.test(row)).length, 1);
    });

    it("stays on its scale for any settings", () => {
        const settings = fc.record({
            tcpKeepAlive: fc.boolean(),
            clientAliveInterval: fc.integer({ min: 0, max: 86_400 }),
            clientAliveCountMax: fc.integer({ min: 0, max: 10_000 }),
        });
        const openssh = fc.constantFrom("8.1", "9.2", "10.0");
        const path = fc.array(fc.integer({ min: 3, max: 1_000_000 }).map(String), { maxLength: 3 });
        const columns = fc.integer({ min: 40, max: 200 });
        fc.assert(
            fc.property(
                settings,
                openssh,
                path,
                columns,
                fc.boolean(),
                (server, version, networkPath, width, unicode) => {
                    const timing = describeTiming({ server }, { openssh: version, networkPath });
                    const rows = timeline(timing, { columns: width, color: false, unicode });
                    for (const row of rows) assert.ok(row.length <= width - 2, row);
                    const lines = rows.slice(1).filter((row) => /never$| s\)?$/.test(row) && !/drops|ends/.test(row));
                    for (const line of lines) assert.match(line, /[-?+|X─●✗◆┃]{1,}([>→] never| \d)/);
                },
            ),
        );
    });

    it("has the client's end beside the server's, if it is known", () => {
        const timing = describeTiming({
            server: { clientAliveInterval: 90 },
            client: { serverAliveInterval: 30, serverAliveCountMax: 3 },
        });
        const rows = timeline(timing, { columns: 100, color: false, unicode: true });
        assert.deepEqual(
            rows.slice(1, 5).map((row) => row.split(" ").slice(0, 3).join(" ")),
            ["sshd: peer hung", "sshd: peer lost", "ssh: server hung", "ssh: server lost"],
        );
        assert.match(rows.join("\n"), /─●─/);
    });

    it("stops marking probes where they stop", () => {
        const server = { clientAliveInterval: 90, clientAliveCountMax: 3 };
        const rows = timeline(describeTiming({ server }, { openssh: "8.0", rekeyInterval: 400 }));
        assert.match(rows[1] ?? "", /\?-+> never$/);
    });
});
