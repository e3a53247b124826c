import assert from "node:assert/strict";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeSsh, loggedIn, shell } from "./measure/fakeSsh";
import { startProgram } from "./program";

/** Waits until a condition holds; the test's own timeout is the limit. */
async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(20);
}

describe("the program as a process", () => {
    const { ssh, connections, recordPid } = fakeSsh();
    const contradiction = ["explain", "--interval", "180", "--path", "aws-nat-gateway"];

    for (const [args, code] of [
        [["explain"], 0],
        [contradiction, 1],
    ] as const) {
        it(`ends ${JSON.stringify(args)} with exit code ${code} also if nobody reads its output`, async () => {
            const { child, ended } = startProgram(args);
            child.stdout?.destroy();
            assert.deepEqual(await ended, { end: code, out: "", err: "" });
        });
    }

    it("reports that its output cannot be written", async function () {
        if (!existsSync("/dev/full")) this.skip();
        const full = openSync("/dev/full", "w");
        const { ended } = startProgram(["explain"], full);
        closeSync(full);
        const { end, err } = await ended;
        assert.equal(end, 1);
        assert.match(err, /^Problem: the output cannot be written: ENOSPC: .*\.\n$/);
    });

    it("ends a measurement whose progress nobody reads, and prints the result so far", async () => {
        ssh(shell);
        const { child, ended } = startProgram(["measure", "web1"]);
        child.stderr?.once("data", () => child.stderr?.destroy());
        const { end, out } = await ended;
        assert.equal(end, 130);
        assert.match(out, /^There is no result for the path to web1 yet|^So far: /);
        assert.deepEqual(connections(), []);
    });

    it("leaves no ssh at a second signal, even one that ignores the first", async () => {
        ssh(`trap '' TERM\n${loggedIn}\nsh -s\nexec sleep 60`);
        const { child, ended } = startProgram(["measure", "web1"]);
        await once(child.stderr!, "data");
        await until(() => connections().length > 1);
        child.kill("SIGINT");
        child.kill("SIGTERM");
        assert.equal((await ended).end, 130);
        await until(() => connections().length === 0);
    });

    it("ends ssh with explain --host", async () => {
        ssh("exec sleep 60");
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
            const { child, ended } = startProgram(["explain", "--host", "web1"]);
            await until(() => connections().length > 0);
            child.kill(signal);
            assert.equal((await ended).end, signal);
            await until(() => connections().length === 0);
        }
    });

    it("does not wait for what ssh has started and left in the background", async () => {
        ssh(`sh -c '${recordPid}; exec sleep 60' "$0" &\nexit 255`);
        const { end, err } = await startProgram(["explain", "--host", "web1"]).ended;
        assert.equal(end, 1);
        assert.match(err, /Problem: host: web1 cannot be read: ssh ended with 255\./);
        assert.notEqual(connections().length, 0);
        for (const pid of connections()) process.kill(pid);
    });

    const slow = "exec sleep 60";
    const stages: [what: string, install: () => void][] = [
        ["reads its configuration", () => ssh("", "", `${recordPid}; ${slow}`)],
        ["opens the first connection", () => ssh(slow)],
    ];
    for (const [what, install] of stages) {
        it(`is interrupted while ssh ${what}, alone or, as on a terminal, together with ssh`, async () => {
            install();
            for (const isGroup of [false, true]) {
                const { child, ended } = startProgram(["measure", "web1"]);
                await until(() => connections().length > 0);
                process.kill(isGroup ? -child.pid! : child.pid!, "SIGINT");
                const { end, out, err } = await ended;
                assert.equal(end, 130, err);
                assert.doesNotMatch(err, /Problem/);
                assert.match(out, /^There is no result for the path to web1 yet/);
                assert.deepEqual(connections(), []);
            }
        });
    }
});
