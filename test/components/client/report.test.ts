import assert from "node:assert/strict";
import { parseClientReport } from "../../../components/client/report";

const printed = {
    verb: "apply",
    changed: true,
    line: 7,
    file: "/home/a/.ssh/config",
    openssh: "OpenSSH_9.2p1",
    effective: { TCPKeepAlive: "no", ServerAliveInterval: "100", ServerAliveCountMax: "30" },
    previous: { TCPKeepAlive: "yes", ServerAliveInterval: "0", ServerAliveCountMax: "3" },
    drift: [],
    warnings: ["a warning"],
};

describe("A client's report", () => {
    it("has the output of the program, with the resulting timing", () => {
        const { verb: _, ...rest } = printed;
        const summary =
            "OpenSSH 9.2p1 probes every 100 s; ends a hung server's session after 3100 s, an unreachable server's " +
            "after 1024.6 s; aws-nat-gateway keeps an idle connection; 60 drops an idle connection";
        assert.deepEqual(parseClientReport(`Welcome!\n${JSON.stringify(printed)}\n`, ["aws-nat-gateway", "60"]), {
            ...rest,
            summary,
            timing: {
                probePeriod: 100,
                // The kernel gives up on the first unanswered probe long before ssh has sent 30 more.
                endsUnreachable: 1024.6,
                endsUnresponsive: 3100,
                hops: [
                    { name: "aws-nat-gateway", idleTimeout: 350, survives: true, margin: 250 },
                    { name: "60", idleTimeout: 60, survives: false, margin: -40 },
                ],
            },
        });
    });

    it("states 'never' if ssh sends no probes, and nothing detects a dead server", () => {
        const effective = { TCPKeepAlive: "no", ServerAliveInterval: "0", ServerAliveCountMax: "3" };
        const { timing } = parseClientReport(JSON.stringify({ ...printed, effective }), ["1800"]);
        assert.deepEqual(timing, {
            hops: [{ name: "1800", idleTimeout: 1800, survives: false }],
        });
    });

    it("is refused where its line is not the number of a line", () => {
        for (const line of [-1, 1.5, 1e300, "7", null])
            assert.throws(() => parseClientReport(JSON.stringify({ ...printed, line })), /no valid "line"/);
    });

    it("is reported as missing, with the output received instead", () => {
        assert.throws(() => parseClientReport("This account is not available.\n"), /report is missing.*not available/);
    });
});
