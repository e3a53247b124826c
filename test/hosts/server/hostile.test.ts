import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as fc from "fast-check";
import { dropIn, sysctlFile } from "../../support/managedFiles";
import type { Host } from "../../support/testbed";
import { assertLogin, assertUnchanged, freshHosts, reload, script, stateOf } from "./freshHosts";
import { program, reportOf, runProgram, succeed } from "./program";

const header = "# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.\n";

const keywords = ["TCPKeepAlive ", "ClientAliveInterval ", "ChannelTimeout ", "UnusedConnectionTimeout ", ""];
const keys = ["net.ipv4.tcp_keepalive_time = ", "net.ipv4.tcp_keepalive_probes = ", "net.ipv4.ip_forward = "];
const hostileTexts = [
    ..."'\"`$\\;&|<>(){}[]*?~#!%^=+-_.,:/@ \t\n\r\v\u0000\u0007\u001b\u007fäß漢\u{1f600}\ud800",
    "$(touch /srv/owned)",
    "`touch /srv/owned`",
    "\nPermitRootLogin yes",
    "\r\nPermitRootLogin yes",
    "'; touch /srv/owned; '",
    "# owner: ",
    "\nMatch all\n",
    "\nInclude /srv/x",
    "%s%n",
    "-n",
    "--",
    "0x10",
    "1e3",
    "٣",
    "120",
    "yes",
    "session:*=900",
];

/** Any text that a program's argument can hold: all but the NUL byte. */
const text = fc
    .array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 5 })
    .map((parts) => parts.join("").replaceAll(/[\0\p{Cs}]/gu, ""));
const setting = fc.tuple(fc.constantFrom(...keywords, ...keys), text).map(([key, value]) => key + value);

/** The content of the two files; empty if they do not exist. */
function files(host: Host): [string, string] {
    const read = (file: string) => {
        const place = `/proc/${host.init.pid}/root${file}`;
        return fs.existsSync(place) ? fs.readFileSync(place, "utf8") : "";
    };
    return [read(dropIn), read(sysctlFile)];
}

describe("The host program, given hostile words", () => {
    const fresh = freshHosts("hostile");

    it("writes a setting unchanged, or rejects it and changes nothing", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        let applied = 0;
        await fc.assert(
            fc.asyncProperty(setting, async (line) => {
                const result = await runProgram(host, "apply", { owner: "a/b/c", settings: [line] });
                if (result.exitCode !== 0) {
                    assert.ok([1, 2].includes(result.exitCode), `exit code ${result.exitCode}: ${result.stderr}`);
                    assert.match(result.stderr, /^pulumi-ssh-keepalive: /u);
                    await assertUnchanged(host, before);
                    return;
                }
                applied += 1;
                reportOf(result);
                const written = files(host).find((file) => file !== "");
                assert.equal(written, `${header}# owner: a/b/c\n${line}\n`);
                await succeed(host, "restore", { owner: "a/b/c" });
                await assertUnchanged(host, before);
            }),
            {
                numRuns: 90,
                endOnFailure: true,
                examples: [["ClientAliveInterval 120"], ["net.ipv4.tcp_keepalive_time = 120"]],
            },
        );
        assert.ok(applied >= 2, `${applied} were applied`);
        await assertLogin(host);
    });

    it("writes an owner unchanged and recognizes it later, or rejects it and changes nothing", async () => {
        const host = await fresh();
        const before = await stateOf(host);
        await fc.assert(
            fc.asyncProperty(text, async (owner) => {
                const settings = ["ClientAliveInterval 120"];
                const result = await runProgram(host, "apply", { owner, settings });
                if (result.exitCode !== 0) {
                    assert.equal(result.exitCode, 2, result.stderr);
                    assert.match(result.stderr, /--owner/u);
                    assert.ok(owner === "" || /\p{Cc}/u.test(owner), "it should have been accepted");
                    await assertUnchanged(host, before);
                    return;
                }
                assert.equal(files(host)[0], `${header}# owner: ${owner}\nClientAliveInterval 120\n`);
                const again = await succeed(host, "apply", { owner, settings });
                assert.equal(again.changed, false);
                assert.equal((await runProgram(host, "apply", { owner: "other", settings })).exitCode, 1);
                await succeed(host, "restore", { owner });
                await assertUnchanged(host, before);
            }),
            {
                numRuns: 30,
                endOnFailure: true,
                examples: [["a/b/c"], ["$(touch /srv/owned)"], ["a'b\"c\\d"], [" a "], ["*"], ["ü/漢/😀"]],
            },
        );
        await assertLogin(host);
    });

    it("reports what it found in hostile files as one line of plain JSON", async () => {
        const host = await fresh();
        await script(
            host,
            `printf 'net.ipv4.tcp_keepalive_time = 9 # "\\\\\\t\\001\\377\\303\\244$(touch /srv/owned)\\n' >/etc/sysctl.d/zz.conf`,
        );
        await script(host, 'printf \'ChannelTimeout "x\\\\"y=5"\\n\' >/etc/ssh/sshd_config.d/50-odd.conf');
        const result = await runProgram(host, "apply", { settings: ["net.ipv4.tcp_keepalive_time = 300"] });
        const { warnings } = reportOf(result);
        assert.match(warnings.join(), /zz\.conf line 1 \(net.*"\\ \?\?ä\$\(touch \/srv\/owned\)\) will win/u);
        assert.match(result.stdout, /^[ -~ä]+\n$/u);
        await script(host, "test ! -e /srv/owned");
    });

    it("is not confused by an environment that is not its own", async () => {
        const host = await fresh();
        await script(host, "printf 'Match User x\\nX11Forwarding no\\n' >/etc/ssh/sshd_config.d/50-match.conf");
        await reload(host);
        const before = await stateOf(host);
        const variables = {
            IFS: "a",
            CDPATH: "/tmp",
            ENV: "/nowhere",
            BASH_ENV: "/nowhere",
            TMPDIR: "/nowhere",
            POSIXLY_CORRECT: "1",
            LC_ALL: "tr_TR.UTF-8",
            GREP_OPTIONS: "-v",
            SSH_CONNECTION: "x",
            SUDO_USER: "$(touch /srv/owned)",
            sshd: "/bin/false",
            verb: "restore",
            warnings: "x",
            pid: "1",
            state: "/srv/x",
            drift: "x",
            broken: "x",
            swapped: "/etc/passwd",
            made_dirs: "/etc",
            spare_key: "-h x",
            kernel_saved: "x",
            daemon_args: "-x",
        };
        for (const shell of ["dash", "bash", "ksh", "mksh"]) {
            const words = ["env", ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), shell];
            const report = reportOf(await runProgram(host, "apply", { shell: words }));
            assert.deepEqual([report.changed, report.warnings, report.drift], [true, [], []]);
            await succeed(host, "restore", { shell: words });
            await assertUnchanged(host, before);
        }
    });

    it("comes in a form that no shell can misread", () => {
        assert.match(program, /^[\t\n -~]+$/u);
    });
});
