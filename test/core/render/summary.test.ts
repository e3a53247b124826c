import assert from "node:assert/strict";
import { renderSummary } from "../../../core/render/summary";
import { describeTiming } from "../../../core/timing/describe";

describe("The summary of a host's timing", () => {
    it("states when this version probes, when sessions end, and which hops keep an idle one", () => {
        const report = describeTiming(
            { server: { clientAliveInterval: 120, clientAliveCountMax: 3 } },
            { openssh: "9.2", networkPath: ["aws-nat-gateway", "azure-load-balancer"] },
        );
        assert.equal(
            renderSummary(report),
            "OpenSSH 9.2 probes every 240 s; ends a hung peer's idle session after 960 s, an unreachable peer's after 960 s; " +
                "an idle user is never logged out; aws-nat-gateway keeps it (110 s to spare); " +
                "azure-load-balancer DROPS it (0 s too late)",
        );
    });

    it("does not claim that a hop keeps a session which it ends at a certain age", () => {
        const networkPath = ["aws-ec2-instance-connect-endpoint"];
        const report = describeTiming({ server: { clientAliveInterval: 120 } }, { openssh: "10.0", networkPath });
        assert.match(
            renderSummary(report),
            /; aws-ec2-instance-connect-endpoint ends it after 3600 s regardless of traffic$/,
        );
        assert.match(report.warnings.join(), /no keepalive prevents it/);
    });

    it("reports it if nothing ends a dead session", () => {
        const report = describeTiming({ server: { tcpKeepAlive: false, clientAliveInterval: 0 } }, { openssh: "10.0" });
        assert.match(renderSummary(report), /OpenSSH 10\.0 sends no probes; nothing ends a dead peer's session/);
    });

    it("states where this version deviates from the settings", () => {
        const server = { clientAliveInterval: 60, clientAliveCountMax: 1 };
        assert.match(
            renderSummary(describeTiming({ server }, { openssh: "7.6" })),
            /probes every 60 s; CUTS a healthy idle session after 60 s; ends a hung peer's session after 60 s/,
        );
        assert.match(
            renderSummary(describeTiming({ server }, { openssh: "8.0", rekeyInterval: 3600 })),
            /probes every 60 s and stops after 3540 s \(RekeyLimit\); .* nothing ends a hung peer's session/,
        );
    });

    it("distinguishes TCP keepalive alone, probes, and an idle timeout", () => {
        const report = describeTiming({ server: { channelTimeout: { "session:*": 900 } } }, { openssh: "9.8" });
        assert.equal(
            renderSummary(report),
            "OpenSSH 9.8 sends no probes; TCP keepalive alone ends an unreachable peer's after 7875 s, " +
                "nothing ends a hung peer's session; an idle user is logged out after 900 s",
        );
    });
});
