import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepalive } from "../../../components";
import { launcher } from "../../../components/remote/packing";
import { encryptedKey as key, publicKey } from "../../support/keys";
import { allUrns, bare, promised, record, unhandled, unknown, withoutId } from "../../support/mocks";

const pinned = { host: "192.0.2.1", hostKey: publicKey };
const server = { clientAliveInterval: 120, clientAliveCountMax: 3 };
const run = `sh -c '${launcher}' keepalive`;

describe("SshKeepalive", () => {
    describe("in a preview", () => {
        const later = pulumi.output(pulumi.unknown) as pulumi.Output<never>;

        it("shows the command lines of hosts whose address is not known yet", async () => {
            const recording = await record({ preview: true });
            const hosts = { web1: { host: later, user: "admin" }, web2: { host: "192.0.2.2" } };
            await allUrns(new SshKeepalive("edge", { hosts, server }));
            const { create, delete: restore, connection } = recording.resource("edge-web1").inputs;
            const settings = "'ClientAliveInterval 120' 'ClientAliveCountMax 3'";
            assert.equal(withoutId(create), `sudo -n ${run} apply ${settings} --owner project/stack/edge --host web1`);
            assert.equal(restore, `sudo -n ${run} restore --owner project/stack/edge --host web1`);
            assert.equal(bare(connection), unknown);
            assert.deepEqual(bare(recording.resource("edge").inputs["hosts"]), {
                web1: { host: unknown, user: "admin" },
                web2: { host: "192.0.2.2" },
            });
        });

        it("validates known values only", async () => {
            await record({ preview: true });
            const errors = await unhandled(async () => {
                const hosts = {
                    web1: { host: later, privateKey: pulumi.secret(key), privateKeyPassword: later },
                    web2: later,
                };
                await allUrns(new SshKeepalive("edge", { hosts, server: { clientAliveInterval: later } }));
            });
            assert.deepEqual(errors, []);
        });

        it("has no reports yet, and no warnings", async () => {
            const recording = await record({ preview: true });
            const keepalive = new SshKeepalive("edge", { hosts: { web1: pinned }, server, check: true });
            await allUrns(keepalive);
            assert.equal(await promised(keepalive.reports), undefined);
            assert.deepEqual(recording.logs, []);
        });
    });
});
