import assert from "node:assert/strict";
import { dropIn } from "../../support/managedFiles";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf } from "./freshHosts";
import { allSettings, runProgram, succeed } from "./program";
import { once, withShims as env } from "./shims";

describe("The host program, while the daemon is restarted by others", () => {
    const fresh = freshHosts("followed");

    for (const [when, name, like] of [
        ["before its swap", "mv", "*.staged*/etc/ssh/*"],
        ["at its reload", "systemctl", "reload*ssh.service"],
    ] as const) {
        it(`follows the daemon to its new process, by systemctl restart ${when}`, async () => {
            const host = await fresh({ systemd: true });
            await once(host, name, like, "systemctl restart ssh.service");
            const pid = await script(host, "systemctl show -P MainPID ssh.service");
            const { reloaded, changed } = await succeed(host, "apply", { settings: allSettings, env });
            assert.deepEqual([reloaded, changed], [true, true]);
            assert.notEqual(await script(host, "systemctl show -P MainPID ssh.service"), pid);
            assert.deepEqual(await missing(host), []);
            await assertLogin(host);
        });
    }

    it("sends a second signal if the first one was lost", async () => {
        const host = await fresh({ systemd: true });
        await script(
            host,
            `mkdir -p /run/systemd/system/ssh.service.d && printf '%s\\n' '[Service]' ExecReload= \
                "ExecReload=/bin/sh -c 'mkdir /run/lost || kill -HUP \\$MAINPID'" >/run/systemd/system/ssh.service.d/t.conf
            systemctl daemon-reload`,
        );
        assert.equal((await succeed(host, "apply")).reloaded, true);
        assert.deepEqual(await missing(host), []);
    });

    it("sends SIGHUP if the unit cannot reload", async () => {
        const host = await fresh({ systemd: true });
        await script(
            host,
            `mkdir -p /run/systemd/system/ssh.service.d && printf '[Service]\\nExecReload=\\n' >/run/systemd/system/ssh.service.d/t.conf
            systemctl daemon-reload`,
        );
        assert.equal((await succeed(host, "apply")).reloaded, true);
        assert.deepEqual(await missing(host), []);
    });

    it("sends SIGHUP if an OpenRC service has no reload", async () => {
        const host = await fresh();
        await script(
            host,
            `mkdir /run/openrc && printf '%s\\n' '#!/bin/sh' 'test "$2" = status' >/usr/local/bin/rc-service
            chmod +x /usr/local/bin/rc-service`,
        );
        const report = await succeed(host, "apply", { env });
        assert.deepEqual([report.unit, report.reloaded], ["sshd", true]);
        assert.deepEqual(await missing(host), []);
    });

    const concurrent: [line: string, message: RegExp][] = [
        ["ClientAliveInterval 7", /ClientAliveInterval would stay 7 instead of 120: \S+00-first.conf line 1 wins/u],
        ["MaxSessions 7", /: someone else changed other directives during this run: maxsessions; check sshd's files/u],
    ];
    for (const [line, message] of concurrent) {
        it(`rolls back if someone else writes "${line}" at its swap, and says so`, async () => {
            const host = await fresh();
            const before = await stateOf(host);
            const winner = "/etc/ssh/sshd_config.d/00-first.conf";
            await once(host, "mv", `*.staged*${dropIn}`, `echo '${line}' >${winner}`);
            const shim = await stateOf(host);
            const { exitCode, stderr } = await runProgram(host, "apply", { settings: allSettings, env });
            assert.match(stderr, message);
            assert.match(stderr, /everything was rolled back/u);
            assert.doesNotMatch(stderr, /Illegal number|integer/u);
            assert.equal(exitCode, 1);
            await script(host, `rm ${winner}`);
            await assertUnchanged(host, shim);
            await script(host, "rm /usr/local/bin/mv");
            await assertUnchanged(host, before);
        });
    }

    it("lets its child processes inherit nothing, such as the lock", async () => {
        const host = await fresh();
        // Like OpenRC's supervise-daemon, which keeps running.
        await script(
            host,
            `mkdir /run/openrc && cat >/usr/local/bin/rc-service <<'END' && chmod +x /usr/local/bin/rc-service
#!/bin/sh
case $2 in
    reload) kill "$(cat /run/sshd.pid)" ;;
    restart) sleep 600 >/dev/null 2>&1 </dev/null & /usr/sbin/sshd -E /var/log/sshd.log ;;
esac
END`,
        );
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { env });
        await mustFail(host, before, result, /ended at the reload.*everything was rolled back/u);
        const held = await script(host, 'ls -l "/proc/$(pgrep -xf "sleep 600")/fd" | grep -c -- "->.*/"');
        assert.equal(held, "3\n", "more than three times /dev/null");
        await assertLogin(host);
    });
});
