import assert from "node:assert/strict";
import { assertLogin, assertUnchanged, freshHosts, missing, mustFail, script, stateOf, stopDaemon } from "./freshHosts";
import { allSettings, kernelSettings, reportOf, runProgram, runProgramOverSsh, settings, succeed } from "./program";

describe("The host program, on a host that lacks something", () => {
    const fresh = freshHosts("lacks");

    it("needs root, and reports it", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { shell: ["runuser", "-u", "visitor", "--", "sh"] });
        await mustFail(host, before, result, /needs root/u);
    });

    it("reports sudo's message if sudo needs a password", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        const result = await runProgramOverSsh(host, "deputy", "apply");
        await mustFail(host, before, result, /password is required/u);
    });

    it("works through sudo and doas", async () => {
        const host = await fresh();
        assert.equal(reportOf(await runProgramOverSsh(host, "admin", "apply")).changed, true);
        const doas = await runProgram(host, "apply", { shell: ["runuser", "-u", "keeper", "--", "doas", "-n", "sh"] });
        assert.equal(reportOf(doas).changed, false);
    });

    it("reports a missing sshd, and sets kernel values without it", async () => {
        const host = await fresh();
        await script(host, 'kill "$(cat /run/sshd.pid)" && rm -f /usr/sbin/sshd /run/sshd.pid');
        const before = await stateOf(host);
        await mustFail(host, before, await runProgram(host, "apply"), /no sshd found on this host/u);
        assert.equal((await succeed(host, "apply", { settings: kernelSettings })).changed, true);
        assert.equal((await succeed(host, "apply", { settings: kernelSettings })).changed, false);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("writes its files if no daemon runs, without /run/sshd and without host keys", async () => {
        const host = await fresh();
        await script(host, `${stopDaemon}; rm -rf /run/sshd /etc/ssh/ssh_host_*`);
        const before = await stateOf(host);
        const report = await succeed(host, "apply");
        assert.deepEqual([report.unit, report.changed, report.reloaded], ["none", true, false]);
        await script(host, "ssh-keygen -q -A && /usr/sbin/sshd -E /var/log/sshd.log");
        assert.deepEqual(await missing(host), []);
        await script(host, `${stopDaemon}; rm -rf /run/sshd /etc/ssh/ssh_host_*`);
        await succeed(host, "restore");
        await script(host, "rmdir /run/sshd");
        await assertUnchanged(host, before);
    });

    it("creates a missing /run/sshd, without which a running daemon would not restart", async () => {
        const host = await fresh();
        await script(host, "rmdir /run/sshd");
        await succeed(host, "apply");
        assert.deepEqual(await missing(host), []);
        await assertLogin(host);
    });

    it("does not reload a daemon whose host keys are gone, which would end it", async () => {
        const host = await fresh();
        await script(host, "mkdir /srv/keys && mv /etc/ssh/ssh_host_* /srv/keys/");
        const before = await stateOf(host);
        await mustFail(
            host,
            before,
            await runProgram(host, "apply"),
            /no host key that it can read: a reload would end it/u,
        );
        await script(host, 'kill -0 "$(cat /run/sshd.pid)"');
    });

    it("reports a read-only /proc/sys before it changes anything, and applies the rest without kernel", async () => {
        const host = await fresh({ sysctlWritable: false });
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: allSettings });
        await mustFail(host, before, result, /\/proc\/sys is read-only here.*leave kernel out.*nothing was changed/u);
        assert.equal((await succeed(host, "apply")).changed, true);
        assert.deepEqual(await missing(host), []);
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });

    it("names the directive that this OpenSSH does not know, and its version, and applies nothing of it", async () => {
        const host = await fresh({ suite: "bullseye" });
        const before = await stateOf(host);
        const result = await runProgram(host, "apply", { settings: [...allSettings, "ChannelTimeout session:*=900"] });
        await mustFail(host, before, result, /OpenSSH_8\.4.* does not know ChannelTimeout.*nothing was changed/u);
    });

    for (const suite of ["bookworm", "trixie", "forky"] as const) {
        it(`takes both idle timeouts, also as 0, on ${suite}`, async () => {
            const host = await fresh({ suite });
            const before = await stateOf(host);
            for (const timeouts of [
                ["ChannelTimeout session:shell=900 session:*=1800", "UnusedConnectionTimeout 60"],
                ["ChannelTimeout session:*=0", "UnusedConnectionTimeout 0"],
                ["UnusedConnectionTimeout 0"],
            ]) {
                assert.equal((await succeed(host, "apply", { settings: timeouts })).changed, true);
                assert.equal((await succeed(host, "apply", { settings: timeouts })).changed, false);
            }
            await succeed(host, "restore");
            await assertUnchanged(host, before);
        });
    }

    it("does not look at clocks: files from the far future and the far past make no difference", async () => {
        const host = await fresh();
        await script(host, "find /etc/ssh /etc/sysctl.d | xargs touch -h -d 2100-01-01");
        const before = await stateOf(host);
        await succeed(host, "apply", { settings: allSettings });
        await script(host, "find /etc/ssh /etc/sysctl.d /var/lib/pulumi* | xargs touch -h -d 1970-01-02");
        assert.equal((await succeed(host, "apply", { settings: allSettings })).changed, false);
        await succeed(host, "apply", { settings });
        await succeed(host, "restore");
        await assertUnchanged(host, before);
    });
});
