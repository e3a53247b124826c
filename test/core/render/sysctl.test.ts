import assert from "node:assert/strict";
import { renderSysctl, sysctlLines } from "../../../core/render/sysctl";

describe("rendering sysctl", () => {
    it("writes the header, the owner and one line a value, in the order of the table", () => {
        assert.equal(
            renderSysctl({ probes: 5, interval: 60, time: 300 }, "website/prod/web"),
            [
                "# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.",
                "# owner: website/prod/web",
                "net.ipv4.tcp_keepalive_time = 300",
                "net.ipv4.tcp_keepalive_intvl = 60",
                "net.ipv4.tcp_keepalive_probes = 5",
                "",
            ].join("\n"),
        );
    });

    it("omits unset values", () => {
        assert.deepEqual(sysctlLines({ interval: 75 }), ["net.ipv4.tcp_keepalive_intvl = 75"]);
    });
});
