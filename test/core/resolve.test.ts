import assert from "node:assert/strict";
import fc from "fast-check";
import { intervalFor } from "../../core/networkPath";
import { resolveSettings } from "../../core/resolve";

describe("resolving settings", () => {
    it("returns the balanced profile by default", () => {
        const balanced = resolveSettings({ profile: "balanced" });
        assert.deepEqual(resolveSettings({}), balanced);
        assert.deepEqual(resolveSettings({ profile: undefined, server: undefined, networkPath: [] }), balanced);
        assert.equal(balanced.server.clientAliveInterval, 90);
    });

    it("adds nothing to explicit settings", () => {
        const server = { clientAliveInterval: 120 };
        assert.deepEqual(resolveSettings({ server }), { server, kernel: {}, client: {}, notes: [] });
        const kernel = { time: 300 };
        assert.deepEqual(resolveSettings({ kernel }), { server: {}, kernel, client: {}, notes: [] });
    });

    it("refines a profile by explicit settings, property by property", () => {
        const { server, kernel } = resolveSettings({
            profile: "balanced",
            server: { clientAliveCountMax: 5, tcpKeepAlive: undefined } as never,
            kernel: { probes: 9 },
        });
        assert.deepEqual(server, { tcpKeepAlive: true, clientAliveInterval: 90, clientAliveCountMax: 5 });
        assert.deepEqual(kernel, { time: 180, interval: 30, probes: 9 });
    });

    it("does not change the profile's own table", () => {
        resolveSettings({ profile: "balanced", server: { clientAliveInterval: 0 } });
        assert.equal(resolveSettings({}).server.clientAliveCountMax, 3);
    });

    it("derives the intervals of both ends from the network path, and reports that", () => {
        const { server, client, notes } = resolveSettings({ networkPath: ["aws-nat-gateway", "azure-load-balancer"] });
        assert.deepEqual(server, { clientAliveInterval: 108, clientAliveCountMax: 3 });
        assert.deepEqual(client, { serverAliveInterval: 108, serverAliveCountMax: 3 });
        assert.equal(notes.length, 1);
        assert.match(notes[0] ?? "", /108 is derived from the network path: Azure Load Balancer forgets after 240 s/);
    });

    it("reports a hop that ends every connection regardless of the settings", () => {
        const { server, notes } = resolveSettings({
            profile: "balanced",
            networkPath: ["aws-ec2-instance-connect-endpoint"],
        });
        assert.equal(server.clientAliveInterval, 90);
        assert.deepEqual(notes, [
            "EC2 Instance Connect Endpoint ends every connection after 3600 s (1 h) regardless of traffic; no keepalive prevents it.",
        ]);
    });

    it("keeps a profile's interval that is at most as long as the derived one", () => {
        const { server, notes } = resolveSettings({ profile: "balanced", networkPath: ["aws-nat-gateway"] });
        assert.equal(server.clientAliveInterval, 90);
        assert.deepEqual(notes, []);
    });

    it("shortens a profile's interval that is too long for the path, and reports it", () => {
        const { server, notes } = resolveSettings({ profile: "stig", networkPath: ["aws-nat-gateway"] });
        assert.deepEqual(server, { clientAliveInterval: 157, clientAliveCountMax: 1 });
        assert.match(notes.join("\n"), /157 from the network path replaces the stig profile's 300/);
    });

    it("never derives over an explicit interval", () => {
        const { server } = resolveSettings({ networkPath: ["aws-nat-gateway"], server: { clientAliveInterval: 60 } });
        assert.deepEqual(server, { clientAliveInterval: 60 });
    });

    it("drops a profile's count if the probes are explicitly off", () => {
        const { server, client } = resolveSettings({
            profile: "balanced",
            server: { clientAliveInterval: 0 },
            client: { serverAliveInterval: 0 },
        });
        assert.deepEqual(server, { tcpKeepAlive: true, clientAliveInterval: 0 });
        assert.deepEqual(client, { tcpKeepAlive: true, serverAliveInterval: 0 });
    });

    it("states which requirement an override violates, with its clause", () => {
        const { notes } = resolveSettings({ profile: "stig", server: { clientAliveCountMax: 3 } });
        assert.equal(notes.length, 1);
        assert.match(notes[0] ?? "", /clientAliveCountMax 3 violates .*stig.*exactly 1.*255095/);
    });

    it("states that a derived interval violates a standard that requires one value", () => {
        const { notes } = resolveSettings({ profile: "ssh-baseline", networkPath: ["azure-load-balancer"] });
        assert.match(notes.join("\n"), /clientAliveInterval 108 violates .*exactly 300.*sshd-36/);
    });

    it("warns that nothing may detect a dead peer if TCPKeepAlive is off and no interval is set", () => {
        assert.match(resolveSettings({ server: { tcpKeepAlive: false } }).notes.join(), /nothing detects a dead peer/);
        assert.deepEqual(resolveSettings({ profile: "lynis" }).notes, []);
    });

    it("always keeps explicit values, and otherwise always fits the path", () => {
        const profile = fc.constantFrom(undefined, "balanced", "patient", "stig", "lynis");
        const path = fc.array(fc.integer({ min: 3, max: 5000 }).map(String), { maxLength: 3 });
        const interval = fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: undefined });
        fc.assert(
            fc.property(profile, path, interval, (name, networkPath, clientAliveInterval) => {
                const server = clientAliveInterval === undefined ? undefined : { clientAliveInterval };
                const resolved = resolveSettings({ profile: name, networkPath, server }).server.clientAliveInterval;
                if (clientAliveInterval !== undefined) assert.equal(resolved, clientAliveInterval);
                else if (networkPath.length > 0) assert.ok((resolved ?? Infinity) <= (intervalFor(networkPath) ?? 0));
            }),
        );
    });
});
