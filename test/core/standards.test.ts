import assert from "node:assert/strict";
import type { ServerSettings } from "../../core/settings";
import { allowedValues, standardNamed, standards, unmetRequirements } from "../../core/standards";

const cases: [standard: string, server: ServerSettings, unmet: string[]][] = [
    ["cis", { clientAliveInterval: 1, clientAliveCountMax: 1 }, []],
    ["cis", { clientAliveInterval: 0, clientAliveCountMax: 3 }, ["clientAliveInterval"]],
    ["cis", {}, ["clientAliveInterval", "clientAliveCountMax"]],
    ["stig", { clientAliveInterval: 600, clientAliveCountMax: 1 }, []],
    ["stig", { clientAliveInterval: 601, clientAliveCountMax: 1 }, ["clientAliveInterval"]],
    ["stig", { clientAliveInterval: 0, clientAliveCountMax: 2 }, ["clientAliveInterval", "clientAliveCountMax"]],
    ["pci", { channelTimeout: { "session:*": 900 }, unusedConnectionTimeout: 900 }, []],
    ["pci", { channelTimeout: { "*": 60 }, unusedConnectionTimeout: 1 }, []],
    ["pci", { channelTimeout: { "session:*": 901 }, unusedConnectionTimeout: 900 }, ["channelTimeout"]],
    [
        "pci",
        { channelTimeout: { "x11-connection": 5 }, unusedConnectionTimeout: 0 },
        ["channelTimeout", "unusedConnectionTimeout"],
    ],
    [
        "pci",
        { channelTimeout: { "session:*": 900, "session:shell": 0 }, unusedConnectionTimeout: 9 },
        ["channelTimeout"],
    ],
    ["ssh-baseline", { tcpKeepAlive: false, clientAliveInterval: 300, clientAliveCountMax: 3 }, []],
    [
        "ssh-baseline",
        { tcpKeepAlive: true, clientAliveInterval: 299, clientAliveCountMax: 3 },
        ["tcpKeepAlive", "clientAliveInterval"],
    ],
    ["lynis", { tcpKeepAlive: false, clientAliveInterval: 300, clientAliveCountMax: 2 }, []],
    [
        "lynis",
        { tcpKeepAlive: false, clientAliveInterval: 301, clientAliveCountMax: 3 },
        ["clientAliveInterval", "clientAliveCountMax"],
    ],
];

describe("a standard's requirements", () => {
    for (const [name, server, unmet] of cases) {
        it(`${name} finds ${unmet.join(" and ") || "nothing"} amiss in ${JSON.stringify(server)}`, () => {
            const standard = standardNamed(name);
            assert.ok(standard);
            assert.deepEqual(
                unmetRequirements(standard, server).map(({ property }) => property),
                unmet,
            );
        });
    }

    it("each name a clause", () => {
        for (const { clause } of standards.flatMap(({ requirements }) => requirements)) assert.notEqual(clause, "");
    });

    it("are described in words", () => {
        assert.equal(allowedValues({ property: "clientAliveInterval", min: 1, max: 600, clause: "x" }), "1 to 600");
        assert.equal(allowedValues({ property: "clientAliveInterval", min: 1, clause: "x" }), "at least 1");
        assert.equal(allowedValues({ property: "clientAliveCountMax", equals: 1, clause: "x" }), "exactly 1");
        assert.equal(allowedValues({ property: "tcpKeepAlive", equals: false, clause: "x" }), "false");
    });
});
