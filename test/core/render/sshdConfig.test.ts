import assert from "node:assert/strict";
import { renderSshdConfig, sshdLines } from "../../../core/render/sshdConfig";

describe("rendering sshd_config", () => {
    it("writes the header, the owner and one line a setting, in the order of the table", () => {
        const text = renderSshdConfig(
            {
                unusedConnectionTimeout: 900,
                channelTimeout: { "x11-connection": 300, "session:*": 900, "session:shell": 600 },
                clientAliveCountMax: 30,
                clientAliveInterval: 120,
                tcpKeepAlive: true,
            },
            "website/prod/web",
        );
        assert.equal(
            text,
            [
                "# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.",
                "# owner: website/prod/web",
                "TCPKeepAlive yes",
                "ClientAliveInterval 120",
                "ClientAliveCountMax 30",
                "ChannelTimeout session:shell=600 session:*=900 x11-connection=300",
                "UnusedConnectionTimeout 900",
                "",
            ].join("\n"),
        );
    });

    it("omits unset values, and writes no and 0 if they are set", () => {
        assert.deepEqual(sshdLines({ tcpKeepAlive: false, clientAliveInterval: 0 }), [
            "TCPKeepAlive no",
            "ClientAliveInterval 0",
        ]);
        assert.deepEqual(sshdLines({}), []);
    });
});
