import assert from "node:assert/strict";
import { client, dropIn, hosts, type TestedResource, unknown, violations } from "../support";

const rule = "keepalive-enabled";

describe(rule, () => {
    const rejected: [string, TestedResource, RegExp][] = [
        ["interval 0", hosts({ server: { clientAliveInterval: 0 } }), /ClientAliveInterval 0: sshd never probes/],
        ["an interval left at its default", hosts({ server: { tcpKeepAlive: true } }), /is not set \(default 0\)/],
        [
            "count 0",
            dropIn("ClientAliveInterval 90\nClientAliveCountMax 0"),
            /ClientAliveCountMax 0: since OpenSSH 8.2/,
        ],
        ["a client's interval 0", client({ client: { serverAliveInterval: 0 } }), /ServerAliveInterval 0: ssh never/],
        ["a client's count 0", client({ client: { serverAliveInterval: 9, serverAliveCountMax: 0 } }), /CountMax 0/],
        ["a profile refined to 0", hosts({ profile: "balanced", server: { clientAliveInterval: 0 } }), /Interval 0/],
    ];
    for (const [what, resource, expected] of rejected) {
        it(`rejects ${what}`, async () => {
            const messages = await violations(rule, resource);
            assert.equal(messages.length, 1, messages.join("\n"));
            assert.match(messages[0]!, expected);
        });
    }

    const accepted: [string, TestedResource][] = [
        ["interval 1 and count 1", hosts({ server: { clientAliveInterval: 1, clientAliveCountMax: 1 } })],
        ["no settings at all, which is the balanced profile", hosts({})],
        ["an interval that the network path gives", hosts({ networkPath: ["aws-nat-gateway"], server: {} })],
        ["kernel settings alone", hosts({ kernel: { time: 300 } })],
        ["a drop-in that speaks of the count only", dropIn("ClientAliveCountMax 5")],
        ["an interval that is not known yet", hosts({ server: { clientAliveInterval: unknown.number } })],
        ["server settings that are not known yet", hosts({ server: unknown.object })],
        ["a profile that is not known yet", hosts({ profile: unknown.string, server: { clientAliveCountMax: 2 } })],
        ["another resource", { type: "aws:s3/bucket:Bucket", props: { clientAliveInterval: 0 } }],
    ];
    for (const [what, resource] of accepted) {
        it(`lets ${what} through`, async () => {
            assert.deepEqual(await violations(rule, resource), []);
        });
    }

    it("checks the rest when one value is not known yet", async () => {
        const server = { clientAliveInterval: unknown.number, clientAliveCountMax: 0 };
        assert.match((await violations(rule, hosts({ server }))).join(), /ClientAliveCountMax 0/);
    });

    it("names the resource, the part, the remedy and a standard's clause", async () => {
        const resource = { ...hosts({ server: { clientAliveInterval: 0 } }), name: "fleet" };
        const [message = ""] = await violations(rule, resource, { standard: "cis" });
        assert.match(message, /^fleet, args: /);
        assert.match(message, /CIS Debian 12 .*5\.1\.7/);
        assert.match(message, /Write ClientAliveInterval 90\.$/);
    });
});
