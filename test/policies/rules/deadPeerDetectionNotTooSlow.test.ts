import assert from "node:assert/strict";
import { client, dropIn, hosts, type TestedResource, unknown, violations } from "../support";

const rule = "dead-peer-detection-not-too-slow";

function server(interval: number, count?: number): TestedResource {
    return hosts({
        server: { clientAliveInterval: interval, ...(count === undefined ? {} : { clientAliveCountMax: count }) },
    });
}

describe(rule, () => {
    const cases: [string, TestedResource, object, boolean][] = [
        ["the article's 120 × 30, 3720 s", server(120, 30), {}, false],
        ["121 × 30, 3751 s", server(121, 30), {}, true],
        ["120 × 31, 3840 s", server(120, 31), {}, true],
        ["930 with the default count, 3720 s", server(930), {}, false],
        ["931 with the default count, 3724 s", server(931), {}, true],
        ["a client's 120 × 30", client({ client: { serverAliveInterval: 120, serverAliveCountMax: 30 } }), {}, false],
        ["a client's 121 × 30", client({ client: { serverAliveInterval: 121, serverAliveCountMax: 30 } }), {}, true],
        ["120 × 30 on OpenSSH 9.2, which takes twice as long", server(120, 30), { openssh: "9.2" }, true],
        ["60 × 30 on OpenSSH 9.2", server(60, 30), { openssh: "9.2" }, false],
        ["120 × 30 on OpenSSH 9.5", server(120, 30), { openssh: "9.5" }, false],
        [
            "a client's 120 × 30 on 9.2, which waits once",
            client({ client: { serverAliveInterval: 120, serverAliveCountMax: 30 } }),
            { openssh: "9.2" },
            false,
        ],
        ["300 × 3 under a bound of 1200 s", server(300, 3), { maxSeconds: 1200 }, false],
        ["300 × 3 under a bound of 1199 s", server(300, 3), { maxSeconds: 1199 }, true],
        ["interval 0, another rule's concern", server(0, 30), {}, false],
        [
            "a count that is not known yet",
            hosts({ server: { clientAliveInterval: 3600, clientAliveCountMax: unknown.number } }),
            {},
            false,
        ],
        ["600 and 1 under STIG", server(600, 1), { standard: "stig" }, false],
        ["601 under STIG", server(601, 1), { standard: "stig" }, true],
        ["count 2 under STIG", server(600, 2), { standard: "stig" }, true],
        ["the default count under STIG", server(600), { standard: "stig" }, true],
        [
            "a drop-in's missing count under STIG, which another file may set",
            dropIn("ClientAliveInterval 600"),
            { standard: "stig" },
            false,
        ],
        ["300 and 2 under Lynis", server(300, 2), { standard: "lynis" }, false],
        ["301 under Lynis", server(301, 2), { standard: "lynis" }, true],
        ["count 3 under Lynis", server(300, 3), { standard: "lynis" }, true],
        ["301 under ssh-baseline", server(301, 3), { standard: "ssh-baseline" }, true],
        ["300 and 3 under ssh-baseline", server(300, 3), { standard: "ssh-baseline" }, false],
        ["120 × 30 under CIS", server(120, 30), { standard: "cis" }, false],
        ["120 × 30 under PCI, which asks nothing of dead peers", server(120, 30), { standard: "pci" }, false],
    ];
    for (const [what, resource, config, isRejected] of cases) {
        it(`${isRejected ? "rejects" : "lets through"} ${what}`, async () => {
            assert.equal((await violations(rule, resource, config)).length > 0, isRejected);
        });
    }

    it("reports the time, the bound and the remedy", async () => {
        assert.deepEqual(await violations(rule, server(1800, 5)), [
            "web, args: ClientAliveInterval 1800 with ClientAliveCountMax 5: an unresponsive peer's session is kept for 10800 s (3 h); " +
                "at most 3720 s (1 h 2 min) is required (maxSeconds of dead-peer-detection-not-too-slow, by default: 120 × 30 is just allowed). " +
                "Write ClientAliveInterval 620 or less, or a lower ClientAliveCountMax.",
        ]);
    });

    it("names the configured bound and the standard's clause", async () => {
        const messages = await violations(rule, server(700, 3), { maxSeconds: 900, standard: "stig" });
        assert.match(messages.join("\n"), /maxSeconds of dead-peer-detection-not-too-slow, as configured/);
        assert.match(messages.join("\n"), /DISA STIG .*at most 600 s.*Write ClientAliveInterval 600/);
        assert.match(messages.join("\n"), /DISA STIG .*exactly 1.*Write ClientAliveCountMax 1/);
    });

    it("proposes an interval that the rule then lets through", async () => {
        for (const [interval, count] of [
            [1800, 5],
            [999, 900],
            [5000, 0],
        ] as const) {
            const messages = await violations(rule, server(interval, count), { openssh: "9.2" });
            const proposed = /Write ClientAliveInterval (\d+) or less/.exec(messages.join())?.[1];
            if (proposed !== undefined)
                assert.deepEqual(await violations(rule, server(Number(proposed), count), { openssh: "9.2" }), []);
        }
    });
});
