import assert from "node:assert/strict";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-moves-${process.pid}`;
const server = { clientAliveInterval: 120 };

describe("A host that is moved in a program", function () {
    this.bail(true);
    let workspace: engine.Workspace;
    let one: hosts.Host;
    let two: hosts.Host;
    before(async () => {
        const running = await hosts.up({ set, hosts: [{ name: "one" }, { name: "two" }] });
        one = running.host("one");
        two = running.host("two");
        workspace = await engine.makeWorkspace({ set });
        use({ web1: one, web2: two });
        await succeed();
    });
    after(async () => {
        workspace?.remove();
        await hosts.down(set);
    });
    function use(named: Record<string, hosts.Host>): void {
        engine.useKeepalive(workspace, {
            hosts: Object.fromEntries(Object.entries(named).map(([n, h]) => [n, engine.connectionTo(h)])),
            server,
        });
    }
    async function succeed(...options: string[]): Promise<engine.Outcome> {
        const outcome = await workspace.up(...options);
        assert.equal(outcome.exitCode, 0, outcome.output);
        return outcome;
    }
    async function kept(interval = "120"): Promise<void> {
        for (const host of [one, two])
            assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), [interval], host.name);
    }
    it("keeps its settings under another name", async () => {
        use({ front1: one, web2: two });
        const { events } = await succeed();
        assert.equal(engine.steps(events)["keepalive-front1"], "create");
        await kept();
    });
    it("keeps its settings where two change places, one goes, and one is replaced at once", async () => {
        use({ front1: two, web2: one });
        await succeed();
        await kept();
        use({ web2: two, front2: one });
        const urn = `urn:pulumi:${workspace.stack}::engine-test::pulumi-ssh-keepalive:index:SshKeepalive$command:remote:Command::keepalive-web2`;
        await succeed("--replace", urn);
        await kept();
    });
    it("gives all back in the end", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        await kept("0");
    });
});
