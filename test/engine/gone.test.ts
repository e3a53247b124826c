import assert from "node:assert/strict";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-gone-${process.pid}`;

/** A component on a host that is created and deleted with another resource, as on a cloud instance. */
const withInstance = `
const host = JSON.parse(readFileSync("host.json", "utf8"));
const instance = new command.local.Command("instance", { create: "echo i-1", delete: "echo terminated" });
new SshKeepalive(
    "keepalive",
    { hosts: { web1: host }, server: { clientAliveInterval: 120 } },
    { dependsOn: [instance], deletedWith: instance },
);
`;

describe("A host that is gone", () => {
    let running: hosts.HostSet;
    let workspace: engine.Workspace;

    before(async () => {
        running = await hosts.up({ set, hosts: ["one", "two", "old", "new", "three"].map((name) => ({ name })) });
        workspace = await engine.makeWorkspace({ set });
    });
    after(() => hosts.down(set));

    async function createOn(name: string, program: string): Promise<hosts.Host> {
        const host = running.host(name);
        workspace.write(
            "host.json",
            JSON.stringify({ ...engine.connectionTo(host), dialErrorLimit: 1, perDialTimeout: 2 }),
        );
        engine.useProgram(workspace, program);
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["120"]);
        return host;
    }

    it("does not prevent or delay a destroy, with deletedWith on its instance", async () => {
        await hosts.cutPower(await createOn("one", withInstance));
        const { exitCode, output, events } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        // There was no connection attempt: a failed one would be reported.
        assert.doesNotMatch(output, /Dial/);
        assert.deepEqual(engine.diagnostics(events, "warning", "error"), []);
        assert.ok(!workspace.state().includes("keepalive-web1"));
    });

    it("does not prevent an update from removing instance and component together", async () => {
        await hosts.cutPower(await createOn("two", withInstance));
        engine.useProgram(workspace, "");
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.ok(!workspace.state().includes("keepalive-web1"));
    });

    it("does not prevent its name from moving to a new address, which then gets the settings", async () => {
        const old = await createOn("old", withInstance);
        await hosts.cutPower(old);
        const before = hosts.acceptedConnections(running.host("new"));
        const moved = await createOn("new", withInstance);
        assert.equal(hosts.acceptedConnections(moved), before + 1);
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
    });

    it("fails the destroy without it, and is named in the error", async () => {
        const host = await createOn("three", withInstance.replace(", deletedWith: instance", ""));
        await hosts.cutPower(host);
        const { exitCode, events, output } = await workspace.destroy();
        assert.notEqual(exitCode, 0);
        assert.match(output, /Dial 1\/1 failed/);
        assert.match(engine.failures(events)["keepalive-web1"] ?? "", new RegExp(`dial tcp ${host.address}:22: `));
        assert.ok(workspace.state().includes("keepalive-web1"));
    });
});
