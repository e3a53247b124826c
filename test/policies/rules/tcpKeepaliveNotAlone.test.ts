import assert from "node:assert/strict";
import { client, dropIn, hosts, type TestedResource, unknown, violations } from "../support";

const rule = "tcp-keepalive-not-alone";

describe(rule, () => {
    const cases: [string, TestedResource, object, boolean][] = [
        [
            "TCPKeepAlive yes with interval 0",
            hosts({ server: { tcpKeepAlive: true, clientAliveInterval: 0 } }),
            {},
            true,
        ],
        ["TCPKeepAlive yes without an interval", hosts({ server: { tcpKeepAlive: true } }), {}, true],
        [
            "kernel values with interval 0",
            hosts({ kernel: { time: 300 }, server: { clientAliveInterval: 0 } }),
            {},
            true,
        ],
        ["a client's TCPKeepAlive alone", client({ client: { tcpKeepAlive: true } }), {}, true],
        ["both in one drop-in", dropIn("TCPKeepAlive yes\nClientAliveInterval 0"), {}, true],
        [
            "TCPKeepAlive yes next to an interval",
            hosts({ server: { tcpKeepAlive: true, clientAliveInterval: 90 } }),
            {},
            false,
        ],
        [
            "TCPKeepAlive no with interval 0, another rule's concern",
            hosts({ server: { tcpKeepAlive: false, clientAliveInterval: 0 } }),
            {},
            false,
        ],
        ["a drop-in that only says TCPKeepAlive yes", dropIn("TCPKeepAlive yes"), {}, false],
        [
            "an interval that is not known yet",
            hosts({ server: { tcpKeepAlive: true, clientAliveInterval: unknown.number } }),
            {},
            false,
        ],
        [
            "a TCPKeepAlive that is not known yet",
            hosts({ server: { tcpKeepAlive: unknown.boolean, clientAliveInterval: 0 } }),
            {},
            false,
        ],
        [
            "TCPKeepAlive yes under Lynis",
            hosts({ server: { tcpKeepAlive: true, clientAliveInterval: 90 } }),
            { standard: "lynis" },
            true,
        ],
        [
            "TCPKeepAlive's default under ssh-baseline",
            hosts({ server: { clientAliveInterval: 90 } }),
            { standard: "ssh-baseline" },
            true,
        ],
        [
            "TCPKeepAlive no under Lynis",
            hosts({ server: { tcpKeepAlive: false, clientAliveInterval: 90 } }),
            { standard: "lynis" },
            false,
        ],
        ["a drop-in without TCPKeepAlive under Lynis", dropIn("ClientAliveInterval 90"), { standard: "lynis" }, false],
        [
            "TCPKeepAlive yes under CIS, which does not ask",
            hosts({ server: { tcpKeepAlive: true, clientAliveInterval: 90 } }),
            { standard: "cis" },
            false,
        ],
    ];
    for (const [what, resource, config, isRejected] of cases) {
        it(`${isRejected ? "rejects" : "lets through"} ${what}`, async () => {
            assert.equal((await violations(rule, resource, config)).length > 0, isRejected);
        });
    }

    it("reports the reason and the remedy", async () => {
        const [message = ""] = await violations(rule, hosts({ server: { tcpKeepAlive: true } }));
        assert.match(message, /outside the encryption/);
        assert.match(message, /Write ClientAliveInterval 90\.$/);
    });
});
