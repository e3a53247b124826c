import assert from "node:assert/strict";
import { hostOf, start } from "../../support/aws/cloud/instances";
import { bornWith } from "../../support/aws/cloudInit";
import { type CloudWorkspace, makeCloudWorkspace } from "../../support/aws/workspace";
import type { EngineEvent } from "../../support/engine";
import * as hosts from "../../support/testbed";

const set = "aws-scale";

describe("A pulumi up of examples/aws-fleet and examples/aws-autoscaling", function () {
    this.bail(true);
    let fleet: CloudWorkspace;
    let group: CloudWorkspace;

    before(async () => {
        // Here, and not by the provider: it runs in the set's own network, which has no way to Debian's packages.
        await hosts.prepareRoot("bookworm", bornWith("").packages ?? []);
        await hosts.up({ set, hosts: [] });
        fleet = await makeCloudWorkspace(set, "examples/aws-fleet");
        group = await makeCloudWorkspace(set, "examples/aws-autoscaling");
    });
    after(async () => {
        fleet?.remove();
        group?.remove();
        await hosts.down(set);
    });

    async function intervalOf(host: hosts.Host): Promise<string | undefined> {
        return (await hosts.effective(host)).get("clientaliveinterval")?.[0];
    }

    it("has Systems Manager apply the settings to the instances of the tag, and to no others", async () => {
        const own = await start(fleet.place, { tags: { Fleet: "web" } });
        const { host: other } = await start(fleet.place, { tags: { Fleet: "batch" } });
        const { exitCode, output } = await fleet.up();
        assert.equal(exitCode, 0, output);
        assert.equal(await intervalOf(own.host), "90");
        assert.equal(await intervalOf(other), "0");
        // One is how the host was found to be up; nobody has dialled it.
        assert.ok(hosts.acceptedConnections(own.host) <= 1);
    });

    it("restores the instances by an update, and applies the settings again when that is reverted", async () => {
        const [own] = fleet.place.instances().filter(({ tags }) => tags["Fleet"] === "web");
        for (const [restore, interval] of [
            ["true", "0"],
            ["false", "90"],
            ["true", "0"],
        ] as const) {
            await fleet.configure("restore", restore);
            const { exitCode, output, events } = await fleet.up();
            assert.equal(exitCode, 0, output);
            assert.equal(await intervalOf(hostOf(fleet.place, own!.id)), interval);
            // The earlier association ends before the next one begins, so that the two never work against each other.
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
        const [instance, ...others] = group.place.instances();
        assert.deepEqual(others, []);
        const host = hostOf(group.place, instance!.id);
        assert.equal(await intervalOf(host), "90");
        assert.equal((await hosts.sysctl(host)).time, 180);
        assert.equal(hosts.acceptedConnections(host), 0);
        assert.equal(await hosts.reloads(host), 0);
    });

    it("terminates the group's instance with the stack", async () => {
        const { exitCode, output } = await group.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(group.place.instances(), []);
    });
});

/** What the engine did with the resource of a type, in this order. */
function operations(events: readonly EngineEvent[], type: string): string[] {
    return (
        events
            .flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? [])
            // A "replace" does nothing; it joins the two steps.
            .filter((step) => step.type.includes(type) && step.op !== "replace")
            .map(({ op }) => op)
    );
}
