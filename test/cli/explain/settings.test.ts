import assert from "node:assert/strict";
import { runCli } from "../runCli";

interface Explained {
    settings: { server: Record<string, unknown>; kernel: Record<string, unknown>; client: Record<string, unknown> };
    problems: { propertyPath: string; reason: string }[];
    notes: string[];
    timing: { probePeriod: number; endsUnresponsive: number; idleSessionEnds: number; hops: { survives: boolean }[] };
    files?: Record<string, string>;
}

async function explainJson(...args: string[]): Promise<{ code: number; explained: Explained }> {
    const { code, out } = await runCli("explain", "--json", ...args);
    return { code, explained: JSON.parse(out) as Explained };
}

describe("explaining settings", () => {
    it("prints exactly the answer, then settings, facts, path, timeline and files", async () => {
        const { code, out, err } = await runCli(
            ..."explain --interval 120 --count 2 --openssh 9.2 --path aws-nat-gateway".split(" "),
        );
        assert.equal(code, 0);
        assert.equal(err, "");
        assert.equal(
            out,
            `An idle session survives this path: a packet crosses it every 240 s (4 min), and
AWS NAT gateway waits 350 s (5 min 50 s) for one.
A dead session ends after 720 s (12 min).
To do: use these settings as they are.

Settings of the server, on OpenSSH 9.2
  ClientAliveInterval 120  given
  ClientAliveCountMax 2    given

Settings of the client
  ServerAliveInterval 157  derived from the path: AWS NAT gateway drops the
                           connection after 350 s, and OpenSSH 9.2 to 9.4 wait
                           two intervals
  ServerAliveCountMax 3    OpenSSH's default

What the server does
  sshd probes a silent client                       every 240 s (4 min)
  peer unreachable (cable, NAT): ends after         720 s (12 min)
  peer hung, kernel alive: idle session ends after  720 s (12 min)
  TCP keepalive alone would end it after            7875 s (2 h 11 min)
  the kernel retransmits for                        924.6 s (15 min 25 s)
  a user who does not type is logged out after      never

What the client does
  ssh probes a silent server          every 157 s (2 min 37 s)
  server unreachable: ssh ends after  628 s (10 min 28 s)
  server hung: ssh ends after         628 s (10 min 28 s)

Network path
  AWS NAT gateway  drops a silent connection after 350 s (5 min 50 s); kept: the
                   longest silence is 240 s, 110 s to spare

A session that goes silent at 0
                  0 s                         720 s (12 min)
  sshd: peer hung --------------?------------?-------------X 720 s (12 min)
  sshd: peer lost --------------?------------?-------------X 720 s (12 min)
  aws-nat-gateway --------------+-----| 350 s (5 min 50 s)
  ? a probe, X the session ends, + the next packet of an idle session, | the hop
  drops the connection

Warnings
  OpenSSH 9.2 probes every 240 s, twice the ClientAliveInterval of 120 (fixed
    in 9.5).

--- /etc/ssh/sshd_config.d/00-keepalive.conf
ClientAliveInterval 120
ClientAliveCountMax 2
$ sudo sshd -t && { sudo systemctl reload ssh || sudo systemctl reload sshd; }
$ sudo sshd -T | grep -i -E 'alive|timeout'
(if the last command does not show these values, the main file has no Include
 (Amazon Linux 2023, older systems) or sets them itself: put the lines at the
 top of /etc/ssh/sshd_config instead)

--- /etc/sysctl.d/99-zz-keepalive.conf
(nothing to paste: the kernel's own values stay)

--- ~/.ssh/config, at its end
Host *
    ServerAliveInterval 157
    ServerAliveCountMax 3
$ ssh -G example.com | grep -i alive

--- a .reg file for PuTTY on Windows, session "Default Settings": a double
    click merges it
Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\Default%20Settings]
"PingInterval"=dword:00000002
"PingIntervalSecs"=dword:00000025

--- ~/.putty/sessions/Default%20Settings for PuTTY on Unix, instead of its
    lines of the same names
PingInterval=2
PingIntervalSecs=37
`,
        );
    });

    it("omits the files on request", async () => {
        const { out } = await runCli("explain", "--no-files");
        assert.doesNotMatch(out, /^---/m);
        const { explained } = await explainJson("--no-files");
        assert.equal(explained.files, undefined);
    });

    it("explains the balanced profile by default", async () => {
        const { code, explained } = await explainJson();
        assert.equal(code, 0);
        assert.equal(explained.settings.server.clientAliveInterval, 90);
        assert.equal(explained.timing.endsUnresponsive, 360);
    });

    it("takes every setting, and times as sshd_config writes them", async () => {
        const { code, explained } = await explainJson(
            ..."--interval 1m30s --count 5 --tcp-keepalive no --channel-timeout session:*=15m,x11-connection=60".split(
                " ",
            ),
            ..."--unused-connection-timeout 900 --client-interval 2m --client-count 4".split(" "),
            ..."--kernel-time 300 --kernel-interval 60 --kernel-probes 5 --openssh 10.0 --tcp-retries2 8".split(" "),
        );
        assert.equal(code, 0);
        assert.deepEqual(explained.settings, {
            server: {
                tcpKeepAlive: false,
                clientAliveInterval: 90,
                clientAliveCountMax: 5,
                channelTimeout: { "session:*": 900, "x11-connection": 60 },
                unusedConnectionTimeout: 900,
            },
            kernel: { time: 300, interval: 60, probes: 5 },
            client: { serverAliveInterval: 120, serverAliveCountMax: 4 },
        });
        assert.equal(explained.timing.idleSessionEnds, 900);
        assert.deepEqual(Object.keys(explained.files ?? {}), [
            "sshdConfig",
            "sysctl",
            "sshConfig",
            "puttyReg",
            "puttySession",
        ]);
    });

    it("explains a contradiction, names the problem, and exits with 1", async () => {
        const args = ["explain", "--interval", "180", "--path", "aws-nat-gateway"];
        const { code, out, err } = await runCli(...args);
        assert.equal(code, 1);
        assert.equal(err, "");
        assert.match(
            out,
            /^An idle session survives this path, but not on OpenSSH 9\.2 to 9\.4: there, AWS\s+NAT gateway drops/,
        );
        assert.match(out, /To do:\n {2}- server\.clientAliveInterval: 180 lets aws-nat-gateway [^]*157 or\s+less/);
    });

    it("has no problem with a defect of other OpenSSH versions", async () => {
        const { code, err } = await runCli(
            "explain",
            "--interval",
            "180",
            "--path",
            "aws-nat-gateway",
            "--openssh",
            "10.0",
        );
        assert.equal(code, 0);
        assert.equal(err, "");
    });

    it("does not explain invalid values, and exits with 1", async () => {
        const { code, out, err } = await runCli("explain", "--interval", "90000", "--path", "aws-nat");
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.match(err, /Problem: networkPath\[0\]: .*did you mean "aws-nat-gateway"/);
        assert.match(err, /Problem: server\.clientAliveInterval: 90000 \(number\)/);
        const { explained } = await explainJson("--profile", "stigg");
        assert.deepEqual(
            explained.problems.map(({ propertyPath }) => propertyPath),
            ["profile"],
        );
    });

    it("exits with 1 if nothing detects a dead peer, or a hop drops the session", async () => {
        assert.equal((await runCli("explain", "--interval", "0", "--tcp-keepalive", "no")).code, 1);
        const tcpAlone = await runCli("explain", "--tcp-keepalive", "yes", "--kernel-time", "30");
        assert.equal(tcpAlone.code, 0);
        assert.match(tcpAlone.out.replaceAll(/\s+/g, " "), /so that the session of a peer that hangs ends too/);
        const { code, explained } = await explainJson(
            "--profile",
            "cis",
            "--interval",
            "200",
            "--path",
            "400",
            "--openssh",
            "9.3",
        );
        assert.equal(code, 1);
        assert.deepEqual(
            explained.timing.hops.map(({ survives }) => survives),
            [false],
        );
    });

    it("reports that an override violates the profile's standard", async () => {
        const { out } = await runCli("explain", "--profile", "stig", "--count", "3", "--no-files");
        assert.match(out, /Notes\n {2}clientAliveCountMax 3 violates the stig profile's standard/);
    });
});
