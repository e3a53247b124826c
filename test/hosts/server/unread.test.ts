import assert from "node:assert/strict";
import { dropIn } from "../../support/managedFiles";
import { freshHosts, letsPeopleIn, look, missing, refused, reread, script } from "./freshHosts";
import { runProgram, succeed, wanted } from "./program";

describe("The host program, where somebody has changed sshd's files and not reloaded", () => {
    const fresh = freshHosts("unread");
    const main = "/etc/ssh/sshd_config";
    const other = "/etc/ssh/sshd_config.d/50-other.conf";

    for (const [what, change, place] of [
        ["who is allowed, in the main file", `echo 'AllowUsers nobodyatall' >>${main}`, `${main} line \\d+`],
        ["who is denied, in a drop-in", `printf '# x\\nDenyUsers root\\n' >${other}`, `${other} line 2`],
        ["how to prove who one is", `echo 'AuthenticationMethods publickey,password' >${other}`, `${other} line 1`],
        ["where keys are", `echo AuthorizedKeysFile=/nowhere >${other}`, `${other} line 1`],
        [
            "root's login, by a file with an old date",
            `echo 'PermitRootLogin no' >${other} && touch -d 2020-01-01 ${other}`,
            other,
        ],
        [
            "a Match block, by a file moved here",
            `printf 'Match User root\\n\\tPubkeyAuthentication no\\n' >/etc/x && mv /etc/x ${other}`,
            `${other} line 2`,
        ],
    ] as const) {
        it(`does not put into effect a change of ${what}, but names it`, async () => {
            const host = await fresh();
            await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
            await script(host, change);
            const before = await look(host);
            for (const verb of ["apply", "restore"] as const) {
                await refused(
                    host,
                    before,
                    await runProgram(host, verb, { settings: wanted }),
                    new RegExp(`${place}.* was changed .*not read that yet: a reload would change who gets in`, "u"),
                );
            }
            await letsPeopleIn(host);
        });
    }

    it("goes on once that is in effect, and is not stopped by a change that the daemon has read", async () => {
        const host = await fresh();
        await script(host, `echo 'AllowUsers root visitor' >${other}`);
        await reread(host);
        assert.deepEqual((await succeed(host, "apply")).warnings, []);
        await letsPeopleIn(host);
        await succeed(host, "apply", { settings: wanted });
        await succeed(host, "restore");
    });

    it("warns of any other change, and puts it into effect", async () => {
        const host = await fresh();
        await script(host, `echo 'MaxSessions 7' >>${main} && echo 'X11Forwarding no' >${other}`);
        const { warnings, changed } = await succeed(host, "apply");
        assert.equal(changed, true);
        assert.match(warnings.join("\n"), new RegExp(`^${main} was changed, .*\\n${other} was changed, [^\\n]*$`, "u"));
        assert.deepEqual(await missing(host), []);
        assert.deepEqual((await succeed(host, "apply", { settings: wanted })).warnings, []);
    });

    it("says nothing where its own part alone was changed", async () => {
        const host = await fresh();
        await succeed(host, "apply");
        await script(host, `sed -i 's/120/7/' ${dropIn}`);
        assert.deepEqual((await succeed(host, "apply")).warnings, []);
    });

    it("tells by the times of systemd where sshd writes no pid file", async () => {
        const host = await fresh({ systemd: true });
        await script(host, `echo 'PidFile none' >${other} && systemctl restart ssh && sleep 1.1`);
        await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
        await script(host, `sleep 1.1 && echo 'AllowGroups nobodyatall' >>${other}`);
        const before = await look(host);
        await refused(
            host,
            before,
            await runProgram(host, "apply"),
            new RegExp(`${other} line 2 \\(allowgroups\\)`, "u"),
        );
        await letsPeopleIn(host);
    });
});
