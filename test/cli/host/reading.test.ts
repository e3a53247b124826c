import assert from "node:assert/strict";
import { parseReading } from "../../../cli/host/reading";

const kernel = "tcp_keepalive_time 7200\ntcp_keepalive_intvl 75\ntcp_keepalive_probes 9\ntcp_retries2 15\n";

describe("reading a host's answer", () => {
    it("finds version, sshd's and the kernel's values among all others", () => {
        const sshd =
            "port 22\nclientaliveinterval 90\nclientalivecountmax 3\ntcpkeepalive yes\nunusedconnectiontimeout 900\n" +
            "channeltimeout session:*=15m x11-connection=60 session:*=5\nsubsystem sftp /usr/lib/sftp-server\n";
        const text = `Welcome!\n::version\nOpenSSH_9.2, OpenSSL 3.0.19\n::sshd\n${sshd}::kernel\n${kernel}::end\n`;
        assert.deepEqual(parseReading(text), {
            openssh: "OpenSSH_9.2, OpenSSL 3.0.19",
            server: {
                tcpKeepAlive: true,
                clientAliveInterval: 90,
                clientAliveCountMax: 3,
                channelTimeout: { "session:*": 900, "x11-connection": 60 },
                unusedConnectionTimeout: 900,
            },
            kernel: { time: 7200, interval: 75, probes: 9 },
            tcpRetries2: 15,
            unread: [],
        });
    });

    it("finds the version of an sshd without -V in what it complains of", () => {
        const version = "unknown option -- V\r\nOpenSSH_8.4p1 Debian-5, OpenSSL 1.1.1w\r\nusage: sshd";
        const sshd = "clientaliveinterval 0\nclientalivecountmax 3\ntcpkeepalive no\n";
        const reading = parseReading(`::version\n${version}\n::sshd\n${sshd}::kernel\n${kernel}::end\n`);
        assert.match(reading?.openssh ?? "", /^OpenSSH_8\.4p1/);
        assert.deepEqual(reading?.server, { tcpKeepAlive: false, clientAliveInterval: 0, clientAliveCountMax: 3 });
    });

    it("says what could not be read", () => {
        const reading = parseReading("::version\n::sshd\n::failed needs root\n::kernel\n::end\n");
        assert.equal(reading?.server, undefined);
        assert.equal(reading?.kernel, undefined);
        assert.equal(reading?.unread.length, 2);
        assert.match(reading?.unread[0] ?? "", /sshd's values cannot be read: needs root/);
    });

    it("takes nothing else for an answer, nor one that was cut off", () => {
        assert.equal(parseReading(""), undefined);
        assert.equal(parseReading("This account is currently not available."), undefined);
        assert.equal(parseReading("::version\nOpenSSH_9.2\n::sshd\nclientaliveinterval 9\n"), undefined);
    });
});
