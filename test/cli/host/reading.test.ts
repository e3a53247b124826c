import assert from "node:assert/strict";
import { parseReading } from "../../../cli/host/reading";

const kernel =
    "net.ipv4.tcp_keepalive_time 7200\nnet.ipv4.tcp_keepalive_intvl 75\nnet.ipv4.tcp_keepalive_probes 9\nnet.ipv4.tcp_retries2 15\n";
const effective = {
    TCPKeepAlive: "yes",
    ClientAliveInterval: "90",
    ClientAliveCountMax: "3",
    UnusedConnectionTimeout: "900",
    ChannelTimeout: "session:*=15m x11-connection=60 session:*=5",
    RekeyLimit: "1073741824 3600",
};
const report = (warnings: string[] = []) =>
    JSON.stringify({ verb: "check", openssh: "OpenSSH_9.2", effective, warnings });

describe("reading a host's output", () => {
    it("finds version, sshd's and the kernel's values among all others", () => {
        const text = `Welcome!\n::version\nOpenSSH_9.2, OpenSSL 3.0.19\n::kernel\n${kernel}::check\n${report()}\n::end\n`;
        assert.deepEqual(parseReading(text), {
            openssh: "OpenSSH_9.2",
            server: {
                tcpKeepAlive: true,
                clientAliveInterval: 90,
                clientAliveCountMax: 3,
                channelTimeout: { "session:*": 900, "x11-connection": 60 },
                unusedConnectionTimeout: 900,
            },
            rekeyInterval: 3600,
            kernel: { time: 7200, interval: 75, probes: 9 },
            tcpRetries2: 15,
            warnings: [],
            unread: [],
        });
    });

    it("finds the version of an sshd without -V in its error message", () => {
        const version = "unknown option -- V\r\nOpenSSH_8.4p1 Debian-5, OpenSSL 1.1.1w\r\nusage: sshd";
        const failed = "needs root, or sudo or doas without a password\n::failed";
        const reading = parseReading(`::version\n${version}\n::kernel\n${kernel}::check\n${failed}\n::end\n`);
        assert.match(reading?.openssh ?? "", /^OpenSSH_8\.4p1/);
        assert.equal(reading?.server, undefined);
    });

    it("reports what could not be read, and why", () => {
        const expected =
            "pulumi-ssh-keepalive: no sshd found on this host: install openssh-server; nothing was changed.";
        for (const [why, check] of [
            ["needs root", "needs root\n::failed"],
            ["no sshd found on this host: install openssh-server", `${expected}\n::failed`],
            ["there is no sshd, or it prints none", '{"effective":{},"warnings":[],"openssh":""}'],
            ["there is no sshd, or it prints none", "{ cut"],
        ] as const) {
            const reading = parseReading(`::version\n::kernel\n::check\n${check}\n::end\n`);
            assert.equal(reading?.server, undefined);
            assert.equal(reading?.kernel, undefined);
            assert.deepEqual(reading?.unread, [
                `sshd's values cannot be read: ${why}.`,
                "the kernel's values cannot be read: no /proc/sys/net/ipv4.",
            ]);
        }
    });

    it("names who manages the host", () => {
        const foreign = "the settings on this host belong to 'shop/prod/keepalive', not to 'explain': left unchanged.";
        const text = `::version\n::kernel\n${kernel}::check\n${report([foreign])}\n::end\n`;
        assert.deepEqual(parseReading(text)?.warnings, [
            "the settings on this host are managed by 'shop/prod/keepalive'",
        ]);
    });

    it("accepts no other output, nor a truncated one", () => {
        assert.equal(parseReading(""), undefined);
        assert.equal(parseReading("This account is currently not available."), undefined);
        assert.equal(parseReading("::version\nOpenSSH_9.2\n::check\n{}\n"), undefined);
    });
});
