import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "../../support/temporaryFolder";
import { runCli } from "../runCli";

// The "host" is a fake ssh that the test puts before the real one on PATH, and that prints what the test defines.
// test/hosts/cli uses real hosts.
describe("explaining a running host", () => {
    let bin: string;
    const path = process.env.PATH;

    beforeEach(() => {
        bin = temporaryFolder();
        process.env.PATH = `${bin}${delimiter}${path}`;
        ssh({ ClientAliveInterval: "180" });
    });

    afterEach(() => {
        process.env.PATH = path;
    });

    function ssh(
        effective: Record<string, string> | string,
        { openssh = "OpenSSH_9.2", client = "serveraliveinterval 0\ntcpkeepalive true", code = 0 } = {},
    ): void {
        const kernel =
            "net.ipv4.tcp_keepalive_time 7200\nnet.ipv4.tcp_keepalive_intvl 75\nnet.ipv4.tcp_keepalive_probes 9";
        const all = { TCPKeepAlive: "yes", ClientAliveCountMax: "3" };
        const check =
            typeof effective === "string"
                ? `${effective}\n::failed`
                : JSON.stringify({ openssh, effective: { ...all, ...effective }, warnings: [] });
        writeFileSync(join(bin, "answer"), `::version\n::kernel\n${kernel}\n::check\n${check}\n::end\n`);
        writeFileSync(join(bin, "client"), client);
        program(
            "ssh",
            `case $1 in
            -V) echo OpenSSH_10.0p2 Debian-7, OpenSSL 3 >&2 ;;
            -G) cat '${bin}/client' ;;
            *) printf '%s\\n' "$@" >'${bin}/arguments'; cat >'${bin}/stdin'; cat '${bin}/answer'; exit ${code} ;;
            esac`,
        );
    }

    function program(name: string, text: string): void {
        writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
        chmodSync(join(bin, name), 0o755);
    }

    it("reads it with the user's own ssh, and explains its effective values", async () => {
        const { code, out, err } = await runCli("explain", "--host", "admin@web1", "--path", "azure-load-balancer");
        assert.equal(code, 1);
        assert.match(err, /Reading admin@web1 over ssh/);
        assert.match(
            out,
            /^An idle session does not survive this path: Azure Load Balancer drops the\s+connection after 240 s/,
        );
        assert.match(
            out,
            /To do:\n {2}- Set ClientAliveInterval on the server, or ServerAliveInterval on the\s+client, to 108/,
        );
        assert.match(out, /admin@web1, OpenSSH 9\.2\n(.*\n)*.*ClientAliveInterval 180\n/);
        assert.match(out, /This machine, OpenSSH 10\.0: settings of its ssh for admin@web1\n/);
        assert.match(out, /sshd probes a silent client +every 360 s/);
        assert.match(out, /lost: the\s+longest silence is 360 s, 120 s too long/);
        assert.equal(
            readFileSync(join(bin, "arguments"), "utf8"),
            "-v\n-T\n-o\nControlMaster=no\n--\nadmin@web1\nsh\n-s\n",
        );
        assert.match(
            readFileSync(join(bin, "stdin"), "utf8"),
            /host_check 'TCPKeepAlive yes' [^]*read_arguments\(\) \{/,
        );
    });

    it("exits with 0 if the host has no problem, and prints only JSON with --json", async () => {
        ssh({ ClientAliveInterval: "90" }, { openssh: "OpenSSH_10.0p2" });
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

    it("counts the client's own probes for the path", async () => {
        ssh(
            { ClientAliveInterval: "0" },
            { client: "ServerAliveInterval 60\nserveralivecountmax 2\nTCPKeepAlive false" },
        );
        const { code, out } = await runCli("explain", "--host", "web1", "--path", "240");
        assert.equal(code, 0);
        assert.match(out, /^An idle session survives this path: a packet crosses it every 60 s/);
        assert.match(out, /ServerAliveInterval 60/);
    });

    it("reports the other values of sshd -T and what changes the timing", async () => {
        ssh({ ClientAliveInterval: "90", RekeyLimit: "1073741824 3600" }, { openssh: "OpenSSH_8.0p1" });
        const { code, out } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.match(out, /To do:\n {2}- OpenSSH 8\.0 stops probing 3510 s .*\n/);
    });

    it("reports what a user who is not root can read, and how to get the rest", async () => {
        ssh("needs root, or sudo or doas without a password", {
            client: "serveraliveinterval 30\nserveralivecountmax 3",
        });
        const { code, out } = await runCli("explain", "--host", "web1", "--path", "60");
        assert.equal(code, 1);
        assert.match(out, /^An idle session from here survives this path, because the client probes every 30\s+s/);
        assert.match(out, /ends a session to an unreachable server after 120 s/);
        assert.match(out, /web1: sshd's values cannot be read: needs root, or sudo or doas without a\s+password/);
        assert.match(out, /connect as root or as a user with sudo\s+without a password/);
        assert.doesNotMatch(out, /sshd probes|sshd: peer/);
        ssh("needs root");
        assert.match(
            (await runCli("explain", "--host", "web1", "--path", "60")).out,
            /^It is unknown whether an idle session survives/,
        );
    });

    it("reports why ssh could not connect to the host", async () => {
        program("ssh", "echo 'debug1: trying\nssh: connect to host web1 port 22: Connection refused' >&2; exit 255");
        const { code, out, err } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.match(
            err,
            /Problem: host: web1 cannot be read: ssh: connect to host web1 port 22: Connection refused\./,
        );
        const json = await runCli("explain", "--host", "web1", "--json");
        assert.match(json.out, /"propertyPath": "host"/);
    });

    it("reports that ssh is not installed", async () => {
        process.env.PATH = join(bin, "nowhere");
        const { code, err } = await runCli("explain", "--host", "web1");
        assert.equal(code, 1);
        assert.match(err, /no ssh on the PATH/);
    });

    it("refuses an unknown hop before it connects to the host", async () => {
        program("ssh", `touch '${bin}/reached'`);
        const { code, err } = await runCli("explain", "--host", "web1", "--path", "aws-nat");
        assert.equal(code, 1);
        assert.match(err, /did you mean "aws-nat-gateway"/);
        assert.throws(() => readFileSync(join(bin, "reached")));
    });
});
