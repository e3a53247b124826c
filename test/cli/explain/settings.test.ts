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
    it("prints facts, timeline, warnings and the files, to the letter", async () => {
        const { code, out, err } = await runCli(
            ..."explain --interval 120 --count 2 --openssh 9.2 --path aws-nat-gateway".split(" "),
        );
        assert.equal(code, 0);
        assert.equal(err, "");
        assert.equal(
            out,
            `Settings
  ClientAliveInterval 120
  ClientAliveCountMax 2
  on OpenSSH 9.2

What happens
  sshd asks a silent client                     every 240 s (4 min)
  peer unreachable (cable, NAT): ends after     720 s (12 min)
  peer hung, its kernel answers: ends after     720 s (12 min)
  TCP keepalive alone would end it after        7875 s (2 h 11 min)
  the kernel retransmits for                    924.6 s (15 min 25 s)
  a user who does not type is logged out after  never

The client, with ServerAliveInterval 157, ServerAliveCountMax 3
  server unreachable: ssh ends after            628 s (10 min 28 s)
  server hung: ssh ends after                   628 s (10 min 28 s)

On the way
  AWS NAT gateway: forgets after 350 s (5 min 50 s); kept, the longest silence is 240 s, 110 s to spare

Timeline of a session that goes silent at 0
                                0 s                                           720 s (12 min)
  hung peer                     --------------------?------------------?-------------------X 720 s (12 min)
  unreachable peer              --------------------?------------------?-------------------X 720 s (12 min)
  aws-nat-gateway               --------------------+--------| 350 s (5 min 50 s)

  ? sshd asks, X the session ends, + the next packet of an idle session, | the hop forgets

Warnings
  OpenSSH 9.2 probes every 240 s, twice the ClientAliveInterval of 120 (fixed in 9.5).

--- /etc/ssh/sshd_config.d/00-keepalive.conf (then: systemctl reload ssh)
ClientAliveInterval 120
ClientAliveCountMax 2

--- /etc/sysctl.d/99-zz-keepalive.conf (then: sysctl --system)
(nothing: the kernel's own values stay)

--- ~/.ssh/config, at its end
Host *
    ServerAliveInterval 157
    ServerAliveCountMax 3

--- keepalive.reg for PuTTY on Windows (Default Settings)
Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\Default%20Settings]
"PingInterval"=dword:00000002
"PingIntervalSecs"=dword:00000025

--- ~/.putty/sessions/Default%20Settings for PuTTY on Unix
PingInterval=2
PingIntervalSecs=37
`,
        );
    });

    it("leaves the files out on request", async () => {
        const { out } = await runCli("explain", "--no-files");
        assert.doesNotMatch(out, /^---/m);
        const { explained } = await explainJson("--no-files");
        assert.equal(explained.files, undefined);
    });

    it("explains the balanced profile where nothing is asked for", async () => {
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

    it("explains a contradiction, names the problem, and ends with 1", async () => {
        const args = ["explain", "--interval", "180", "--path", "aws-nat-gateway"];
        const { code, out, err } = await runCli(...args);
        assert.equal(code, 1);
        assert.match(out, /every 180 s/);
        assert.match(err, /Problem: server\.clientAliveInterval: 180 lets aws-nat-gateway .*157 or less/);
    });

    it("has no problem with what only other OpenSSH versions would do wrong", async () => {
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

    it("does not explain values that cannot be, and ends with 1", async () => {
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

    it("ends with 1 where nothing detects a dead peer, or a hop forgets", async () => {
        assert.equal((await runCli("explain", "--interval", "0", "--tcp-keepalive", "no")).code, 1);
        assert.equal((await runCli("explain", "--tcp-keepalive", "yes", "--kernel-time", "30")).code, 0);
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

    it("says that a refinement breaks the profile's standard", async () => {
        const { out } = await runCli("explain", "--profile", "stig", "--count", "3", "--no-files");
        assert.match(out, /Notes\n {2}clientAliveCountMax 3 breaks the stig profile's standard/);
    });
});
