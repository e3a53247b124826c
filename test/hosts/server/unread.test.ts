import assert from "node:assert/strict";
import { dropIn } from "../../support/managedFiles";
import { type HostUser } from "../../support/testbed";
import { assertLogin, freshHosts, missing, mustFail, reload, script, stateOf } from "./freshHosts";
import { allSettings, reportOf, runProgram, runProgramOverSsh, succeed } from "./program";

describe("The host program, if sshd's files were changed without a reload", () => {
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
        it(`does not make a change of ${what} effective, but names it`, async () => {
            const host = await fresh();
            await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
            await script(host, change);
            const before = await stateOf(host);
            for (const verb of ["apply", "restore"] as const) {
                await mustFail(
                    host,
                    before,
                    await runProgram(host, verb, { settings: allSettings }),
                    new RegExp(`${place}.* was changed .*not read that yet: a reload would change who can log in`, "u"),
                );
            }
            await assertLogin(host);
        });
    }

    it("proceeds once that is in effect, and is not stopped by a change that the daemon has read", async () => {
        const host = await fresh();
        await script(host, `echo 'AllowUsers root visitor' >${other}`);
        await reload(host);
        assert.deepEqual((await succeed(host, "apply")).warnings, []);
        await assertLogin(host);
        await succeed(host, "apply", { settings: allSettings });
        await succeed(host, "restore");
    });

    it("warns about any other change, and applies it", async () => {
        const host = await fresh();
        await script(host, `echo 'MaxSessions 7' >>${main} && echo 'X11Forwarding no' >${other}`);
        const { warnings, changed } = await succeed(host, "apply");
        assert.equal(changed, true);
        assert.match(warnings.join("\n"), new RegExp(`^${main} was changed, .*\\n${other} was changed, [^\\n]*$`, "u"));
        assert.deepEqual(await missing(host), []);
        assert.deepEqual((await succeed(host, "apply", { settings: allSettings })).warnings, []);
    });

    it("reports nothing if only its own part was changed", async () => {
        const host = await fresh();
        await succeed(host, "apply");
        await script(host, `sed -i 's/120/7/' ${dropIn}`);
        assert.deepEqual((await succeed(host, "apply")).warnings, []);
    });

    it("detects it by systemd's timestamps if sshd writes no pid file", async () => {
        const host = await fresh({ systemd: true });
        await script(host, `echo 'PidFile none' >${other} && systemctl restart ssh && sleep 1.1`);
        await succeed(host, "apply", { settings: ["ClientAliveInterval 60"] });
        await script(host, `sleep 1.1 && echo 'AllowGroups nobodyatall' >>${other}`);
        const before = await stateOf(host);
        await mustFail(
            host,
            before,
            await runProgram(host, "apply"),
            new RegExp(`${other} line 2 \\(allowgroups\\)`, "u"),
        );
        await assertLogin(host);
    });
});

/**
 * The user who connects, the changes in sshd's files that the daemon has not read, and the directive that would lock
 * out that user.
 */
const entries: readonly (readonly [user: HostUser, lines: string, closed?: string])[] = [
    ["root", "AllowUsers admin vis*", "allowusers"],
    ["root", "AllowUsers admin,root", "allowusers"],
    ["root", "AllowUsers admin\nMatch User root\n\tAllowUsers r??t@198.18.0.0/15"],
    ["root", "AllowUsers root@192.0.2.0/24 root@*.example.org", "allowusers"],
    ["root", "AllowGroups adm ssh-users", "allowgroups"],
    ["root", "AllowGroups adm ro*\nDenyUsers r*@192.0.2.0/24 admin\nDenyGroups admin"],
    ["admin", "DenyUsers *@192.0.2.1 a*@198.18.*", "denyusers"],
    ["admin", "AllowUsers root\nMatch Group admin\n\tAllowUsers *"],
    ["admin", 'AllowGroups "domain users" admin\nPermitRootLogin no'],
    ["admin", "DenyGroups adm?n\nAllowUsers admin", "denygroups"],
    ["root", "PermitRootLogin no", "permitrootlogin"],
    ["root", "Match Address 198.18.0.0/15\n\tPermitRootLogin no", "permitrootlogin"],
    ["root", "Match Address 192.0.2.1\n\tPermitRootLogin no\n\tAuthenticationMethods none"],
    ["root", "PermitRootLogin prohibit-password\nPubkeyAuthentication no", "pubkeyauthentication"],
    [
        "root",
        "PermitRootLogin without-password\nAuthenticationMethods publickey,password password",
        "authenticationmethods",
    ],
    [
        "admin",
        "PubkeyAuthentication no\nPasswordAuthentication no\nKbdInteractiveAuthentication no",
        "pubkeyauthentication",
    ],
    ["admin", "PasswordAuthentication no\nAuthenticationMethods publickey,keyboard-interactive:pam publickey"],
];

describe("The host program, if sshd's files would lock out the user of the connection", () => {
    const fresh = freshHosts("entry");
    const other = "/etc/ssh/sshd_config.d/50-other.conf";

    // The two releases whose sshd output differs most.
    for (const suite of ["bullseye", "forky"] as const) {
        it(`rejects even changes that no timestamp shows, names the directive, and accepts everything else, on ${suite}`, async () => {
            const host = await fresh({ suite });
            for (const [user, lines, closed] of entries) {
                // Written before the daemon read its files, and then moved there, or as if the clock had been wrong.
                await script(host, `printf '%b\\n' "$1" >/etc/ssh/later && touch -d 2020-01-01 /etc/ssh/later`, lines);
                await reload(host);
                await script(host, `mv /etc/ssh/later ${other}`);
                const before = await stateOf(host);
                const result = await runProgramOverSsh(host, user, "apply");
                if (closed === undefined) {
                    assert.equal(reportOf(result).reloaded, true, lines);
                    reportOf(await runProgramOverSsh(host, user, "restore"));
                } else {
                    const words = `a reload would lock out '${user}', .*\\(${closed}\\).*nothing was changed`;
                    await mustFail(host, before, result, new RegExp(words, "u"));
                }
                await script(host, `rm ${other}`);
                await reload(host);
            }
        });
    }

    it("mentions no user if the run has no ssh connection", async () => {
        const host = await fresh();
        await script(host, "echo 'AllowUsers admin' >/etc/ssh/later");
        await reload(host);
        await script(host, `mv /etc/ssh/later ${other}`);
        assert.equal((await succeed(host, "apply")).reloaded, true);
    });
});
