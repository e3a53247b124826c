import assert from "node:assert/strict";
import { dropIn, sysctlFile } from "../../support/managedFiles";
import { reloads } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, reload, script, stateOf } from "./freshHosts";
import { allSettings, owner, runProgram, succeed } from "./program";

describe("The host program, if others change the same files", () => {
    const fresh = freshHosts("others");
    const other = "shop/testing/keepalive";

    it("stops with both owners' names, and proceeds with --take-over", async () => {
        const host = await fresh();
        const first = await stateOf(host);
        await succeed(host, "apply", { settings: allSettings });
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { owner: other, settings: ["ClientAliveInterval 9"] });
        await mustFail(host, before, result, new RegExp(`'${owner}', not to '${other}'`, "u"));

        await succeed(host, "apply", { owner: other, takeOver: true, settings: ["ClientAliveInterval 9"] });
        assert.deepEqual(await missing(host, ["ClientAliveInterval 9", "ClientAliveCountMax 3"]), []);
        const kept = await succeed(host, "restore");
        assert.equal(kept.changed, false);
        assert.match(kept.warnings.join(), new RegExp(`belong to '${other}', not to '${owner}': left`, "u"));
        await succeed(host, "restore", { owner: other });
        await assertUnchanged(host, first);
    });

    it("knows its owner in the main file too", async () => {
        const host = await fresh();
        await script(host, "echo UsePAM yes >/etc/ssh/sshd_config");
        const first = await stateOf(host);
        await succeed(host, "apply");
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { owner: other });
        await mustFail(host, before, result, new RegExp(`'${owner}', not to '${other}'`, "u"));
        await succeed(host, "apply", { owner: other, takeOver: true });
        await succeed(host, "restore", { owner: other });
        await assertUnchanged(host, first);
    });

    for (const [what, make] of [
        ["a file", `echo '# mine' >"$1"`],
        ["a link", 'echo "# owner: x" >/srv/target && ln -s /srv/target "$1"'],
        ["a link to nowhere", 'ln -s /srv/nowhere "$1"'],
        ["a folder", 'mkdir "$1"'],
    ] as const) {
        it(`does not touch ${what} of someone else in its place`, async () => {
            const host = await fresh();
            for (const place of [dropIn, sysctlFile]) {
                await script(host, make, place);
                const before = await stateOf(host);
                const result = await runProgram(host, "apply", { settings: allSettings });
                await mustFail(host, before, result, new RegExp(`${place} exists and is not from this program`, "u"));
                assert.equal((await succeed(host, "restore")).changed, false);
                await assertUnchanged(host, before);
                await script(host, 'rm -rf "$1" /srv/target', place);
            }
        });
    }

    it("restores everything except lines that were added to its files", async () => {
        const host = await fresh();
        const first = await stateOf(host);
        await succeed(host, "apply", { settings: allSettings });
        await script(host, `echo 'MaxSessions 7' >>${dropIn} && echo 'kernel.sysrq = 0' >>${sysctlFile}`);
        await succeed(host, "restore");
        assert.equal(await script(host, `cat ${dropIn}`), "MaxSessions 7\n");
        assert.equal(await script(host, `cat ${sysctlFile}`), "kernel.sysrq = 0\n");
        assert.equal((await succeed(host, "restore")).changed, false);
        await script(host, `rm ${dropIn} ${sysctlFile}`);
        await assertUnchanged(host, first);
    });

    it("restores everything except lines that were added to its block in the main file", async () => {
        const host = await fresh();
        await script(host, "printf 'UsePAM yes' >/etc/ssh/sshd_config");
        const first = await stateOf(host);
        await succeed(host, "apply");
        await script(host, "sed -i 's/^# END.*/\\t# mine:  \\n\\tMaxSessions 7  \\n&/' /etc/ssh/sshd_config");
        await succeed(host, "restore");
        assert.equal(await script(host, "cat /etc/ssh/sshd_config"), "\t# mine:  \n\tMaxSessions 7  \nUsePAM yes");
        await succeed(host, "apply");
        await succeed(host, "restore");
        await script(host, "sed -i 1,2d /etc/ssh/sshd_config");
        await assertUnchanged(host, first);
    });

    it("keeps later changes around its block in the main file", async () => {
        const host = await fresh();
        await script(host, "echo UsePAM yes >/etc/ssh/sshd_config");
        await succeed(host, "apply");
        await script(
            host,
            "sed -i 's/UsePAM yes/UsePAM no/; 1i# above' /etc/ssh/sshd_config && echo '# below' >>/etc/ssh/sshd_config",
        );
        await reload(host);
        await succeed(host, "restore");
        assert.equal(await script(host, "cat /etc/ssh/sshd_config"), "# above\nUsePAM no\n# below\n");
    });

    it("keeps a line that was added to its drop-in, and reports it", async () => {
        const host = await fresh();
        await succeed(host, "apply");
        await script(host, `echo 'MaxSessions 7' >>${dropIn}`);
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: ["ClientAliveInterval 60"] });
        await mustFail(host, before, result, /also alter other directives.*: maxsessions; move/u);
    });

    it("repairs a changed value in its drop-in, and reports the drift", async () => {
        const host = await fresh();
        await succeed(host, "apply");
        await script(host, `sed -i 's/ClientAliveInterval 120/ClientAliveInterval 7/' ${dropIn}`);
        const found = { key: "ClientAliveInterval", wanted: "120", found: "7", by: `${dropIn}:4` };
        const before = await stateOf(host);
        assert.deepEqual((await succeed(host, "check")).drift, [found]);
        await assertUnchanged(host, before);
        assert.deepEqual((await succeed(host, "apply")).drift, [found]);
        assert.deepEqual(await missing(host), []);
        assert.deepEqual((await succeed(host, "check")).drift, []);
    });

    it("repairs its drop-in after it was corrupted", async () => {
        const host = await fresh();
        const first = await stateOf(host);
        await succeed(host, "apply");
        await script(host, `echo 'ClientAliveIntervall 7' >>${dropIn}`);
        assert.match(
            (await succeed(host, "apply")).warnings.join(),
            /rejected .*00-pulumi.* as it was.*ClientAliveIntervall/u,
        );
        await succeed(host, "restore");
        await assertUnchanged(host, first);
    });

    it("removes its lines from a configuration that sshd rejects, and does not touch the daemon", async () => {
        const host = await fresh();
        await succeed(host, "apply");
        await script(host, "echo Nonsense yes >>/etc/ssh/sshd_config");
        const { warnings, reloaded } = await succeed(host, "restore");
        assert.match(warnings.join(), /Bad configuration option: Nonsense/u);
        assert.equal(reloaded, false);
        await script(host, `test ! -e ${dropIn}`);
        await assertLogin(host);
    });

    it("restores everything if its drop-in, its state or sshd itself was removed manually", async () => {
        const host = await fresh();
        const first = await stateOf(host);
        for (const [damage, repair] of [
            [`rm ${dropIn}`, ":"],
            [
                "rm -r /var/lib/pulumi-ssh-keepalive",
                "sysctl -qw net.ipv4.tcp_keepalive_time=7200 net.ipv4.tcp_keepalive_probes=9",
            ],
            ["mv /usr/sbin/sshd /srv/", "mv /srv/sshd /usr/sbin/"],
            ["mv /etc/ssh/sshd_config /srv/", "mv /srv/sshd_config /etc/ssh/"],
        ] as const) {
            await succeed(host, "apply", { settings: allSettings });
            await script(host, damage);
            await succeed(host, "restore");
            await script(host, repair);
            await assertUnchanged(host, first);
            await assertLogin(host);
        }
    });

    it("does not reload a daemon into ports or addresses that were changed without a reload", async () => {
        const host = await fresh();
        for (const line of ["Port 2222", "ListenAddress 127.0.0.1", "AddressFamily inet"]) {
            await script(host, 'echo "$1" >/etc/ssh/sshd_config.d/50-address.conf', line);
            const before = await stateOf(host);
            await mustFail(
                host,
                before,
                await runProgram(host, "apply"),
                /sshd listens on port 22.*a reload would close it/u,
            );
            await assertLogin(host);
        }
        await script(host, "printf 'Port 22\\nPort 2222\\n' >/etc/ssh/sshd_config.d/50-address.conf");
        assert.equal((await succeed(host, "apply")).changed, true, "an additional port must not stop it");
    });

    it("names the sysctl file that will win at boot", async () => {
        const host = await fresh();
        await script(
            host,
            `printf '# x\\nnet/ipv4/tcp_keepalive_time=11\\n' >/etc/sysctl.d/99-zzz.conf
            echo '-net.ipv4.tcp_keepalive_time = 12' >/usr/lib/sysctl.d/zzz.conf
            echo 'net.ipv4.tcp_keepalive_intvl = 13' >>/usr/lib/sysctl.d/zzz.conf
            echo 'net.ipv4.tcp_keepalive_time = 14' >/etc/sysctl.d/98-before.conf
            echo 'net.ipv4.tcp_keepalive_probes=15' >/etc/sysctl.conf`,
        );
        assert.deepEqual((await succeed(host, "apply", { settings: allSettings })).warnings, [
            "/etc/sysctl.d/99-zzz.conf line 2 (net/ipv4/tcp_keepalive_time=11) will win at boot",
            "/usr/lib/sysctl.d/zzz.conf line 1 (-net.ipv4.tcp_keepalive_time = 12) will win at boot",
            "/etc/sysctl.conf line 1 (net.ipv4.tcp_keepalive_probes=15) will win at boot",
        ]);
    });

    it("keeps a kernel value that was changed by others, and reports it", async () => {
        const host = await fresh();
        await script(host, "sysctl -qw net.ipv4.tcp_keepalive_time=1000");
        await succeed(host, "apply", { settings: allSettings });
        await script(host, "sysctl -qw net.ipv4.tcp_keepalive_time=500");
        assert.match((await succeed(host, "restore")).warnings.join(), /tcp_keepalive_time is 500.*left unchanged/u);
        assert.equal(await script(host, "cat /proc/sys/net/ipv4/tcp_keepalive_time"), "500\n");
        assert.equal(await script(host, "cat /proc/sys/net/ipv4/tcp_keepalive_probes"), "9\n");
    });

    it("restores the kernel values that an update no longer names", async () => {
        const host = await fresh();
        const first = await stateOf(host);
        await succeed(host, "apply", { settings: allSettings });
        const { effective } = await succeed(host, "apply", { settings: ["net.ipv4.tcp_keepalive_probes = 6"] });
        assert.equal(effective["net.ipv4.tcp_keepalive_time"], "7200");
        assert.equal(effective["net.ipv4.tcp_keepalive_probes"], "6");
        assert.equal(effective["ClientAliveInterval"], "0");
        await succeed(host, "restore");
        await assertUnchanged(host, first);
    });

    it("reports a block in the main file without its end marker", async () => {
        const host = await fresh();
        await script(host, "echo '# BEGIN pulumi-ssh-keepalive' >/etc/ssh/sshd_config");
        const before = await stateOf(host);
        await mustFail(host, before, await runProgram(host, "apply"), /but not '# END pulumi-ssh-keepalive'/u);
    });

    it("is not needed on a host where it never ran", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        for (let turn = 0; turn < 2; turn += 1) {
            assert.equal((await succeed(host, "restore")).changed, false);
            await assertUnchanged(host, before);
        }
        assert.equal(await reloads(host), 0);
    });
});
