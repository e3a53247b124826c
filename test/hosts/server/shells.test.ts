import assert from "node:assert/strict";
import { type Suite, reloads, suites } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, reload, script, stateOf } from "./freshHosts";
import { type Report, reportOf, runProgram, succeed, allSettings } from "./program";

/** `sh` on Debian, RHEL and Alpine, and other shells in use. */
const shells: Readonly<Record<string, readonly string[]>> = {
    dash: ["dash"],
    bash: ["bash"],
    "bash in its POSIX mode": ["bash", "--posix"],
    "busybox ash": ["busybox", "ash"],
    ksh93: ["ksh"],
    mksh: ["mksh"],
};

describe("The host program, in each shell", () => {
    const fresh = freshHosts("shells");

    async function roundTrip(suite: Suite, shell: readonly string[], include: boolean): Promise<Report[]> {
        const host = await fresh({ suite });
        if (!include)
            await script(host, "printf 'UsePAM yes\\nMatch User visitor\\n\\tX11Forwarding no' >/etc/ssh/sshd_config");

        await reload(host);
        const before = await stateOf(host);
        const options = { shell, settings: allSettings };
        const reports = [await succeed(host, "apply", options)];
        assert.deepEqual(await missing(host), []);
        await assertLogin(host);
        reports.push(await succeed(host, "apply", options));
        reports.push(await succeed(host, "check", { shell, settings: ["ClientAliveInterval 60"] }));
        reports.push(await succeed(host, "apply", { shell, settings: ["ClientAliveInterval 60"] }));
        await script(host, "echo 'ClientAliveInterval 1' >/etc/ssh/sshd_config.d/00-first.conf");
        const refusal = await runProgram(host, "apply", options);
        if (include) {
            const winner = /stay 1 instead of 120: \/etc\/ssh\/sshd_config\.d\/00-first\.conf line 1 wins/u;
            assert.match(refusal.stderr, winner);
            assert.equal(refusal.exitCode, 1);
        }
        await script(host, "rm /etc/ssh/sshd_config.d/00-first.conf");
        reports.push(await succeed(host, "restore", { shell }));
        await assertUnchanged(host, before);
        assert.equal(await reloads(host), include ? 4 : 5);
        return reports;
    }

    for (const [name, shell] of Object.entries(shells)) {
        it(`has the same effects and output under ${name} as under any other shell`, async () => {
            for (const include of [true, false]) {
                const reports = await roundTrip("bookworm", shell, include);
                assert.deepEqual(
                    reports.map(({ verb, changed, reloaded, placement }) => [verb, changed, reloaded, placement]),
                    [
                        ["apply", true, true, include ? "drop-in" : "main-file"],
                        ["apply", false, false, include ? "drop-in" : "main-file"],
                        ["check", false, false, include ? "drop-in" : "main-file"],
                        ["apply", true, true, include ? "drop-in" : "main-file"],
                        ["restore", true, true, "none"],
                    ],
                );
                const [first, , check, , last] = reports as [Report, Report, Report, Report, Report];
                assert.equal(first.openssh, "OpenSSH_9.2");
                assert.equal(first.tcpRetries2, 15);
                assert.deepEqual(first.warnings, []);
                assert.deepEqual(first.previous, last.effective);
                assert.deepEqual(first.previous, {
                    TCPKeepAlive: "yes",
                    ClientAliveInterval: "0",
                    ClientAliveCountMax: "3",
                    UnusedConnectionTimeout: "none",
                    "net.ipv4.tcp_keepalive_time": "7200",
                    "net.ipv4.tcp_keepalive_intvl": "75",
                    "net.ipv4.tcp_keepalive_probes": "9",
                });
                const by = include ? "/etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf:4" : "/etc/ssh/sshd_config:5";
                assert.deepEqual(check.drift, [{ key: "ClientAliveInterval", wanted: "60", found: "120", by }]);
            }
        });
    }

    for (const suite of suites) {
        it(`applies and restores on ${suite} with that release's dash`, async () => {
            await roundTrip(suite, ["sh"], true);
            await roundTrip(suite, ["sh"], false);
        });
    }

    it("needs no command that a minimal Debian with openssh-server lacks", async () => {
        const host = await fresh({ suite: "trixie" });
        // The commands of essential packages, and those that openssh-server brings; no others are available.
        const essential =
            "awk base64 cat cp flock grep gzip head id ln ls mkdir mv readlink rm rmdir sed sh sleep ssh-keygen sshd stat sync tail tr";
        await script(
            host,
            'mkdir /srv/bin /srv/none; cd /srv/bin; for name in $1; do cp -L "$(command -v "$name")" .; done',
            essential,
        );
        const hide = `
            for folder in /usr/local/sbin /usr/local/bin; do mount --bind /srv/none $folder; done
            for folder in /usr/sbin /usr/bin; do mount --bind /srv/bin $folder; done
            PATH=/srv/bin
            exec /srv/bin/sh "$@"`;
        const before = await stateOf(host);
        for (const verb of ["apply", "restore"] as const) {
            const shell = ["unshare", "--mount", "sh", "-c", hide, "sh"];
            const { stderr, exitCode } = await runProgram(host, verb, { shell, settings: allSettings });
            assert.equal(stderr, "");
            assert.equal(exitCode, 0);
        }
        await assertUnchanged(host, before);
    });

    it("works with only busybox and sshd, as on Alpine, under OpenRC", async () => {
        const host = await fresh();
        const service = `#!/bin/sh
            case $1:$2 in sshd:status) kill -0 "$(cat /run/sshd.pid)" ;; sshd:reload) kill -HUP "$(cat /run/sshd.pid)" ;; esac`;
        await script(
            host,
            `mkdir /srv/none /srv/box /run/openrc && cp "$(command -v busybox)" /srv/box/busybox
            for applet in $(busybox --list); do ln -sf busybox "/srv/box/$applet"; done
            printf '%s\\n' "$1" >/srv/box/rc-service && chmod +x /srv/box/rc-service
            # Which Debian built its busybox without.
            cp /usr/sbin/sshd /usr/bin/ssh-keygen /usr/bin/flock /srv/box/`,
            service,
        );
        const hide = `
            for folder in /usr/local/sbin /usr/local/bin; do mount --bind /srv/none $folder; done
            for folder in /usr/sbin /usr/bin; do mount --bind /srv/box $folder; done
            PATH=/srv/box
            exec /srv/box/sh "$@"`;
        await script(host, "printf 'UsePAM yes\\nMatch User x\\nX11Forwarding no\\n' >/etc/ssh/sshd_config");
        await reload(host);
        const before = await stateOf(host);
        for (const [verb, changed] of [
            ["apply", true],
            ["apply", false],
            ["restore", true],
        ] as const) {
            const shell = ["unshare", "--mount", "sh", "-c", hide, "sh"];
            const result = await runProgram(host, verb, { shell, settings: allSettings });
            assert.equal(result.stderr, "");
            const report = reportOf(result);
            assert.deepEqual(
                [report.changed, report.reloaded, report.unit, report.warnings],
                [changed, changed, "sshd", []],
            );
        }
        await assertUnchanged(host, before);
    });

    it("rejects invalid arguments with exit code 2, and does nothing", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        for (const [words, says] of [
            [[], /must be apply, restore or check/u],
            [["install"], /must be apply, restore or check/u],
            [["apply"], /--owner is missing/u],
            [["apply", "--owner"], /--owner needs a value/u],
            [["apply", "--owner", "a/b/c"], /needs at least one setting/u],
            [["check", "--owner", "a/b/c"], /needs at least one setting/u],
            [["restore", "--owner", "a/b/c", "ClientAliveInterval 1"], /restore takes no settings/u],
            [["apply", "--owner", "a/b/c", "--force"], /not one that this program manages/u],
            [["apply", "--owner", "a/b/c", "PermitRootLogin yes"], /not one that this program manages/u],
            [["apply", "--owner", "a/b/c", "net.ipv4.tcp_keepalive_time = x"], /whole number/u],
        ] as const) {
            const result = await runProgram(host, "apply", {
                words,
            });
            assert.match(result.stderr, says);
            assert.equal(result.exitCode, 2);
            await assertUnchanged(host, before);
        }
        await mustFail(
            host,
            before,
            await runProgram(host, "apply", { settings: ["ClientAliveInterval -1"] }),
            /nothing was changed/u,
        );
    });
});
