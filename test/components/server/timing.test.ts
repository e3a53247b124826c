import assert from "node:assert/strict";
import { type HopTiming, type HostTiming, hostTiming, present } from "../../../components/remote/timing";
import { describeTiming } from "../../../core/timing/describe";
import type { HopReport, TimingReport } from "../../../core/timing/report";

// This does not compile if the model reports something for which the output has no property, or vice versa.
type Same<A, B> = [Exclude<A, B>, Exclude<B, A>] extends [never, never] ? true : never;
const sameProperties: [Same<keyof HostTiming, keyof TimingReport>, Same<keyof HopTiming, keyof HopReport>] = [
    true,
    true,
];

describe("a host's timing", () => {
    it("has what the model reports, and omits what never happens", () => {
        const report = describeTiming({ server: { clientAliveInterval: 60 } }, { networkPath: ["350"] });
        const timing = hostTiming(report);
        assert.equal(timing.probePeriod, 60);
        assert.equal(timing.hops[0]?.margin, 290);
        assert.ok(!("idleSessionEnds" in timing));
        assert.deepEqual({ ...report, ...timing }, report);
        assert.ok(sameProperties.every((same) => same));
    });

    it("has no null in its hops either", () => {
        const off = describeTiming({ server: { tcpKeepAlive: false } }, { networkPath: ["350"] });
        assert.deepEqual(hostTiming(off).hops, [
            { name: "350", title: off.hops[0]?.title, idleTimeout: 350, survives: false, source: off.hops[0]?.source },
        ]);
    });

    it("keeps zeros, empty texts and false", () => {
        assert.deepEqual(present({ a: 0, b: "", c: false, d: null }), { a: 0, b: "", c: false });
    });
});
