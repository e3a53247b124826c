import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runCli } from "../runCli";

// The "host" is this machine's shell, with an ssh, an sshd and an id that the test puts in front of the real ones.
describe("explaining a running host", () => {
    let bin: string;
    const path = process.env.PATH;

    beforeEach(() => {
        bin = mkdtempSync(join(tmpdir(), "explain-host-"));
        process.env.PATH = `${bin}${delimiter}${path}`;
        program("id", "echo 0");
        program("ssh", `printf '%s\\n' "$@" >'${bin}/arguments'\nshift 3\nexec "$@"`);
        sshd("clientaliveinterval 180\nclientalivecountmax 3\ntcpkeepalive yes");
    });

    afterEach(() => {
        process.env.PATH = path;
        rmSync(bin, { recursive: true });
    });

    function program(name: string, text: string): void {
        writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
        chmodSync(join(bin, name), 0o755);
    }

    function sshd(settings: string, version = "OpenSSH_9.2, OpenSSL 3.0.19"): void {
        program("sshd", `case $1 in -V) echo '${version}' >&2 ;; -T) printf '%s\\n' '${settings}' ;; esac`);
    }

    it("reads it with the user's own ssh, and explains its effective values", async () => {
        const { code, out, err } = await runCli("explain", "--host", "admin@web1", "--path", "azure-load-balancer");
        assert.equal(code, 1);
        assert.match(err, /Reading admin@web1 over ssh/);
        assert.match(out, /ClientAliveInterval 180\n/);
        assert.match(out, /on OpenSSH 9\.2\n/);
        assert.match(out, /sshd asks a silent client +every 360 s/);
        assert.match(out, /Azure Load Balancer: .*LOST, the longest silence is 360 s, 120 s too late/);
        assert.match(out, /ClientAliveInterval 108 would keep every hop/);
        assert.equal(readFileSync(join(bin, "arguments"), "utf8"), "-T\n--\nadmin@web1\nsh\n-s\n");
    });

    it("ends with 0 where the host is well, and prints JSON alone on request", async () => {
        sshd("clientaliveinterval 90\nclientalivecountmax 3\ntcpkeepalive yes", "OpenSSH_10.0p2");
        const { code, out, err } = await runCli("explain", "--host", "web1", "--json", "--path", "240");
        assert.equal(code, 0);
        assert.equal(err, "");
        const explained = JSON.parse(out) as {
            timing: { openssh: string; endsUnresponsive: number };
            unread: string[];
        };
        assert.equal(explained.timing.openssh, "10.0");
        assert.equal(explained.timing.endsUnresponsive, 360);
        assert.deepEqual(explained.unread, []);
    });

    it("says what is missing where the user is not root and has no sudo", async () => {
        program("id", "echo 1000");
        program("sudo", "exit 1");
        program("doas", "exit 1");
        const { code, out, err } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.match(
            err,
            /Problem: web1: sshd's values cannot be read: needs root, or sudo or doas without a password/,
        );
    });

    it("goes through sudo where that asks for no password", async () => {
        program("id", "echo 1000");
        program("sudo", `[ "$1" = -n ] || exit 9\nshift\nexec "$@"`);
        const { out } = await runCli("explain", "--host", "web1");
        assert.match(out, /ClientAliveInterval 180\n/);
    });

    it("asks an sshd that wants to know the connection once more, with one", async () => {
        program(
            "sshd",
            `case $* in -V) echo OpenSSH_7.4p1 ;; "-T -C "*) echo 'clientaliveinterval 60' ;; *) echo "'Match User' in configuration" >&2; exit 255 ;; esac`,
        );
        const { out } = await runCli("explain", "--host", "web1");
        assert.match(out, /ClientAliveInterval 60\n/);
    });

    it("repeats sshd's own complaint about its configuration", async () => {
        program("sshd", "echo '/etc/ssh/sshd_config: line 7: Bad configuration option: Foo' >&2; exit 255");
        const { code, err } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.match(err, /line 7: Bad configuration option: Foo/);
    });

    it("says why ssh did not reach the host", async () => {
        program("ssh", "echo 'ssh: connect to host web1 port 22: Connection refused' >&2; exit 255");
        const { code, out, err } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.match(err, /Problem: web1 cannot be read: ssh: connect to host web1 port 22: Connection refused/);
        const json = await runCli("explain", "--host", "web1", "--json");
        assert.match(json.out, /"propertyPath": "host"/);
    });

    it("says that there is no ssh", async () => {
        process.env.PATH = join(bin, "nowhere");
        const { code, err } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.match(err, /no ssh on the PATH/);
    });

    it("refuses an unknown hop before it reaches for the host", async () => {
        program("ssh", `touch '${bin}/reached'`);
        const { code, err } = await runCli("explain", "--host", "web1", "--path", "aws-nat");
        assert.equal(code, 1);
        assert.match(err, /did you mean "aws-nat-gateway"/);
        assert.throws(() => readFileSync(join(bin, "reached")));
    });
});
