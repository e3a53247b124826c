import assert from "node:assert/strict";
import { reloads, ssh } from "../../support/testbed";

import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf, stopDaemon } from "./freshHosts";
import { toPort } from "./probes";
import { allSettings, reportOf, runProgram, runProgramOverSsh, settings, succeed } from "./program";

/** Makes the daemon read the files that were just written. */
const restart = `${stopDaemon}; /usr/sbin/sshd -E /var/log/sshd.log`;

describe("The host program, with files in other places or under other names", () => {
    const fresh = freshHosts("places");

    for (const include of [true, false]) {
        it(`${include ? "writes its drop-in" : "names the owner of the main file"} where that is a link into a read-only /usr`, async () => {
            const host = await fresh();
            await script(
                host,
                `mkdir /usr/share/ssh && cd /etc/ssh && mv sshd_config /usr/share/ssh/ && ln -s ../../usr/share/ssh/sshd_config .
                test "$1" = true || sed -i /^Include/d /usr/share/ssh/sshd_config
                ${restart}; mount --bind /usr /usr && mount -o remount,bind,ro /usr`,
                `${include}`,
            );
            const before = await stateOf(host);
            if (!include) {
                const words =
                    /would have to go into \/usr\/share\/ssh\/sshd_config, which belongs to the operating system/u;
                await mustFail(host, before, await runProgram(host, "apply"), words);
                return;
            }
            const report = await succeed(host, "apply", { settings: allSettings });
            assert.deepEqual([report.placement, report.warnings], ["drop-in", []]);
            assert.deepEqual(await missing(host), []);
            await succeed(host, "apply");
            await succeed(host, "restore");
            await assertUnchanged(host, before);
            await assertLogin(host);
        });
    }

    it("writes its drop-in to /etc/ssh where the daemon reads the vendor's file in /usr/etc/ssh", async () => {
        const host = await fresh();
        await script(
            host,
            `mkdir -p /usr/etc/ssh && cd /usr/etc/ssh && mv /etc/ssh/sshd_config . && printf 'UseDNS no\\n' >>sshd_config
            ${restart} -f /usr/etc/ssh/sshd_config; mount --bind /usr /usr && mount -o remount,bind,ro /usr`,
        );
        const before = await stateOf(host);
        assert.equal((await succeed(host, "apply")).placement, "drop-in");
        assert.match(await script(host, "sshd -T -f /usr/etc/ssh/sshd_config"), /^clientaliveinterval 120$/mu);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("works beside drop-ins of any name, and names the one that wins", async () => {
        const host = await fresh();
        const names = [
            'it\'s "mine".conf',
            "50 two  blanks .conf",
            "[a-z]*?.conf",
            "x\ny.conf",
            "-f.conf",
            "$HOME `id`.conf",
        ];
        for (const name of names) await script(host, 'cd /etc/ssh/sshd_config.d && echo "# mine" >"./$1"', name);

        await script(host, `echo 'MaxSessions 7' >"/etc/ssh/sshd_config.d/[a-z]*?.conf"; ${restart}`);
        const before = await stateOf(host);
        const report = await succeed(host, "apply");
        assert.deepEqual([report.placement, report.warnings], ["drop-in", []]);
        assert.deepEqual(await missing(host, [...settings, "MaxSessions 7"]), []);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
        const winner = "/etc/ssh/sshd_config.d/00 \"a' [b].conf";
        await script(host, 'echo ClientAliveInterval 9 >"$1"', winner);
        const result = await runProgram(host, "apply");
        assert.ok(result.stderr.includes(`stay 9 instead of 120: ${winner} line 1 wins`), result.stderr);
    });

    for (const pattern of [
        '"/etc/ssh/sshd_config.d/*.conf"',
        "sshd_config.d/*.conf",
        "=/etc/x.d/* 'sshd_config.d/*.conf'",
    ]) {
        it(`validates the staged drop-in if the main file has Include ${pattern}`, async () => {
            const host = await fresh();
            await script(
                host,
                `echo "Include $1" >/etc/ssh/sshd_config; echo UsePAM yes >>/etc/ssh/sshd_config; ${restart}`,
                pattern,
            );
            const before = await stateOf(host);
            const placement = (await succeed(host, "apply")).placement;
            assert.deepEqual(await missing(host), []);
            assert.ok(placement === "drop-in" || pattern.includes("'"), placement);
            await succeed(host, "restore");
            await assertUnchanged(host, before);
        });
    }

    it("works with a main file of any name that the daemon's title can carry, and calls it by that", async () => {
        const host = await fresh();
        const names = ["/srv/my conf/sshd config", "/srv/a#b&c/[x]?.conf", "/srv/it's/back\\slash\\303", "/srv/ü/é"];
        for (const [index, name] of names.entries()) {
            const port = 2222 + index;
            await script(
                host,
                `mkdir -p "\${1%/*}" && echo 'PidFile none' >"$1" && /usr/sbin/sshd -f "$1" -p "$2"`,
                name,
                `${port}`,
            );
            const before = await stateOf(host);
            const through = (settings: readonly string[]) =>
                runProgramOverSsh(host, "root", "apply", { settings, ssh: toPort(port) });
            const bad = await through(["ClientAliveInterval x"]);
            // sshd's own messages print other characters in octal.
            const shownName = /^[ -[\]-~]+$/u.test(name) ? name : "";
            assert.ok(bad.stderr.includes(`${shownName} line 4: invalid time value`), bad.stderr);
            const report = reportOf(await through(["ClientAliveInterval 60"])) as unknown as Record<string, unknown>;
            assert.equal(report["mainFile"], name);
            reportOf(await runProgramOverSsh(host, "root", "restore", { ssh: toPort(port) }));
            await assertUnchanged(host, before);
        }
    });

    it("names both directives that this sshd does not know", async () => {
        const host = await fresh({ suite: "bullseye" });
        const before = await stateOf(host);
        const unknown = ["ChannelTimeout session:*=900", "UnusedConnectionTimeout 60"];
        const result = await runProgram(host, "apply", { settings: [...settings, ...unknown] });
        await mustFail(host, before, result, /does not know ChannelTimeout and UnusedConnectionTimeout: /u);
    });

    it("does not warn of a sysctl file that a link to /dev/null or a file of its name hides", async () => {
        const host = await fresh();
        await script(
            host,
            `cd /usr/lib/sysctl.d && for name in zz-null zz-same zz-real; do echo 'net.ipv4.tcp_keepalive_time = 9' >$name.conf; done
            cd /etc/sysctl.d && ln -s /dev/null zz-null.conf && echo 'kernel.sysrq = 0' >zz-same.conf`,
        );
        const { warnings } = await succeed(host, "apply", { settings: allSettings });
        assert.match(warnings.join("\n"), /^\/usr\/lib\/sysctl\.d\/zz-real\.conf line 1 .* will win at boot$/u);
    });

    it("warns of /etc/sysctl.conf under systemd, which does not read it, for those who run sysctl --system", async () => {
        const host = await fresh({ systemd: true });
        await script(host, "echo 'net.ipv4.tcp_keepalive_probes=15' >/etc/sysctl.conf");
        const { warnings } = await succeed(host, "apply", { settings: allSettings });
        assert.match(warnings.join("\n"), /^\/etc\/sysctl\.conf line 1 .* will win wherever 'sysctl --system' runs$/u);
        await script(host, "sysctl --system >/dev/null 2>&1 || :");
    });

    it("evaluates a Match Host by name if sshd looks names up", async () => {
        const host = await fresh();
        const client = (await ssh(host, "echo $SSH_CONNECTION")).stdout.split(" ")[0] ?? "";
        await script(
            host,
            `printf '%s client.example\\n' "$1" >>/etc/hosts
            printf 'UseDNS yes\\nMatch Host client.example\\nClientAliveInterval 9\\n' >>/etc/ssh/sshd_config; ${restart}`,
            client,
        );
        const result = await runProgramOverSsh(host, "root", "apply");
        assert.match(result.stderr, /ClientAliveInterval would stay 9 instead of 120: .*host=client\.example/u);
        await script(host, `sed -i 's/^UseDNS yes/UseDNS no/' /etc/ssh/sshd_config; ${restart}`);
        assert.equal((await runProgramOverSsh(host, "root", "apply")).exitCode, 0);
    });

    for (const awk of ["original-awk", "gawk --posix", "mawk", "busybox awk"]) {
        it(`does the same with ${awk}`, async () => {
            const host = await fresh({ packages: ["gawk", "original-awk"] });
            await script(
                host,
                `printf '#!/bin/sh\\nexec %s "$@"\\n' "$1" >/usr/local/bin/awk && chmod +x /usr/local/bin/awk`,
                awk,
            );
            await script(host, "echo 'net.ipv4.tcp_keepalive_time = 9' >/usr/lib/sysctl.d/zzz.conf");
            const before = await stateOf(host);
            const options = { settings: allSettings, env: { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } };
            const result = await runProgram(host, "apply", options);
            assert.equal(result.stderr, "");
            assert.match(result.stdout, /zzz\.conf line 1/u);
            assert.deepEqual(await missing(host), []);
            await succeed(host, "restore", options);
            await assertUnchanged(host, before);
            assert.equal(await reloads(host), 2);
        });
    }
});
