import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { interruptCli, runCli } from "../runCli";
import { fakeSsh, loggedIn, shell } from "./fakeSsh";

describe("measuring a path", () => {
    const { ssh, bin, connections } = fakeSsh();

    it("reports no loss on a path without an idle timeout, and prints what to paste", async () => {
        ssh(shell);
        const { code, out, err } = await runCli("measure", "web1", "--up-to", "5");
        assert.equal(code, 0, err);
        assert.match(
            out.replace(/\s+/g, " "),
            /^The path to web1 keeps an idle connection for at least 5 s; no connection was lost, up to the/,
        );
        assert.match(out, /you send first: +kept after 5 s\nhost sends first: +kept after 5 s\n/);
        assert.match(out, /networkPath: \["5"\],\n/);
        assert.match(out, /ClientAliveInterval 1\n/);
        assert.match(err, /Opening idle sessions to 198\.51\.100\.7 port 22, for up to 5 s\./);
        assert.match(err, / 3 s, host sends first: kept\n/);
        for (const call of readFileSync(join(bin(), "calls"), "utf8").trim().split("\n"))
            assert.match(call, /-T .*-o ControlPath=none -o ServerAliveInterval=0 -o TCPKeepAlive=no .*-- web1 sh -s$/);
    });

    it("prints the result so far when it is interrupted", async () => {
        ssh(shell);
        const kept = /( 3 s, (you send|host sends) first: kept\n[^]*){2}/;
        const { code, out } = await interruptCli("SIGINT", kept, "measure", "web1", "--up-to", "60");
        assert.equal(code, 130);
        assert.match(out.replace(/\s+/g, " "), /^So far: the path .* for at least 3 s; no connection was lost\. /);
    });

    it("reports that there is no result when it is interrupted immediately", async () => {
        ssh(shell);
        const { code, out } = await interruptCli("SIGTERM", /Opening idle sessions to /, "measure", "web1");
        assert.equal(code, 130);
        assert.match(out, /^There is no result for the path to web1 yet/);
        assert.doesNotMatch(out, /networkPath/);
    });

    it("leaves no timer, which would keep the process running after the result", async () => {
        ssh(shell);
        const timers = () => process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
        await nextTurn(); // Only then does mocha's own timer run.
        const before = timers();
        await interruptCli("SIGINT", /host sends first: kept/, "measure", "web1");
        assert.equal(timers(), before);
        await runCli("measure", "web1", "--up-to", "3");
        assert.equal(timers(), before);
    });

    const interruptions: [what: string, connection: string, seen: RegExp][] = [
        ["before the first login", "exec sleep 60", /Connecting to web1/],
        ["during the logins", shell, /Opening idle sessions to /],
        ["during the silences", shell, / 3 s, you send first: kept/],
        ["while its ssh ignores the signal", `trap '' TERM\n${shell}`, /Opening idle sessions to /],
    ];
    for (const [what, connection, seen] of interruptions) {
        it(`leaves no ssh when it is interrupted ${what}`, async () => {
            ssh(connection);
            const { code } = await interruptCli("SIGTERM", seen, "measure", "web1");
            assert.equal(code, 130);
            assert.deepEqual(connections(), []);
        });
    }

    it("tries a refused login again, slowly", async () => {
        ssh(
            `case $* in *BatchMode*) [ -e '${bin()}/second' ] || { touch '${bin()}/second'; echo 'kex_exchange_identification: Connection closed by remote host' >&2; exit 255; } ;; esac\n${shell}`,
        );
        const { code, out } = await runCli("measure", "web1", "--up-to", "3");
        assert.equal(code, 0);
        assert.match(out, /at least 3 s/);
        assert.ok(existsSync(join(bin(), "second")));
    });

    const failures: [what: string, connection: string, complaint: RegExp][] = [
        [
            "a name that does not resolve",
            "echo 'ssh: Could not resolve hostname web1: Name or service not known' >&2; exit 255",
            /Could not resolve hostname web1: Name or service not known\. Check the name: ssh -G web1/,
        ],
        [
            "a closed port",
            "echo 'ssh: connect to host web1 port 22: Connection refused' >&2; exit 255",
            /Connection refused\. No process listens on that port/,
        ],
        [
            "a refused login",
            "echo 'root@web1: Permission denied (publickey,password).' >&2; exit 255",
            /Permission denied \(publickey,password\)\. .*load a key into ssh-agent \(ssh-add\)/,
        ],
        ["an unknown host key", "echo 'Host key verification failed.' >&2; exit 255", /Log in once with: ssh web1\n/],
        [
            "a host that turns connections away",
            "echo 'kex_exchange_identification: Connection closed by remote host' >&2; exit 255",
            /refuses new connections at the moment \(MaxStartups, a rate limit, or a ban\)/,
        ],
        [
            "a service without a shell",
            `${loggedIn}; echo 'Hi there! You have no shell access.'; exit 1`,
            /the login worked, but no POSIX shell answered: Hi there! You have no shell access\.\. .*forced command/,
        ],
        [
            "a Windows host",
            `${loggedIn}; echo "'sh' is not recognized as an internal or external command," >&2; exit 1`,
            /no POSIX shell answered: 'sh' is not recognized.*Windows shell/,
        ],
        [
            "a forced command that ends",
            `${loggedIn}; exit 0`,
            /the login worked, but no POSIX shell answered\. measure needs/,
        ],
    ];
    for (const [what, connection, complaint] of failures) {
        it(`explains what is wrong with ${what}`, async () => {
            ssh(connection);
            const { code, out, err } = await runCli("measure", "web1");
            assert.equal(code, 1);
            assert.equal(out, "");
            assert.match(err, /^Problem: web1: /m);
            assert.match(err, complaint);
            const json = await runCli("measure", "web1", "--json");
            assert.match(json.out, /"propertyPath": "host"/);
        });
    }

    it("reports that the first login needed a prompt that the others cannot show", async () => {
        ssh(`case $* in *BatchMode*) echo 'Permission denied (password).' >&2; exit 255 ;; esac\n${shell}`);
        const { code, err } = await runCli("measure", "web1", "--up-to", "3");
        assert.equal(code, 1);
        assert.match(err, /Permission denied \(password\)\. measure opens many sessions/);
    });

    it("repeats ssh's errors about its configuration, and reports a missing ssh", async () => {
        ssh("", "", "echo '/root/.ssh/config: line 3: Bad configuration option: foo' >&2; exit 255");
        assert.match((await runCli("measure", "web1")).err, /Problem: web1: .*line 3: Bad configuration option: foo/);
        process.env.PATH = join(bin(), "nowhere");
        assert.match((await runCli("measure", "web1")).err, /no ssh on the PATH/);
    });

    const misunderstood: [args: string[], complaint: RegExp][] = [
        [["measure"], /missing required argument/],
        [["measure", "-oProxyCommand=touch x"], /unknown option/],
        [["measure", "--", "-oProxyCommand=touch x"], /Expected host/],
        [["measure", "web1;id"], /Expected host/],
        [["measure", "web1", "--up-to", "2"], /3 seconds to a day/],
        [["measure", "web1", "--up-to", "2d"], /3 seconds to a day/],
        [["measure", "web1", "--up-to", "soon"], /whole seconds, or a time such as 15m/],
    ];
    for (const [args, complaint] of misunderstood) {
        it(`rejects ${JSON.stringify(args)} with exit code 2 and a hint`, async () => {
            const { code, out, err } = await runCli(...args);
            assert.deepEqual([code, out], [2, ""]);
            assert.match(err, complaint);
        });
    }
});
