import assert from "node:assert/strict";
import { type Host, reloads, ssh, suites } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf, until } from "./freshHosts";
import { allSettings, runProgram, succeed } from "./program";

describe("The host program and systemd", () => {
    const fresh = freshHosts("units");

    for (const suite of suites) {
        it(`reloads the unit, restores everything, and handles its failures, on ${suite}`, async () => {
            const host = await fresh({ suite, systemd: true });
            const first = await stateOf(host);
            const pid = await mainPid(host);
            const report = await succeed(host, "apply", { settings: allSettings });
            assert.deepEqual([report.unit, report.reloaded, report.warnings], ["ssh.service", true, []]);
            assert.equal((await succeed(host, "apply", { settings: allSettings })).changed, false);
            assert.equal(await reloads(host), 1);
            assert.equal(await mainPid(host), pid);
            assert.deepEqual(await missing(host), []);
            await assertLogin(host);
            await succeed(host, "restore");
            await assertUnchanged(host, first);

            await override(host, "ExecReload=", "ExecReload=/bin/sh -c 'echo the dog ate it; exit 3'");
            const before = await stateOf(host);
            const failed = await runProgram(host, "apply", { settings: allSettings });
            await mustFail(
                host,
                before,
                failed,
                /could not be reloaded: .*(status=3|ate it).*everything was rolled back/su,
            );
            assert.equal(await mainPid(host), pid);
            await assertLogin(host);

            await override(host, "ExecReload=", "ExecReload=/bin/sh -c 'kill -9 $MAINPID'");
            // systemd restarts it, with the new values.
            const ended = await succeed(host, "apply", { settings: allSettings });
            assert.match(ended.warnings.join(), /replaced/u);
            assert.deepEqual(await missing(host), []);
            assert.notEqual(await mainPid(host), pid);
            await assertLogin(host);
        });
    }

    it("signals the daemon itself if its unit no longer tracks it", async () => {
        const host = await fresh({ systemd: true });
        await script(host, "systemctl stop ssh.service");
        await override(host, "Type=oneshot", "RemainAfterExit=yes", "ExecStart=", "ExecStart=/bin/true");
        await script(host, "systemctl start ssh.service && mkdir -p /run/sshd && /usr/sbin/sshd");
        assert.equal(await mainPid(host), "0\n");
        const before = await stateOf(host);
        const report = await succeed(host, "apply", { settings: allSettings });
        assert.deepEqual([report.unit, report.reloaded], ["sshd", true]);
        assert.equal(await reloads(host), 1);
        assert.deepEqual(await missing(host), []);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
        await assertLogin(host);
    });

    it("has nothing to reload if ssh.socket starts a daemon for each connection, on bullseye", async () => {
        const host = await fresh({ suite: "bullseye", systemd: true });
        await script(
            host,
            "systemctl disable --now ssh.service 2>/dev/null; systemctl enable --now ssh.socket 2>/dev/null",
        );
        const report = await succeed(host, "apply", { settings: allSettings });
        assert.deepEqual([report.unit, report.changed, report.reloaded], ["ssh.socket", true, false]);
        await assertLogin(host);
        // The unit of the last connection removes it.
        await until(host, "test ! -e /run/sshd");
        await script(host, "mkdir -p /run/sshd");
        assert.deepEqual(await missing(host), []);
        assert.equal((await succeed(host, "restore")).changed, true);
        await assertLogin(host);
    });

    it("looks again if the process that it took for the daemon has ended, on trixie", async () => {
        const host = await fresh({ suite: "trixie", systemd: true });
        await script(
            host,
            "systemctl disable --now ssh.service 2>/dev/null; systemctl enable --now ssh.socket 2>/dev/null",
        );
        await until(host, "test ! -e /run/sshd");
        // A process of sshd's executable, which exits as soon as the program has read its title.
        await script(
            host,
            `mkdir -p /run/sshd && /usr/sbin/sshd -p 2022 -o PidFile=/run/short.pid
            cat >/usr/local/bin/tr <<'END' && chmod +x /usr/local/bin/tr
#!/bin/sh
/usr/bin/tr "$@"
! read -r pid </run/short.pid || [ "$(readlink /proc/self/fd/0)" != "/proc/$pid/cmdline" ] || {
    kill "$pid"
    while test -e "/proc/$pid"; do sleep 0.02; done
    touch /run/ended
}
END`,
        );
        await until(host, "test -e /run/short.pid");
        const report = await succeed(host, "apply", { settings: allSettings });
        await script(host, "test -e /run/ended && rm /usr/local/bin/tr");
        assert.deepEqual([report.unit, report.changed], ["ssh.socket", true]);
        await assertLogin(host);
    });

    it("finds ssh.socket wherever systemd names it among its sockets, and reports if it names none, on bookworm", async () => {
        const host = await fresh({ suite: "bookworm", systemd: true });
        await script(
            host,
            `systemctl disable --now ssh.service 2>/dev/null; systemctl enable --now ssh.socket 2>/dev/null
            cat >/usr/local/bin/systemctl <<'END' && chmod +x /usr/local/bin/systemctl
#!/bin/sh
for last; do :; done
[ "$last" = '*.socket' ] || exec /bin/systemctl "$@"
case $(cat /run/place) in
    first) /bin/systemctl "$@" | awk -v RS= '/Id=ssh[.]/ { print; next } { others = others "\\n" $0 "\\n" } END { printf "%s", others }' ;;
    last) /bin/systemctl "$@" | awk -v RS= '/Id=ssh[.]/ { ssh = $0; next } { print $0 "\\n" } END { print ssh }' ;;
    none) echo 'Failed to connect to bus' >&2; exit 1 ;;
esac
END`,
        );
        await until(host, "test ! -e /run/sshd");
        for (const place of ["first", "last"]) {
            await script(host, `echo ${place} >/run/place`);
            assert.equal((await succeed(host, "apply", { settings: allSettings })).unit, "ssh.socket", place);
        }
        await script(host, "echo none >/run/place");
        const before = await stateOf(host);
        const refusal = await runProgram(host, "apply", { settings: allSettings });
        assert.equal(refusal.exitCode, 1);
        assert.match(refusal.stderr, /systemctl names no socket; nothing was changed/);
        assert.deepEqual(await stateOf(host), before);
        await script(host, "rm /usr/local/bin/systemctl /run/place");
    });

    for (const suite of ["bookworm", "trixie", "forky"] as const) {
        it(`works with ssh.socket, before and after its first connection, on ${suite}`, async () => {
            const host = await fresh({ suite, systemd: true });
            await script(
                host,
                "systemctl disable --now ssh.service 2>/dev/null; systemctl enable --now ssh.socket 2>/dev/null",
            );
            await until(host, "test ! -e /run/sshd");
            const first = await stateOf(host);
            const report = await succeed(host, "apply", { settings: allSettings });
            assert.deepEqual([report.unit, report.changed, report.reloaded], ["ssh.socket", true, false]);
            assert.deepEqual(await missing(host), []);
            await assertLogin(host);

            await script(host, "systemctl is-active ssh.service");
            // The daemon is restarted here, and an open session must survive that.
            const session = ssh(host, "sleep 9; echo still here");
            await until(host, "pgrep -x sleep");
            const settled = await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
            assert.deepEqual([settled.unit, settled.reloaded], ["ssh.service", true]);
            await assertLogin(host);
            assert.equal((await session).stdout, "still here\n");
            await succeed(host, "restore");
            await assertLogin(host);
            await script(host, "systemctl stop ssh.service");
            const last = await stateOf(host);
            // The directory that sshd needs is created and removed with its unit.
            await assertUnchanged(host, { ...first, files: { ...first.files, ...only(last.files, "/run/sshd") } });
            await assertLogin(host);
        });
    }
});

function only<T>(files: Readonly<Record<string, T>>, name: string): Record<string, T> {
    return files[name] === undefined ? {} : { [name]: files[name] };
}

async function mainPid(host: Host): Promise<string> {
    return script(host, "systemctl show -P MainPID ssh.service");
}

/** Overrides a unit. This replaces the lines of an earlier call. */
async function override(host: Host, ...lines: string[]): Promise<void> {
    const text = ["[Service]", ...lines].join("\n");
    const file = "/run/systemd/system/ssh.service.d/test.conf";
    await script(host, 'mkdir -p "${2%/*}" && printf "%s\\n" "$1" >"$2" && systemctl daemon-reload', text, file);
}
