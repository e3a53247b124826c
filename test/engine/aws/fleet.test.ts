import assert from "node:assert/strict";
import { hostOf, startInstance } from "../../support/aws/cloud/instances";
import { hostWithUserData } from "../../support/aws/cloudInit";
import { type CloudWorkspace, makeCloudWorkspace } from "../../support/aws/workspace";
import type { EngineEvent } from "../../support/engine";
import * as hosts from "../../support/testbed";

const set = "aws-scale";

describe("A pulumi up of examples/aws-fleet and examples/aws-autoscaling", function () {
    this.bail(true);
    let fleet: CloudWorkspace;
    let group: CloudWorkspace;

    before(async () => {
        // The provider cannot do this: it runs in the set's own network, which has no route to Debian's mirrors.
        await hosts.prepareRoot("bookworm", hostWithUserData("").packages ?? []);
        await hosts.up({ set, hosts: [] });
        fleet = await makeCloudWorkspace(set, "examples/aws-fleet");
        group = await makeCloudWorkspace(set, "examples/aws-autoscaling");
    });
    after(() => hosts.down(set));

    async function intervalOf(host: hosts.Host): Promise<string | undefined> {
        return (await hosts.effective(host)).get("clientaliveinterval")?.[0];
    }

    it("has Systems Manager apply the settings to the instances of the tag, and to no others", async () => {
        const own = await startInstance(fleet.cloud, { tags: { Fleet: "web" } });
        const { host: other } = await startInstance(fleet.cloud, { tags: { Fleet: "batch" } });
        const { exitCode, output } = await fleet.up();
        assert.equal(exitCode, 0, output);
        assert.equal(await intervalOf(own.host), "90");
        assert.equal(await intervalOf(other), "0");
        // The one connection is the test's own probe whether the host is up. Nothing else has dialled it.
        assert.ok(hosts.acceptedConnections(own.host) <= 1);
    });

    it("restores the instances by an update, and applies the settings again when that is reverted", async () => {
        const [own] = fleet.cloud.instances().filter(({ tags }) => tags["Fleet"] === "web");
        for (const [restore, interval] of [
            ["true", "0"],
            ["false", "90"],
            ["true", "0"],
        ] as const) {
            await fleet.configure("restore", restore);
            const { exitCode, output, events } = await fleet.up();
            assert.equal(exitCode, 0, output);
            assert.equal(await intervalOf(hostOf(fleet.cloud, own!.id)), interval);
            // The earlier association is deleted before the next one is created, so the two never conflict.
            const ended = operations(events, "ssm/association:Association");
            assert.deepEqual(ended, ["delete-replaced", "create-replacement"]);
        }
        assert.equal((await fleet.destroy()).exitCode, 0);
    });

    it("starts a group's instance with the settings, without a connection to it", async () => {
        await group.configure("subnetIds[0]", "subnet-1");
        await group.configure("keyName", "team");
        const { exitCode, output } = await group.up();
        assert.equal(exitCode, 0, output);
        const [instance, ...others] = group.cloud.instances();
        assert.deepEqual(others, []);
        const host = hostOf(group.cloud, instance!.id);
        assert.equal(await intervalOf(host), "90");
        assert.equal((await hosts.sysctl(host)).time, 180);
        assert.equal(hosts.acceptedConnections(host), 0);
        assert.equal(await hosts.reloads(host), 0);
    });

    it("terminates the group's instance with the stack", async () => {
        const { exitCode, output } = await group.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(group.cloud.instances(), []);
    });
});

/** Returns the engine's steps for the resource of a type, in order. */
function operations(events: readonly EngineEvent[], type: string): string[] {
    return (
        events
            .flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? [])
            // A "replace" step does nothing; it joins the other two.
            .filter((step) => step.type.includes(type) && step.op !== "replace")
            .map(({ op }) => op)
    );
}
