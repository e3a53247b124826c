import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { dropIn } from "../../support/managedFiles";
import { type Host, exec, mustExec, sshArgv, suites } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, script, stateOf, stopDaemon, until } from "./freshHosts";
import { allSettings, reportOf, runProgram, succeed } from "./program";
import { once, withShims as env } from "./shims";

/** The attacker: a user with an account, and no privileges. */
const user = "visitor";

/** The attacker's configuration, which runs a command as root if an sshd of root's loads it. */
const trap = `
    mkdir -p /tmp/x && cd /tmp/x
    printf '%s\\n' 'Port 2222' 'HostKey /tmp/x/key' 'PidFile /tmp/x/pid' 'PermitRootLogin yes' >sshd_config
    ssh-keygen -q -t ed25519 -N '' -f key
    ln -s /etc/shadow .sshd_config.pulumi-ssh-keepalive.staged`;

const title = "sshd: /usr/sbin/sshd -f /tmp/x/sshd_config [listener] 0 of 10-100 startups";

/** A user's process with sshd's name and the title of a listening daemon; $1 is the program it runs. */
const impostor = `
    ln -sf "$1" /tmp/sshd && shift
    setsid bash -c 'exec -a "$0" /tmp/sshd "$@"' "${title}" "$@" >/dev/null 2>&1 </dev/null &`;

/** A set-user-ID program of root's, of which there are many, that runs for as long as its user wants. */
const setUserId = `
    cp /usr/bin/sleep /usr/local/bin/waiter && chmod 4755 /usr/local/bin/waiter`;

