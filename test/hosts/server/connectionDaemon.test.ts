import assert from "node:assert/strict";
import { type Host, type Suite, exec, ssh, sshdPid } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, mustFail, script, stateOf, until } from "./freshHosts";
import { probeGaps, toPort } from "./probes";
import { type Report, reportOf, runProgram, runProgramOverSsh, succeed } from "./program";
import { shapes, unit } from "./servedShapes";

const settings = ["ClientAliveInterval 1", "ClientAliveCountMax 9"];
const suites = ["bookworm", "trixie", "forky"] as const;

describe("The host program manages the daemon that serves the connection", () => {
    const fresh = freshHosts("served");

    async function applyThrough(host: Host, port: number): Promise<Report & Record<string, unknown>> {
        const result = await runProgramOverSsh(host, "root", "apply", { settings, ssh: toPort(port) });
        return reportOf(result) as Report & Record<string, unknown>;
    }

    for (const shape of shapes) {
        const { name, start, mainFile, binary = "/usr/sbin/sshd", systemd = false } = shape;
        const { unit: named = "sshd", leftAlone = /\/etc\/ssh\/sshd_config/u, reloads = true } = shape;
        // Before OpenSSH 9.8 a session runs the daemon's own program. Since 10.4 sshd prints other messages.
        it(`${name}: a new connection receives its client alive messages, on ${suites.join(", ")}`, async () => {
            await Promise.all(suites.map(serves));
        });

        async function serves(suite: Suite): Promise<void> {
            const host = await fresh({ suite, systemd });
            await script(host, start);
            const before = await stateOf(host);
            const session = ssh(host, "sleep 9; echo still here", { options: toPort(2222) });
            await until(host, "pgrep -xf 'sleep 9'");
            const report = await applyThrough(host, 2222);
            assert.deepEqual(
                [report["binary"], report["mainFile"], report.unit, report.reloaded],
                [binary, mainFile, named, reloads],
                suite,
            );
            assert.equal(report.effective["ClientAliveInterval"], "1");
            const left = report["leftAlone"] as string[];
            if (leftAlone === null) assert.deepEqual(left, [], suite);
            else assert.match(left.join("\n"), leftAlone, suite);
            // OpenSSH 9.2 probes at twice the interval.
            const period = suite === "bookworm" ? 2 : 1;
            for (const gap of await probeGaps(host, 2222))
                assert.ok(gap > period / 2 && gap < period * 2, `${gap} s on ${suite}`);
            assert.equal((await session).stdout, "still here\n", suite);
            await assertLogin(host);
            assert.equal((await applyThrough(host, 2222)).changed, false, suite);
            const restored = await runProgramOverSsh(host, "root", "restore", { ssh: toPort(2222) });
            reportOf(restored);
            if (!systemd) await assertUnchanged(host, before);
            await assertLogin(host);
        }
    }

    it("refuses a restart that would end the connection, by the unit's KillMode, and succeeds over another connection", async () => {
        const host = await fresh({ suite: "trixie", systemd: true });
        await script(host, unit("two", 'ExecStart=/usr/sbin/sshd -D -o "PidFile none"', "ListenStream=2222"));
        const before = await stateOf(host);
        const result = await runProgramOverSsh(host, "root", "apply", { settings, ssh: toPort(2222) });
        const words = /a restart of two\.service \(for two\.socket\) would end this connection: set KillMode=process/u;
        await mustFail(host, before, result, words);
        // The apply succeeds over the other daemon. This daemon, which reads the same files, keeps its sessions.
        const session = ssh(host, "sleep 8; echo still here", { options: toPort(2222) });
        await until(host, "pgrep -xf 'sleep 8'");
        const report = await applyThrough(host, 22);
        assert.deepEqual([report.unit, report.reloaded], ["ssh.service", true]);
        assert.match(report.warnings.join(), /another daemon \(process \d+\) reads the change only at its next start/u);
        assert.equal((await session).stdout, "still here\n");
    });

    it("also reloads the daemon that shares the drop-in folder, which then applies the same settings", async () => {
        const host = await fresh({ suite: "trixie" });
        await script(host, `${shapes[2]?.start}`);
        const report = await applyThrough(host, 22);
        assert.equal((report as Record<string, unknown>)["mainFile"], "/etc/ssh/sshd_config");
        for (const port of [22, 2222])
            for (const gap of await probeGaps(host, port, 2)) assert.ok(gap > 0.5 && gap < 2, `${port}: ${gap} s`);
    });

    it("changes nothing if a daemon that shares the drop-in folder would reject it", async () => {
        const host = await fresh({ suite: "trixie" });
        // Another sshd, which does not support one of the directives.
        await script(
            host,
            `mkdir -p /srv/bin && sed 's#clientalivecountmax#clientalivecountmix#' /usr/sbin/sshd >/srv/bin/sshd
            chmod +x /srv/bin/sshd && /srv/bin/sshd -p 2222 -o PidFile=none`,
        );
        const before = await stateOf(host);
        const result = await runProgramOverSsh(host, "root", "apply", { settings });
        assert.match(result.stderr, /another daemon rejects this change: \/srv\/bin\/sshd \(process \d+/u);
        assert.match(result.stderr, /everything was rolled back/u);
        assert.equal(result.exitCode, 1);
        await assertUnchanged(host, before);
        await assertLogin(host);
        await script(host, "pgrep -f '/srv/bin/sshd -p 2222'");
    });

    it("works with the unit that Ubuntu's EC2 images have, whose options have values with blanks", async () => {
        const host = await fresh({ suite: "trixie", systemd: true });
        await script(
            host,
            `mkdir -p /etc/systemd/system/ssh.service.d && cat >/etc/systemd/system/ssh.service.d/ec2-instance-connect.conf <<'END'
[Service]
ExecStart=
ExecStart=/usr/sbin/sshd -D -o "AuthorizedKeysCommand /bin/echo -n %%u %%f" -o "AuthorizedKeysCommandUser nobody" -o "ListenAddress 0.0.0.0" $SSHD_OPTS
END
            systemctl daemon-reload && systemctl restart ssh`,
        );
        const before = await stateOf(host);
        const report = await applyThrough(host, 22);
        assert.deepEqual([report.unit, report.warnings], ["ssh.service", []]);
        for (const gap of await probeGaps(host, 22)) assert.ok(gap > 0.5 && gap < 2, `${gap} s`);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("handles a process title cut by an empty environment, and reports if that hides the arguments", async () => {
        const host = await fresh({ suite: "trixie" });
        const start = 'kill "$(cat /run/sshd.pid)"; while test -e /run/sshd.pid; do sleep 0.02; done; env -i "$@"';
        await script(host, `${start} >/dev/null 2>&1 &`, "/usr/sbin/sshd", "-D");
        await until(host, "test -s /run/sshd.pid");
        const report = await applyThrough(host, 22);
        assert.equal(report["mainFile"], "/etc/ssh/sshd_config");
        await probeGaps(host, 22, 2);
        await succeed(host, "restore");

        await script(host, start, "/usr/sbin/sshd", "-oClientAliveInterval=7");
        await until(host, "test -s /run/sshd.pid");
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings });
        assert.match(result.stderr, /command line of the daemon .* cannot be read.*nothing was changed/u);
        assert.equal(result.exitCode, 1);
        await assertUnchanged(host, before);
    });

    it("queries the running sshd, not the first one on PATH", async () => {
        const host = await fresh({ suite: "bullseye" });
        await script(
            host,
            `printf '#!/bin/sh\\n>/run/asked\\nexec /bin/true\\n' >/usr/local/sbin/sshd && chmod +x /usr/local/sbin/sshd`,
        );
        const before = await stateOf(host);
        const refusal = await runProgram(host, "apply", { settings: ["ChannelTimeout session:*=60"] });
        assert.match(refusal.stderr, /this sshd \(OpenSSH_8\.4.*\) does not know ChannelTimeout/u);
        await assertUnchanged(host, before);
        await succeed(host, "apply", { settings });
        await script(host, "test ! -e /run/asked");
    });

    it("refuses a connection that another server serves, and names it", async () => {
        const host = await fresh({ suite: "trixie", packages: ["dropbear-bin"] });
        await script(
            host,
            "mkdir -p /etc/dropbear && dropbearkey -t ed25519 -f /etc/dropbear/dropbear_ed25519_host_key && dropbear -p 2222",
        );
        const before = await stateOf(host);
        const result = await runProgramOverSsh(host, "root", "apply", { settings, ssh: toPort(2222) });
        assert.match(result.stderr, /port 2222, .* is served by \S*dropbear\S* \(process \d+\).*nothing was changed/u);
        assert.equal(result.exitCode, 1);
        await assertUnchanged(host, before);
        // It succeeds over the other daemon.
        assert.equal((await applyThrough(host, 22)).reloaded, true);
    });

    it("does not mistake a container's daemon with other files for the host's", async () => {
        const host = await fresh({ suite: "trixie" });
        const real = await sshdPid(host);
        // As in a container: another root directory, in which the same path is another file.
        await script(
            host,
            `mkdir -p /srv/box && mount -t tmpfs -o mode=755 none /srv/box && mkdir /srv/box/up /srv/box/work /srv/box/root
            mount -t overlay -o lowerdir=/,upperdir=/srv/box/up,workdir=/srv/box/work overlay /srv/box/root
            mount -t proc proc /srv/box/root/proc && mount -t tmpfs run /srv/box/root/run && mkdir /srv/box/root/run/sshd
            unshare --mount chroot /srv/box/root /usr/sbin/sshd -p 2222 -E /var/log/boxed.log && rm -f /run/sshd.pid`,
        );
        const report = (await succeed(host, "apply", { settings })) as Report & Record<string, unknown>;
        assert.deepEqual([report.reloaded, report["leftAlone"]], [true, []]);
        const title = await exec(host, ["cat", `/proc/${real}/cmdline`]);
        assert.match(title.stdout, /listener/u);
        await script(
            host,
            "grep -q listening /srv/box/root/var/log/boxed.log && ! grep SIGHUP /srv/box/root/var/log/boxed.log",
        );
        await probeGaps(host, 22, 2);
    });
});
