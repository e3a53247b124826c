import assert from "node:assert/strict";
import { client, hosts, type TestedResource, unknown, violations } from "../support";

const rule = "keepalive-not-too-aggressive";

function server(interval: number, count = 3): TestedResource {
    return hosts({ server: { clientAliveInterval: interval, clientAliveCountMax: count } });
}

describe(rule, () => {
    const cases: [string, TestedResource, object, number][] = [
        ["15 s, the least", server(15), {}, 0],
        ["14 s", server(14), {}, 1],
        ["15 × 2, 45 s", server(15, 2), {}, 0],
        ["15 × 1, 30 s", server(15, 1), {}, 1],
        ["22 × 1, 44 s", server(22, 1), {}, 1],
        ["23 × 1, 46 s", server(23, 1), {}, 0],
        ["5 × 3, both", server(5), {}, 2],
        ["8 s on OpenSSH 9.2, which waits 16", server(8, 3), { openssh: "9.2" }, 0],
        ["7 s on OpenSSH 9.2, which waits 14", server(7, 9), { openssh: "9.2" }, 1],
        ["8 s on OpenSSH 9.5", server(8, 9), { openssh: "9.5" }, 1],
        ["a client's 14 s", client({ client: { serverAliveInterval: 14, serverAliveCountMax: 9 } }), {}, 1],
        ["a client's 15 s", client({ client: { serverAliveInterval: 15, serverAliveCountMax: 9 } }), {}, 0],
        [
            "a client's 14 s on OpenSSH 9.2, which waits once",
            client({ client: { serverAliveInterval: 14, serverAliveCountMax: 9 } }),
            { openssh: "9.2" },
            1,
        ],
        ["30 s under a bound of 31", server(30), { minInterval: 31 }, 1],
        ["30 s under a bound of 30", server(30), { minInterval: 30 }, 0],
        ["30 × 3 under a bound of 121 s", server(30), { minSeconds: 121 }, 1],
        ["30 × 3 under a bound of 120 s", server(30), { minSeconds: 120 }, 0],
        ["interval 0 and count 0, another rule's concern", server(0, 0), { standard: "ssh-baseline" }, 0],
        ["299 under ssh-baseline", server(299), { standard: "ssh-baseline" }, 1],
        ["300 and 3 under ssh-baseline", server(300), { standard: "ssh-baseline" }, 0],
        ["count 2 under ssh-baseline", server(300, 2), { standard: "ssh-baseline" }, 1],
        [
            "an interval that is not known yet",
            hosts({ server: { clientAliveInterval: unknown.number, clientAliveCountMax: 1 } }),
            {},
            0,
        ],
        [
            "a network path that is not known yet",
            hosts({ networkPath: unknown.array, server: { clientAliveCountMax: 3 } }),
            {},
            0,
        ],
    ];
    for (const [what, resource, config, expected] of cases) {
        it(`${expected > 0 ? "rejects" : "lets through"} ${what}`, async () => {
            const messages = await violations(rule, resource, config);
            assert.equal(messages.length, expected, messages.join("\n"));
        });
    }

    it("reports the rate, the bound and the remedy", async () => {
        const [message = ""] = await violations(rule, server(5));
        assert.match(
            message,
            /^web, args: ClientAliveInterval 5: sshd probes every 5 s; at least 15 s is required \(minInterval/,
        );
        assert.match(message, /Write ClientAliveInterval 15 or more\.$/);
    });
});
