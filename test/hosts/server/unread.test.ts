import assert from "node:assert/strict";
import { dropIn } from "../../support/managedFiles";
import { type HostUser } from "../../support/testbed";
import { freshHosts, letsPeopleIn, look, missing, refused, reread, script } from "./freshHosts";
import { reportOf, runProgram, runProgramOverSsh, succeed, wanted } from "./program";

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
            const before = await look(host);
            for (const verb of ["apply", "restore"] as const) {
                await refused(
                    host,
                    before,
                    await runProgram(host, verb, { settings: wanted }),
                    new RegExp(`${place}.* was changed .*not read that yet: a reload would change who can log in`, "u"),
                );
            }
            await letsPeopleIn(host);
        });
    }

    it("proceeds once that is in effect, and is not stopped by a change that the daemon has read", async () => {
        const host = await fresh();
        await script(host, `echo 'AllowUsers root visitor' >${other}`);
        await reread(host);
        assert.deepEqual((await succeed(host, "apply")).warnings, []);
        await letsPeopleIn(host);
        await succeed(host, "apply", { settings: wanted });
        await succeed(host, "restore");
    });

    it("warns about any other change, and applies it", async () => {
        const host = await fresh();
        await script(host, `echo 'MaxSessions 7' >>${main} && echo 'X11Forwarding no' >${other}`);
        const { warnings, changed } = await succeed(host, "apply");
        assert.equal(changed, true);
        assert.match(warnings.join("\n"), new RegExp(`^${main} was changed, .*\\n${other} was changed, [^\\n]*$`, "u"));
        assert.deepEqual(await missing(host), []);
        assert.deepEqual((await succeed(host, "apply", { settings: wanted })).warnings, []);
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

/** Who connects, what sshd's files say that the daemon has not read, and the directive that then keeps that user out. */
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

    // The two that differ most in what sshd prints.
    for (const suite of ["bullseye", "forky"] as const) {
        it(`rejects even changes that no timestamp shows, names the directive, and accepts everything else, on ${suite}`, async () => {
            const host = await fresh({ suite });
            for (const [user, lines, closed] of entries) {
                // Written before the daemon read its files, and moved to its place since, or as if a clock had been wrong.
                await script(host, `printf '%b\\n' "$1" >/etc/ssh/later && touch -d 2020-01-01 /etc/ssh/later`, lines);
                await reread(host);
                await script(host, `mv /etc/ssh/later ${other}`);
                const before = await look(host);
                const result = await runProgramOverSsh(host, user, "apply");
                if (closed === undefined) {
                    assert.equal(reportOf(result).reloaded, true, lines);
                    reportOf(await runProgramOverSsh(host, user, "restore"));
                } else {
                    const words = `a reload would lock out '${user}', .*\\(${closed}\\).*nothing was changed`;
                    await refused(host, before, result, new RegExp(words, "u"));
                }
                await script(host, `rm ${other}`);
                await reread(host);
            }
        });
    }

    it("mentions no user if the run has no ssh connection", async () => {
        const host = await fresh();
        await script(host, "echo 'AllowUsers admin' >/etc/ssh/later");
        await reread(host);
        await script(host, `mv /etc/ssh/later ${other}`);
        assert.equal((await succeed(host, "apply")).reloaded, true);
    });
});
