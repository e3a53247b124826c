import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepalive } from "../../../components";
import { launcher } from "../../../components/remote/packing";
import { publicKey } from "../../support/keys";
import { allUrns, plainReport, promised, record, withoutId } from "../../support/mocks";

const pinned = { host: "192.0.2.1", hostKey: publicKey };
const server = { clientAliveInterval: 120, clientAliveCountMax: 3 };
const run = `sh -c '${launcher}' keepalive`;

describe("SshKeepalive", () => {
    describe("with repairDrift", () => {
        const drifted = JSON.stringify({
            ...(JSON.parse(plainReport) as object),
            drift: [
                { key: "ClientAliveInterval", wanted: "120", found: "0", by: "/etc/ssh/sshd_config:3" },
                { key: "net.ipv4.tcp_keepalive_time", wanted: "60", found: "7200", by: "" },
            ],
            warnings: ["/etc/sysctl.d/zzz.conf line 1 (x) will win at boot"],
        });
        const args = { hosts: { web1: pinned }, server };

        it("warns of drift, of who caused it, and of what the host program warns of", async () => {
            const recording = await record({ stdout: () => drifted });
            const keepalive = new SshKeepalive("edge", { ...args, repairDrift: true });
            const { web1 } = await promised(keepalive.reports);
            assert.equal(web1?.drift.length, 2);
            assert.deepEqual(
                recording.logs.map(({ severity, message }) => [severity, message]),
                [
                    [
                        "warn",
                        "web1: ClientAliveInterval had drifted to 0 (set by /etc/ssh/sshd_config:3), and is 120 again",
                    ],
                    ["warn", "web1: net.ipv4.tcp_keepalive_time had drifted to 7200, and is 60 again"],
                    ["warn", "web1: /etc/sysctl.d/zzz.conf line 1 (x) will win at boot"],
                ],
            );
            assert.ok(recording.logs.every(({ resource }) => resource === keepalive));
        });

        it("does not report the drift of an earlier run without it, but still warns", async () => {
            const recording = await record({ stdout: () => drifted });
            await promised(new SshKeepalive("edge", args).reports);
            assert.deepEqual(
                recording.logs.map(({ message }) => message),
                ["web1: /etc/sysctl.d/zzz.conf line 1 (x) will win at boot"],
            );
        });
    });

    describe("with check", () => {
        const plain = JSON.parse(plainReport) as object;
        const drift = [{ key: "ClientAliveInterval", wanted: "120", found: "0", by: "" }];
        const looked = JSON.stringify({ ...plain, verb: "check", drift, effective: { ClientAliveInterval: "0" } });
        const args = { hosts: { web1: pinned }, server };
        const stdout = (name: string): string =>
            name.endsWith("/check") ? looked : JSON.stringify({ ...plain, changed: true });

        it("checks for drift in a separate child, after the one that applies, at each update", async () => {
            const recording = await record();
            await allUrns(new SshKeepalive("edge", { ...args, takeOver: true, check: true }));
            const apply = recording.resource("edge-web1");
            const look = recording.resource("edge-web1/check");
            assert.equal(apply.inputs["update"], undefined);
            assert.equal(look.inputs["update"], undefined);
            assert.equal(look.inputs["delete"], undefined);
            assert.deepEqual(look.dependsOn, [apply.urn]);
            const time = / --run=(20\S+Z) /.exec(String(look.inputs["create"]))?.[1] ?? "";
            assert.equal(
                withoutId(look.inputs["create"]),
                `${run} check 'ClientAliveInterval 120' 'ClientAliveCountMax 3' --owner project/stack/edge --host web1 --run=${time}`,
            );
        });

        it("reports what it found, with what the last apply did, and warns of drift", async () => {
            const recording = await record({ stdout });
            const { web1 } = await promised(new SshKeepalive("edge", { ...args, check: pulumi.output(true) }).reports);
            assert.deepEqual(
                [web1?.changed, web1?.drift, web1?.effective],
                [true, drift, { ClientAliveInterval: "0" }],
            );
            assert.equal(
                recording.logs[0]?.message,
                "web1: ClientAliveInterval has drifted to 0; 120 was applied, and repairDrift: true restores it",
            );
        });

        it("needs no separate child if drift is repaired anyway", async () => {
            const recording = await record({ stdout });
            await allUrns(new SshKeepalive("edge", { ...args, check: true, repairDrift: true }));
            assert.ok(!recording.resources.some(({ name }) => name.endsWith("/check")));
        });
    });
});
