import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { launcher } from "../../../components/remote/packing";
import { dropIn } from "../../support/managedFiles";
import { reloads, sshArgv, suites } from "../../support/testbed";
import {
    assertLogin,
    assertUnchanged,
    freshHosts,
    missing,
    mustFail,
    script,
    stateOf,
    stopDaemon,
    until,
} from "./freshHosts";
import { allSettings, program, programArguments, reportOf, runProgram, succeed } from "./program";

const state = "/var/lib/pulumi-ssh-keepalive";

describe("The host program and a daemon without a service manager", () => {
    const fresh = freshHosts("daemon");

    /** Replaces sshd with a wrapper: a daemon runs `$1` when it reads our settings, although the check passes. */
    const wrap = `
        mkdir /srv/real && mv /usr/sbin/sshd /srv/real/
        cat >/usr/sbin/sshd <<END
#!/bin/bash
case " \\$* " in *' -T '* | *' -t '* | *' -R '*) exec /srv/real/sshd "\\$@" ;; esac
/srv/real/sshd -T 2>/dev/null | grep -qi 'clientaliveinterval 120' && $1
exec -a /usr/sbin/sshd /srv/real/sshd -E /var/log/sshd.log
END
        chmod +x /usr/sbin/sshd`;

    for (const suite of suites) {
        it(`restarts the daemon with its old configuration if it dies at the reload, on ${suite}`, async () => {
            const host = await fresh({ suite });
            await script(host, wrap, "exit 1");
            const before = await stateOf(host);
            const pid = await script(host, "cat /run/sshd.pid");
            const result = await runProgram(host, "apply", { settings: allSettings });
            await mustFail(host, before, result, /the daemon ended at the reload.*everything was rolled back/u);
            assert.match(result.stderr, /was started again/u);
            assert.notEqual(await script(host, "cat /run/sshd.pid"), pid);
            assert.match(
                await script(host, 'tr "\\0" " " <"/proc/$(cat /run/sshd.pid)/cmdline"'),
                /-E \/var\/log\/sshd\.log/u,
            );
            // sshd's sessions must not inherit the signals that the program ignores while it works (SIGHUP, SIGINT,
            // SIGTERM).
            const ignored = await script(host, 'grep SigIgn "/proc/$(cat /run/sshd.pid)/status"');
            assert.equal(BigInt(`0x${ignored.trim().split(/\s+/u)[1]}`) & 0x4003n, 0n, ignored);
            await assertLogin(host);
        });
    }

    it("rolls everything back if the daemon survives but no longer listens", async () => {
        const host = await fresh();
        await script(host, wrap, "exec -a /usr/sbin/sshd /srv/real/sshd -o ListenAddress=127.0.0.1:2222");
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: allSettings });
        await mustFail(host, before, result, /does not listen where it did ten seconds.*everything was rolled back/u);
        await assertLogin(host);
    });

    it("reads the daemon's own command line, which beats every file", async () => {
        const host = await fresh();
        await script(host, `${stopDaemon}; /usr/sbin/sshd -E /var/log/sshd.log -oClientAliveInterval=7`);
        const before = await stateOf(host);
        await mustFail(
            host,
            before,
            await runProgram(host, "apply"),
            /ClientAliveInterval would stay 7 instead of 120.*command line/u,
        );
        assert.equal((await succeed(host, "apply", { settings: ["ClientAliveCountMax 9"] })).changed, true);
    });

    it("works on the file that the daemon was started with, and finds a daemon without its pid file", async () => {
        const host = await fresh();
        await script(
            host,
            `${stopDaemon}
            mkdir /srv/ssh && cp /etc/ssh/sshd_config /srv/ssh/own.conf && echo Nonsense >>/etc/ssh/sshd_config
            echo 'PidFile none' >>/srv/ssh/own.conf
            /usr/sbin/sshd -E /var/log/sshd.log -f /srv/ssh/own.conf`,
        );
        const before = await stateOf(host);
        const { reloaded, unit } = await succeed(host, "apply");
        assert.deepEqual([reloaded, unit], [true, "sshd"]);
        assert.match(await script(host, "sshd -T -f /srv/ssh/own.conf"), /^clientaliveinterval 120$/mu);
        await assertLogin(host);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("completes its work when the connection is cut", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        // Slow enough to be interrupted halfway, as on a busy disk.
        await script(
            host,
            "printf '#!/bin/sh\\nsleep 0.2\\nexec /bin/sync \"$@\"\\n' >/usr/local/bin/sync && chmod +x /usr/local/bin/sync",
        );
        const [command = "", ...words] = sshArgv(host, `PATH=/usr/local/bin:$PATH ${quoted("apply")}`);
        const client = spawn(command, words, { stdio: ["pipe", "ignore", "ignore"] });
        client.stdin.on("error", () => undefined);
        client.stdin.end(program);
        await until(host, `test -e ${state}/pending`);
        client.kill("SIGKILL");
        await until(host, `test ! -e ${state}/pending && test -e ${dropIn}`);
        assert.deepEqual(await missing(host), []);
        assert.equal(await reloads(host), 1);
        await script(host, "rm /usr/local/bin/sync");
        assert.equal((await succeed(host, "apply", { settings: allSettings })).changed, false);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("does nothing when the program itself arrives truncated", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        for (const part of [0.1, 0.5, 0.9, 0.999]) {
            const { exitCode } = await runProgram(host, "apply", { program: program.slice(0, program.length * part) });
            assert.notEqual(exitCode, 0);
            await assertUnchanged(host, before);
        }
    });

    it("runs two concurrent applies one after the other", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        const intervals = [11, 22, 33, 44];
        const runs = intervals.map((interval) =>
            runProgram(host, "apply", { settings: [`ClientAliveInterval ${interval}`] }),
        );
        const reports = (await Promise.all(runs)).map(reportOf);
        const last = reports
            .filter(({ effective }) => effective["ClientAliveInterval"] !== undefined)
            .map((report) => report.previous["ClientAliveInterval"]);
        // Each run found the values that the previous one had set: a chain from 0 without a fork.
        assert.equal(new Set(last).size, intervals.length);
        assert.ok(last.includes("0"));
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("lets one of two concurrent stacks win, and names it to the other", async () => {
        const host = await fresh();
        const owners = ["blue/prod/a", "green/prod/a"] as const;
        const runs = owners.map((owner) => runProgram(host, "apply", { owner, settings: allSettings }));
        const [blue, green] = await Promise.all(runs);
        assert.deepEqual([blue?.exitCode, green?.exitCode].sort(), [0, 1]);
        const [loser, names] = blue?.exitCode === 0 ? [green, [...owners]] : [blue, [...owners].reverse()];
        assert.match(loser?.stderr ?? "", new RegExp(`'${names[0]}', not to '${names[1]}'`, "u"));
        assert.deepEqual(await missing(host), []);
    });

    it("waits for the holder of the lock, but not for one that was killed", async () => {
        const host = await fresh();
        const lock = "/run/pulumi-ssh-keepalive.lock";
        const hold = `flock -o ${lock} sleep 600 >/dev/null 2>&1 & echo $! >/run/holder
            while flock -n ${lock} true; do sleep 0.02; done`;
        await script(host, hold);
        const applied = runProgram(host, "apply");
        await until(host, "pgrep -fx 'sleep 1' >/dev/null");
        await script(host, `test ! -e ${dropIn}; kill "$(cat /run/holder)"`);
        assert.equal(reportOf(await applied).changed, true);
        await script(host, hold);
        await script(host, 'kill -9 "$(cat /run/holder)"');
        assert.equal((await succeed(host, "apply")).changed, false);
    });

    it("takes effect for a new connection: the server probes at the configured interval", async () => {
        const host = await fresh({ suite: "trixie" });
        await succeed(host, "apply", { settings: ["ClientAliveInterval 1"] });
        const [command = "", ...words] = sshArgv(host, "sleep 3.5", { options: ["-v"] });
        const client = spawn(
            command,
            words.map((word) => (word === "LogLevel=ERROR" ? "LogLevel=DEBUG" : word)),
        );
        let output = "";
        client.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
        await new Promise((resolve) => client.on("close", resolve));
        const probes = output.match(/rtype keepalive@openssh\.com/gu)?.length ?? 0;
        assert.ok(probes >= 2 && probes <= 4, `${probes} probes in 3.5 s: ${output}`);
    });
});

function quoted(verb: "apply"): string {
    return ["sh", "-c", launcher, "keepalive", ...programArguments(verb, { settings: allSettings })]
        .map((word) => `'${word}'`)
        .join(" ");
}
