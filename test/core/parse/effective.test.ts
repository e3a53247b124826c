import assert from "node:assert/strict";
import { effectiveSettings, parseEffective, rekeyIntervalOf } from "../../../core/parse/effective";

const server = {
    tcpKeepAlive: false,
    clientAliveInterval: 90,
    clientAliveCountMax: 3,
    channelTimeout: { "session:*": 900, "x11-connection": 60 },
    unusedConnectionTimeout: 300,
};

describe("reading what sshd -T and ssh -G print", () => {
    it("accepts keywords and flags in the spelling of any version", () => {
        for (const [flag, spelled] of [
            ["no", (keyword: string) => keyword.toLowerCase()],
            ["no", (keyword: string) => keyword],
            ["false", (keyword: string) => keyword],
            ["FALSE", (keyword: string) => keyword.toUpperCase()],
        ] as const) {
            const text = [
                `${spelled("Port")} 22`,
                `${spelled("TCPKeepAlive")} ${flag}`,
                `${spelled("ClientAliveInterval")} 90`,
                `${spelled("ClientAliveCountMax")} 3`,
                `${spelled("ChannelTimeout")} session:*=15m x11-connection=60 session:*=5`,
                `${spelled("UnusedConnectionTimeout")} 300`,
                `${spelled("RekeyLimit")} 1073741824 3600`,
                `${spelled("Banner")} none`,
            ].join("\r\n");
            assert.deepEqual(effectiveSettings("server", parseEffective(text)), server);
            assert.equal(rekeyIntervalOf(parseEffective(text)), 3600);
        }
        const client = { tcpKeepAlive: true, serverAliveInterval: 30, serverAliveCountMax: 2 };
        for (const flag of ["yes", "true"]) {
            const text = `tcpkeepalive ${flag}\nserveraliveinterval 30\nserveralivecountmax 2\nrekeylimit 0 0`;
            assert.deepEqual(effectiveSettings("client", parseEffective(text)), client);
            assert.equal(rekeyIntervalOf(parseEffective(text)), undefined);
        }
    });

    it("accepts the host program's report, whose keys are spelled as in the manual pages", () => {
        const effective = { TCPKeepAlive: "yes", ClientAliveInterval: "0", "net.ipv4.tcp_keepalive_time": "7200" };
        assert.deepEqual(effectiveSettings("server", effective), { tcpKeepAlive: true, clientAliveInterval: 0 });
        assert.deepEqual(effectiveSettings("kernel", effective), { time: 7200 });
    });

    it("omits values that are missing or unreadable, and interprets none correctly", () => {
        const text =
            "UnusedConnectionTimeout none\nChannelTimeout none\nClientAliveInterval soon\nTCPKeepAlive maybe\n";
        assert.deepEqual(effectiveSettings("server", parseEffective(text)), { unusedConnectionTimeout: 0 });
        assert.deepEqual(effectiveSettings("server", parseEffective("")), {});
        assert.equal(rekeyIntervalOf(parseEffective("rekeylimit 1073741824 0")), undefined);
    });

    it("uses the first of two equal lines, and ignores other lines", () => {
        const text = "clientaliveinterval 5\n/etc/ssh/x line 3: Deprecated option\n\nclientaliveinterval 9\n:: 3\n";
        assert.deepEqual(parseEffective(text), { clientaliveinterval: "5" });
    });
});
