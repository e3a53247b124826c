import assert from "node:assert/strict";
import { hosts, type TestedResource, unknown, violations } from "../support";

const rule = "kernel-keepalive-within-bounds";

function kernel(time?: number, interval?: number, probes?: number): TestedResource {
    const values = Object.entries({ time, interval, probes }).filter(([, value]) => value !== undefined);
    return hosts({ kernel: Object.fromEntries(values) });
}

function sysctl(...assignments: string[]): TestedResource {
    return { type: "command:remote:Command", props: { create: `sysctl -w ${assignments.join(" ")}` } };
}

describe(rule, () => {
    const cases: [string, TestedResource, object, boolean][] = [
        ["the kernel's defaults, 7875 s", kernel(7200, 75, 9), {}, false],
        ["7201 with the other defaults", kernel(7201), {}, true],
        ["7200 × 76", kernel(7200, 76, 9), {}, true],
        ["time 15, the least", kernel(15, 10, 3), {}, false],
        ["time 14", kernel(14, 10, 4), {}, true],
        ["15 + 3 × 10, 45 s", kernel(15, 10, 3), {}, false],
        ["15 + 29, 44 s", kernel(15, 29, 1), {}, true],
        ["interval 32767", kernel(60, 32767, 1), { maxSeconds: 40000 }, false],
        ["interval 32768", kernel(60, 32768, 1), { maxSeconds: 40000 }, true],
        ["probes 127", kernel(60, 10, 127), {}, false],
        ["probes 128", kernel(60, 10, 128), {}, true],
        ["probes 0", kernel(60, 10, 0), {}, true],
        ["a time under the configured bound", kernel(59, 10, 6), { minTime: 60 }, true],
        ["a time at the configured bound", kernel(60, 10, 6), { minTime: 60 }, false],
        ["a total over the configured bound", kernel(60, 10, 6), { maxSeconds: 119 }, true],
        ["a total at the configured bound", kernel(60, 10, 6), { maxSeconds: 120 }, false],
        ["a total under the configured least", kernel(60, 10, 6), { minSeconds: 121 }, true],
        ["a text that speaks of the interval only", sysctl("net.ipv4.tcp_keepalive_intvl=600"), {}, false],
        ["a text with a time that is too long", sysctl("net.ipv4.tcp_keepalive_time=9000"), {}, true],
        ["a text with a computed time", sysctl("net.ipv4.tcp_keepalive_time=$T"), {}, false],
        [
            "a time that is not known yet",
            hosts({ kernel: { time: unknown.number, interval: 9999, probes: 9 } }),
            {},
            false,
        ],
    ];
    for (const [what, resource, config, isRejected] of cases) {
        it(`${isRejected ? "rejects" : "lets through"} ${what}`, async () => {
            const messages = await violations(rule, resource, config);
            assert.equal(messages.length > 0, isRejected, messages.join("\n"));
        });
    }

    it("names the key, the value and the bound", async () => {
        assert.deepEqual(await violations(rule, kernel(7300)), [
            "web, args: net.ipv4.tcp_keepalive_time 7300, _intvl 75, _probes 9: a dead peer's connection is kept for 7975 s (2 h 12 min); " +
                "at most 7875 s (2 h 11 min) is required (maxSeconds of kernel-keepalive-within-bounds, by default: the result of the kernel's " +
                "defaults). Write 180, 30 and 6: time + probes × interval is then 360 s.",
        ]);
    });
});
