import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { commandsOf } from "../../support/documents";
import { temporaryFolder } from "../../support/temporaryFolder";
import { effective, mustExec, sysctl } from "../../support/testbed";
import { mustRun } from "../../support/testbed/run";
import { assertLogin, assertUnchanged, freshHosts, mustFail, reload, script, stateOf } from "./freshHosts";
import { type Report, runProgram, succeed, allSettings } from "./program";

const repository = path.join(__dirname, "../../..");

describe("The host program by hand", () => {
    const fresh = freshHosts("by-hand");
    let program: Buffer;

    before(async () => {
        const folder = temporaryFolder();
        const [join = ""] = commandsOf("docs/host-program.md", "The program that runs on a host", /joinPrograms/);
        await mustRun(["sh", "-c", join.replace(/\/tmp$/, folder)], { cwd: repository });
        program = fs.readFileSync(path.join(folder, "server.sh"));
    });

    for (const [placement, prepare] of [
        ["drop-in", "true"],
        ["main-file", "sed -i '/^Include/d' /etc/ssh/sshd_config && systemctl reload ssh"],
    ] as const) {
        it(`applies, and is taken out without Pulumi, by the commands of the documents: ${placement}`, async () => {
            const host = await fresh({ systemd: true });
            await script(host, prepare);
            const before = await stateOf(host);
            await mustExec(host, "cat >/root/server.sh", { stdin: program });
            const [apply = ""] = commandsOf("docs/host-program.md", "The program that runs on a host", /^sh /);
            const report = JSON.parse(await script(host, `cd /root && ${apply} && rm server.sh`)) as Report;
            assert.equal(report.placement, placement);
            assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["120"]);
            assert.equal((await sysctl(host)).time, 300);

            await script(host, commandsOf("docs/upgrade.md", "Removing").join("\n"));
            assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["0"]);
            // The document says that the kernel keeps its values.
            assert.equal((await sysctl(host)).time, 300);
            await script(host, "sysctl -w net.ipv4.tcp_keepalive_time=7200");
            await assertUnchanged(host, before);
            await assertLogin(host);
        });
    }

    it("takes over from other tools as the migration guide says", async () => {
        const host = await fresh();
        const theirs = "/etc/ssh/sshd_config.d/00-ansible_system_role.conf";
        await script(host, `echo 'ClientAliveInterval 30' >${theirs}`);
        await script(host, "echo 'net.ipv4.tcp_keepalive_time = 600' >/etc/sysctl.d/60-keepalive.conf");
        await script(host, "sysctl -p /etc/sysctl.d/60-keepalive.conf");
        await reload(host);
        const before = await stateOf(host);
        const options = { settings: allSettings };
        await mustFail(host, before, await runProgram(host, "apply", options), new RegExp(`${theirs} line 1 wins`));

        await script(host, `rm ${theirs} /etc/sysctl.d/60-keepalive.conf`);
        await reload(host);
        const withoutThem = await stateOf(host);
        assert.equal((await sysctl(host)).time, 600);
        await succeed(host, "apply", options);
        assert.deepEqual((await succeed(host, "check", options)).drift, []);
        await succeed(host, "restore");
        await assertUnchanged(host, withoutThem);
    });
});
