import assert from "node:assert/strict";
import { dropIn, hosts, ruleNamed, type TestedResource, unknown, violations } from "../support";

const rule = "idle-session-timeout";

function timeouts(channelTimeout: object, unusedConnectionTimeout?: number): TestedResource {
    const unused = unusedConnectionTimeout === undefined ? {} : { unusedConnectionTimeout };
    return hosts({ server: { clientAliveInterval: 90, channelTimeout, ...unused } });
}

describe(rule, () => {
    const cases: [string, TestedResource, object, boolean][] = [
        ["sessions of 900 s", timeouts({ "session:*": 900 }), {}, false],
        ["sessions of 901 s", timeouts({ "session:*": 901 }), {}, true],
        ["every channel of 900 s", timeouts({ "*": 900 }), {}, false],
        ["all channels together of 900 s", timeouts({ global: 900 }), {}, false],
        ["sessions of 0, which is never", timeouts({ "session:*": 0 }), {}, true],
        ["a timeout of other channels only", timeouts({ "x11-connection": 60 }), {}, true],
        ["keepalive alone", hosts({ server: { clientAliveInterval: 300, clientAliveCountMax: 3 } }), {}, true],
        ["the balanced profile", hosts({}), {}, true],
        ["sessions of 900 s, connections of 901", timeouts({ "session:*": 900 }, 901), {}, true],
        ["sessions and connections of 900 s", timeouts({ "session:*": 900 }, 900), {}, false],
        ["sessions of 600 s under a bound of 600", timeouts({ "session:*": 600 }), { maxSeconds: 600 }, false],
        ["sessions of 601 s under a bound of 600", timeouts({ "session:*": 601 }), { maxSeconds: 600 }, true],
        [
            "sessions of 901 s under PCI, whatever is configured",
            timeouts({ "session:*": 901 }, 900),
            { maxSeconds: 3600, standard: "pci" },
            true,
        ],
        ["connections that stand forever under PCI", timeouts({ "session:*": 900 }), { standard: "pci" }, true],
        [
            "sessions and connections of 900 s under PCI",
            timeouts({ "session:*": 900 }, 900),
            { standard: "pci" },
            false,
        ],
        ["a drop-in that says nothing of it", dropIn("ClientAliveInterval 90"), {}, false],
        ["a drop-in with a long one", dropIn("ChannelTimeout session:*=2h"), {}, true],
        ["the first pattern that matches", dropIn("ChannelTimeout *=300 session:*=2h"), {}, false],
        ["kernel settings alone", hosts({ kernel: { time: 300 } }), {}, false],
        [
            "timeouts that are not known yet",
            hosts({ server: { clientAliveInterval: 90, channelTimeout: unknown.object } }),
            {},
            false,
        ],
        ["a timeout that is not known yet", timeouts({ "session:*": unknown.number }), {}, false],
    ];
    for (const [what, resource, config, isRejected] of cases) {
        it(`${isRejected ? "rejects" : "lets through"} ${what}`, async () => {
            const messages = await violations(rule, resource, config);
            assert.equal(messages.length > 0, isRejected, messages.join("\n"));
        });
    }

    it("is off by default", () => {
        assert.equal(ruleNamed(rule).enforcementLevel, "disabled");
    });

    it("names the standard's clause", async () => {
        const [message = ""] = await violations(rule, hosts({}), { standard: "pci" });
        assert.match(message, /PCI DSS 4\.0, 8\.2\.8/);
        assert.match(message, /Write ChannelTimeout session:\*=900\.$/);
    });
});
