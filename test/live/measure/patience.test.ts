import assert from "node:assert/strict";
import { fakeSsh, loggedIn } from "../../cli/measure/fakeSsh";
import { runCli } from "../../cli/runCli";

// Tests the cases that take the program's full patience, with a fake ssh.
describe("measuring a path on which nothing answers", () => {
    const { ssh } = fakeSsh();

    it("prints only JSON with --json", async () => {
        // No reply arrives after a silence, except in the session that is never silent.
        ssh(`${loggedIn}; case $* in *BatchMode*) sh -s | grep --line-buffered -v done ;; *) exec sh -s ;; esac`);
        const { code, out, err } = await runCli("measure", "web1", "--up-to", "7", "--json");
        assert.deepEqual([code, err], [0, ""]);
        const { finding, problems } = JSON.parse(out) as { finding: Record<string, unknown>; problems: unknown[] };
        assert.deepEqual([finding["atLeast"], finding["atMost"], finding["networkPath"]], [0, 3, null]);
        assert.deepEqual(finding["how"], { client: "dropped", host: "dropped" });
        assert.deepEqual(problems, []);
    });

    it("detects a forced command that only echoes its input", async () => {
        ssh(`${loggedIn}; exec cat`);
        const { code, err } = await runCli("measure", "web1");
        assert.equal(code, 1);
        assert.match(err, /no POSIX shell answered: echo ready-\$\(\(40\+2\)\)\./);
    });
});
