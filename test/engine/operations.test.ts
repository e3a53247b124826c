import assert from "node:assert/strict";
import type { HostArgs } from "../../components";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-operations-${process.pid}`;

/** Tests what docs/operations.md says about Pulumi's own commands: one stack, one operation after the other. */
describe("The commands of everyday operation", function () {
    this.bail(true);
    let workspace: engine.Workspace;
    let one: hosts.Host;
    let two: hosts.Host;
    /** The stack's name after it was renamed. */
    let renamed: string;

    before(async () => {
        const running = await hosts.up({ set, hosts: [{ name: "one" }, { name: "two" }] });
        [one, two] = [running.host("one"), running.host("two")];
        workspace = await engine.makeWorkspace({ set });
        renamed = `${workspace.stack}-renamed`;
        use({ web1: one, web2: two }, 120);
        assert.deepEqual(await succeed(), {
            keepalive: "create",
            "keepalive-web1": "create",
            "keepalive-web2": "create",
        });
    });
    after(() => hosts.down(set));

    function use(named: Readonly<Record<string, hosts.Host>>, clientAliveInterval: number, takeOver = false): void {
        const connections: Record<string, HostArgs> = {};
        for (const [name, host] of Object.entries(named)) connections[name] = engine.connectionTo(host);
        engine.useKeepalive(workspace, { hosts: connections, server: { clientAliveInterval }, takeOver });
    }

    async function succeed(...options: string[]): Promise<Record<string, string>> {
        const outcome = await workspace.up(...options);
        assert.equal(outcome.exitCode, 0, outcome.output);
        return engine.steps(outcome.events);
    }

    async function pulumi(...args: string[]): Promise<void> {
        const { exitCode, stdout, stderr } = await workspace.pulumi(...args, "--stack", workspace.stack);
        assert.equal(exitCode, 0, stdout + stderr);
    }

    /** Returns the values of the two hosts' daemons. */
    async function kept(first: number, second: number): Promise<void> {
        const have = async (host: hosts.Host) => (await hosts.effective(host)).get("clientaliveinterval");
        assert.deepEqual([await have(one), await have(two)], [[String(first)], [String(second)]]);
    }

    function urn(name: string): string {
        return new RegExp(`"urn":\\s*"([^"]*::${name})"`, "u").exec(workspace.state())?.[1] ?? "";
    }

    it("apply a host again that was deleted from the state, and change nothing on it meanwhile", async () => {
        await pulumi("state", "delete", "--yes", urn("keepalive-web1"));
        await kept(120, 120);
        assert.deepEqual(await succeed(), { "keepalive-web1": "create" });
        await kept(120, 120);
        assert.deepEqual(await succeed(), {});
    });

    it("rename a command in the state as in the program, in place", async () => {
        await pulumi("state", "rename", "--yes", urn("keepalive-web1"), "keepalive-front1");
        use({ front1: one, web2: two }, 120);
        assert.deepEqual(await succeed(), { keepalive: "update", "keepalive-front1": "update" });
        await kept(120, 120);
    });

    it("reach no host to refresh", async () => {
        const accepted = [one, two].map(hosts.acceptedConnections);
        await pulumi("refresh", "--yes", "--skip-preview");
        assert.deepEqual([one, two].map(hosts.acceptedConnections), accepted);
    });

    it("change only the hosts that --target names, or that --exclude does not", async () => {
        use({ front1: one, web2: two }, 90);
        await succeed("--target", urn("keepalive-web2"));
        await kept(120, 90);
        use({ front1: one, web2: two }, 60);
        await succeed("--exclude", urn("keepalive-front1"));
        await kept(120, 60);
        await succeed();
        await kept(60, 60);
    });

    it("keep a host's settings if only its new name is targeted, and its former one goes later", async () => {
        const former = urn("keepalive-front1");
        use({ web1: one, web2: two }, 60);
        await succeed("--target", former.replace("front1", "web1"));
        await kept(60, 60);
        assert.equal((await succeed())["keepalive-front1"], "delete");
        await kept(60, 60);
    });

    it("restore only the host that a destroy targets, which the next update applies again", async () => {
        const { exitCode, output } = await workspace.destroy("--target", urn("keepalive-web1"));
        assert.equal(exitCode, 0, output);
        await kept(0, 60);
        assert.deepEqual(await succeed(), { "keepalive-web1": "create" });
        await kept(60, 60);
    });

    it("apply a host where its address now leads, and restore the former address by a name of its own", async () => {
        use({ web1: two }, 60);
        await succeed();
        await kept(60, 60);
        use({ web1: two, former: one }, 60);
        await succeed();
        use({ web1: two }, 60);
        await succeed();
        await kept(0, 60);
    });

    it("refuse hosts of a renamed stack with both names, until takeOver, and then restore them", async () => {
        await pulumi("stack", "rename", renamed);
        const command = (verb: string) =>
            workspace.pulumi(
                verb,
                "--yes",
                "--skip-preview",
                "--stack",
                renamed,
                "--config-file",
                `${workspace.folder}/config.yaml`,
            );
        use({ web1: two }, 30);
        const refused = await command("up");
        assert.notEqual(refused.exitCode, 0);
        assert.match(
            refused.stdout,
            new RegExp(`belong to 'engine-test/${workspace.stack}/keepalive, .* not to 'engine-test/${renamed}/`),
        );
        await kept(0, 60);
        use({ web1: two }, 30, true);
        assert.equal((await command("up")).exitCode, 0);
        await kept(0, 30);
        assert.equal((await command("destroy")).exitCode, 0);
        await kept(0, 0);
    });
});