describe("The host program and a malicious local user", () => {
    const fresh = freshHosts("user");

    /** Runs a script of the attacker's. */
    function attack(host: Host, text: string, ...words: string[]): Promise<string> {
        return mustExec(host, ["bash", "-euc", text, "bash", ...words], { user });
    }

    /** Asserts that no process runs with the attacker's configuration, and that none of root's files has changed. */
    async function assertNotCompromised(host: Host): Promise<void> {
        const { stdout } = await exec(host, "pgrep -U root -af '[/]tmp/x'; grep -i ':08AE ' /proc/net/tcp; true");
        assert.equal(stdout, "");
        await script(host, "test ! -e /tmp/x/pid");
    }

    for (const suite of suites) {
        it(`starts no sshd with a file that a user's process names, on ${suite}`, async () => {
            const host = await fresh({ suite });
            await attack(host, trap);
            await attack(host, impostor, "/usr/bin/sleep", "600");
            await script(host, 'kill "$(cat /run/sshd.pid)"');
            await until(host, "test ! -e /run/sshd.pid");
            const before = await stateOf(host);
            // It would have been started at the end, and by the rollback after a daemon's death.
            await succeed(host, "apply", { settings: allSettings });
            await assertNotCompromised(host);
            assert.deepEqual(await missing(host), []);
            await succeed(host, "restore");
            await assertUnchanged(host, before);
            await assertNotCompromised(host);
        });
    }

    it("never mistakes a user's process for a daemon without pid file, not even one with root's effective uid", async () => {
        const host = await fresh();
        await script(
            host,
            `echo 'PidFile none' >/etc/ssh/sshd_config.d/pid.conf
            ${stopDaemon}
            ${setUserId}`,
        );
        await attack(host, trap);
        // The lower number is found first.
        await attack(host, impostor, "/usr/local/bin/waiter", "600");
        await attack(host, impostor, "/usr/bin/sleep", "600");
        await until(host, "pgrep -u visitor -f listener");
        await script(host, "/usr/sbin/sshd -E /var/log/sshd.log");
        const before = await stateOf(host);
        const report = await succeed(host, "apply", { settings: allSettings });
        assert.deepEqual([report.reloaded, report.placement], [true, "drop-in"]);
        assert.deepEqual(await missing(host), []);
        await assertLogin(host);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
        await assertNotCompromised(host);
        assert.equal(await script(host, "pgrep -U visitor -c -f 'x/sshd_config .listener'"), "2\n");
    });

    it("sends no signal to a user's process or an ssh session that a stale pid file names", async () => {
        const host = await fresh();
        await attack(host, "setsid sleep 600 >/dev/null 2>&1 </dev/null &");
        await until(host, "pgrep -u visitor -x sleep");
        const [sleeper] = (await script(host, "pgrep -u visitor -x sleep")).trim().split("\n");
        const real = (await script(host, "cat /run/sshd.pid")).trim();
        await script(host, 'echo "$1" >/run/sshd.pid', sleeper ?? "");
        const report = await succeed(host, "apply", { settings: ["ClientAliveInterval 61"] });
        assert.deepEqual([report.reloaded, await missing(host, ["ClientAliveInterval 61"])], [true, []]);
        assert.equal(await script(host, "cat /run/sshd.pid"), `${real}\n`, "the daemon was not reloaded");
        await script(host, 'kill -0 "$1"', sleeper ?? "");

        // The sshd of a root session has root's four user IDs as well.
        const [command = "", ...words] = sshArgv(host, "sleep 601");
        const client = spawn(command, words, { stdio: "ignore" });
        try {
            await until(host, "pgrep -u root -fx 'sleep 601'");
            const session = await script(host, 'pgrep -P "$1" | head -n 1', real);
            await script(host, 'echo "$1" >/run/sshd.pid', session.trim());
            const again = await succeed(host, "apply", { settings: ["ClientAliveInterval 62"] });
            assert.equal(again.reloaded, true);
            await script(host, 'kill -0 "$1" && pgrep -fx "sleep 601"', session.trim());
        } finally {
            client.kill();
        }
    });

    it("cannot be blocked by a user who can read /etc/ssh", async () => {
        const host = await fresh();
        await attack(host, "for place in / /etc /etc/ssh /run; do flock $place sleep 600 >/dev/null 2>&1 & done");
        await until(host, "test $(pgrep -c -u visitor -x sleep) = 4");
        await succeed(host, "apply");
        // Slow enough for attempts in the meantime.
        await script(host, "printf '#!/bin/sh\\nsleep 0.3\\n' >/usr/local/bin/sync && chmod +x /usr/local/bin/sync");
        const run = runProgram(host, "restore");
        await until(host, "test -e /run/pulumi-ssh-keepalive.lock");
        const opened = await exec(host, "flock -n /run/pulumi-ssh-keepalive.lock true", { user });
        assert.match(opened.stderr, /Permission denied/u);
        reportOf(await run);
        await script(host, "test ! -e /run/pulumi-ssh-keepalive.lock");
    });

    const folders: readonly (readonly [name: string, prepare: string, blames: string])[] = [
        ["the drop-in folder", "chmod 0777 /etc/ssh/sshd_config.d", "/etc/ssh/sshd_config.d"],
        ["/etc/ssh, by its owner", "chown visitor /etc/ssh", "/etc/ssh"],
        ["/etc/ssh, by its group", "chgrp visitor /etc/ssh && chmod g+w /etc/ssh", "/etc/ssh"],
        ["the main file", "chown visitor /etc/ssh/sshd_config", "/etc/ssh/sshd_config"],
        ["the folder of the sysctl files", "chmod o+w,+t /etc/sysctl.d", "/etc/sysctl.d"],
        ["the state", "install -d -o visitor /var/lib/pulumi-ssh-keepalive", "/var/lib/pulumi-ssh-keepalive"],
        [
            "the target of the main file's link",
            "install -d -o visitor /srv/x && mv /etc/ssh/sshd_config /srv/x/ && ln -s /srv/x/sshd_config /etc/ssh/",
            "/srv/x",
        ],
        [
            "the drop-in itself",
            `printf '%s\\n' '# Managed by Pulumi' '# owner: website/production/keepalive' >${dropIn} && chown visitor ${dropIn}`,
            dropIn,
        ],
        ["sshd", "chown visitor /usr/sbin/sshd", "/usr/sbin/sshd"],
    ];
    for (const [name, prepare, blames] of folders) {
        it(`touches nothing if a user can write to ${name}`, async () => {
            const host = await fresh();
            await script(host, prepare);
            const before = await stateOf(host);
            for (const verb of ["apply", "restore"] as const) {
                const result = await runProgram(host, verb, { settings: allSettings });
                assert.equal(result.exitCode, 1);
                assert.ok(result.stderr.includes(`${blames} can be changed by another user than root`), result.stderr);
                await assertUnchanged(host, before);
            }
        });
    }

    it("follows no link in the folder of a former main file that now belongs to a user", async () => {
        const host = await fresh();
        const start = (options: string) =>
            script(
                host,
                `kill "$(cat /run/sshd.pid)"; while test -e /run/sshd.pid; do sleep 0.02; done
                /usr/sbin/sshd -E /var/log/sshd.log ${options}`,
            );
        await script(host, "mkdir /srv/ssh && echo UsePAM yes >/srv/ssh/own.conf");
        await start("-f /srv/ssh/own.conf");
        await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
        // A killed run leaves its rollback copies, and names the file there.
        await once(host, "mv", "*staged*own.conf", 'mv "$@"; kill -9 $PPID');
        assert.equal((await runProgram(host, "apply", { settings: allSettings, env })).exitCode, 137);
        await script(host, "chown visitor /srv/ssh && echo precious >/root/precious");
        await attack(
            host,
            `cd /srv/ssh && for name in staged before original; do
                rm -f .own.conf.pulumi-ssh-keepalive.$name && ln -s /root/precious .own.conf.pulumi-ssh-keepalive.$name
            done`,
        );
        await start("");
        const killed = await runProgram(host, "restore");
        assert.match(killed.stderr, /could not be restored: \/srv\/ssh\/own\.conf/u);
        assert.equal(killed.exitCode, 3);
        await script(host, "rm /var/lib/pulumi-ssh-keepalive/pending");
        const result = await runProgram(host, "restore");
        assert.match(result.stderr, /\/srv\/ssh can be changed by another user than root.*nothing was changed/u);
        assert.equal(
            await script(host, "cat /root/precious; ls -l /srv/ssh/.own* | grep -c /root/precious"),
            "precious\n3\n",
        );
    });

    it("uses no tool from a folder that a user can write to, or that PATH names as relative", async () => {
        const host = await fresh();
        const plant = `mkdir -p "$1" && cd "$1" && printf '#!/bin/sh\\necho "$0" >>/tmp/ran\\nexit 1\\n' >awk && chmod +x awk
            for tool in sshd cat sed stat ls grep readlink flock sync id cp mv systemctl head tail tr; do cp awk $tool; done`;
        await attack(host, plant, "/tmp/tools");
        await script(host, "ln -s /tmp/tools /srv/tools && mkdir -p /root/tools");
        const before = await stateOf(host);
        for (const first of ["/tmp/tools", "/srv/tools", "tools", ".", "", "/root/../tmp/tools/."]) {
            const path = `PATH=${first}:/usr/sbin:/usr/bin:/sbin:/bin`;
            const shell = ["env", "-C", "/tmp", path, "/bin/sh"];
            reportOf(await runProgram(host, "apply", { shell, settings: allSettings }));
            reportOf(await runProgram(host, "restore", { shell }));
            await assertUnchanged(host, before);
        }
        await script(host, "test ! -e /tmp/ran");
        // A directory of root's comes first, as always.
        await script(
            host,
            "mkdir /srv/mine && printf '#!/bin/sh\\n>/run/used\\nexec /bin/sync \"$@\"' >/srv/mine/sync",
        );
        await script(host, "chmod +x /srv/mine/sync");
        await succeed(host, "apply", { shell: ["env", "PATH=/srv/mine:/usr/sbin:/usr/bin", "sh"] });
        await script(host, "test -e /run/used");
    });
});
