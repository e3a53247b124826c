import assert from "node:assert/strict";
import { hops } from "../../../core/hops";
import { client, dropIn, hosts, type TestedResource, unknown, violations } from "../support";

const rule = "keepalive-outlives-network-path";

function server(interval: number, ...networkPath: string[]): TestedResource {
    return hosts({ networkPath, server: { clientAliveInterval: interval } });
}

describe(rule, () => {
    const cases: [string, TestedResource, object, boolean][] = [
        ["174 behind AWS NAT, 348 s on 9.2", server(174, "aws-nat-gateway"), {}, false],
        ["175 behind AWS NAT, 350 s on 9.2", server(175, "aws-nat-gateway"), {}, true],
        ["349 behind AWS NAT where no server doubles", server(349, "aws-nat-gateway"), { openssh: "9.6" }, false],
        ["350 behind AWS NAT where no server doubles", server(350, "aws-nat-gateway"), { openssh: "9.6" }, true],
        ["174 where the version is known to double", server(174, "aws-nat-gateway"), { openssh: "9.3" }, false],
        ["119 on a path with a smaller hop", server(119, "aws-nat-gateway", "azure-load-balancer"), {}, false],
        ["120 on a path with a smaller hop", server(120, "aws-nat-gateway", "azure-load-balancer"), {}, true],
        ["149 behind a hop of one's own", server(149, "300"), {}, false],
        ["150 behind a hop of one's own", server(150, "300"), {}, true],
        ["no path at all", server(86000), {}, false],
        ["a configured path", server(300), { networkPath: ["azure-nat-gateway"] }, true],
        ["a drop-in behind a configured path", dropIn("ClientAliveInterval 300"), { networkPath: ["350"] }, true],
        ["a drop-in with room to spare", dropIn("ClientAliveInterval 90"), { networkPath: ["350"] }, false],
        [
            "a client's 349, which waits once",
            client({ networkPath: ["350"], client: { serverAliveInterval: 349 } }),
            {},
            false,
        ],
        ["a client's 350", client({ networkPath: ["350"], client: { serverAliveInterval: 350 } }), {}, true],
        ["an interval that the path gives", hosts({ networkPath: ["aws-classic-load-balancer"] }), {}, false],
        [
            "an interval that is not known yet",
            hosts({ networkPath: ["60"], server: { clientAliveInterval: unknown.number } }),
            {},
            false,
        ],
    ];
    for (const [what, resource, config, isRejected] of cases) {
        it(`${isRejected ? "rejects" : "lets through"} ${what}`, async () => {
            assert.equal((await violations(rule, resource, config)).length > 0, isRejected);
        });
    }

    it("proposes an interval that every hop lets through", async () => {
        for (const { name } of hops) {
            const [message] = await violations(rule, server(86_400, name));
            if (message !== undefined) {
                const proposed = Number(/Write ClientAliveInterval (\d+)/.exec(message)?.[1]);
                assert.deepEqual(await violations(rule, server(proposed, name)), [], name);
            }
        }
    });

    it("names the hop, its timeout and the versions", async () => {
        const [message = ""] = await violations(rule, server(180, "aws-nat-gateway"));
        assert.match(
            message,
            /ClientAliveInterval 180: sshd probes only every 360 s \(6 min\) on OpenSSH 9\.2 to 9\.4/,
        );
        assert.match(message, /AWS NAT gateway has forgotten .* less than 350 s .*AWS networking blog/);
    });
});
