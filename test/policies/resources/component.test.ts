import assert from "node:assert/strict";
import { componentStatements } from "../../../policies/resources/component";
import { knownProps } from "../../../policies/resources/known";
import type { Statement } from "../../../policies/resources/types";
import { asEngine, sshClientKeepalive, sshKeepalive, unknown } from "../support";

function judged(props: object, type = sshKeepalive): Statement {
    const copy = knownProps(asEngine(props));
    const [part] = componentStatements({ type, name: "web", urn: "", props: copy });
    assert.ok(part);
    return part;
}

describe("a component's resolved args", () => {
    it("are the balanced profile when nothing is given", () => {
        assert.deepEqual(judged({ hosts: {} }).server?.settings, {
            tcpKeepAlive: true,
            clientAliveInterval: 90,
            clientAliveCountMax: 3,
        });
    });

    it("are the profile's values, overridden by explicit ones", () => {
        const { server } = judged({ profile: "patient", server: { clientAliveCountMax: 2 } });
        assert.deepEqual([server?.settings.clientAliveInterval, server?.settings.clientAliveCountMax], [120, 2]);
    });

    it("omit groups without any setting", () => {
        const { server, kernel, client } = judged({ kernel: { time: 300 } });
        assert.deepEqual([server, kernel?.settings, client], [undefined, { time: 300 }, undefined]);
    });

    it("have client settings only for a client component", () => {
        const { server, client } = judged({ client: { serverAliveInterval: 30 } }, sshClientKeepalive);
        assert.deepEqual([server, client?.settings], [undefined, { serverAliveInterval: 30 }]);
    });

    const open: [string, object, string[]][] = [
        [
            "a value",
            { server: { clientAliveInterval: unknown.number, clientAliveCountMax: 3 } },
            ["clientAliveInterval"],
        ],
        [
            "a refined value of a profile",
            { profile: "balanced", server: { clientAliveCountMax: unknown.number } },
            ["clientAliveCountMax"],
        ],
        [
            "one channel's timeout",
            { server: { clientAliveInterval: 9, clientAliveCountMax: 3, channelTimeout: { "*": unknown.number } } },
            ["channelTimeout"],
        ],
        [
            "the network path",
            { networkPath: unknown.array, server: { tcpKeepAlive: true } },
            ["clientAliveInterval", "clientAliveCountMax"],
        ],
        [
            "one hop",
            { networkPath: ["60", unknown.string], server: { clientAliveCountMax: 3 } },
            ["clientAliveInterval"],
        ],
    ];
    for (const [what, props, expected] of open) {
        it(`are unknown where ${what} decides that is not known yet`, () => {
            const { server } = judged(props);
            assert.deepEqual([...(server?.unknown ?? [])].sort(), [...expected].sort());
            assert.ok(expected.every((property) => !(property in (server?.settings ?? {}))));
        });
    }

    it("are unknown where an unknown profile decides", () => {
        const { server } = judged({ profile: unknown.string, server: { clientAliveInterval: 60 } });
        assert.deepEqual(server?.settings, { clientAliveInterval: 60 });
        assert.equal(server?.unknown.has("clientAliveCountMax"), true);
    });

    it("omit values of a wrong type, which the component refuses", () => {
        const { server } = judged({
            server: { clientAliveInterval: "60", clientAliveCountMax: 3, channelTimeout: [1] },
        });
        assert.deepEqual(server?.settings, { clientAliveCountMax: 3 });
    });
});
