import assert from "node:assert/strict";
import { kernelDefaults, sshClientDirectives, sshdDirectives, sysctlKeys } from "../../core/directives";
import { puttyKeys } from "../../core/puttyKeys";

describe("the tables of directives", () => {
    it("have these keys, in the order in which they are written", () => {
        assert.deepEqual(
            [sshdDirectives, sysctlKeys, sshClientDirectives, puttyKeys].map((table) =>
                table.map(({ keyword }) => keyword),
            ),
            [
                [
                    "TCPKeepAlive",
                    "ClientAliveInterval",
                    "ClientAliveCountMax",
                    "ChannelTimeout",
                    "UnusedConnectionTimeout",
                ],
                ["net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes"],
                ["TCPKeepAlive", "ServerAliveInterval", "ServerAliveCountMax"],
                ["PingInterval", "PingIntervalSecs", "TCPKeepalives"],
            ],
        );
    });

    it("give a range to every number, within 32-bit limits", () => {
        for (const { kind, min, max, keyword } of [
            ...sshdDirectives,
            ...sysctlKeys,
            ...sshClientDirectives,
            ...puttyKeys,
        ]) {
            if (kind === "boolean") continue;
            assert.ok(min !== undefined && max !== undefined && min <= max && max <= 2 ** 31 - 1, keyword);
        }
    });

    it("agree with the kernel's defaults that the timing model uses", () => {
        for (const { property, default: text } of sysctlKeys) assert.equal(String(kernelDefaults[property]), text);
    });
});
