import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-moves-${process.pid}`;

/** A component of a program: its hosts, and their probe interval. */
interface Component {
    readonly hosts: Readonly<Record<string, "one" | "two" | "door">>;
    readonly interval: number;
    /** Additional options. */
    readonly options?: string;
}

describe("A host that is moved in a program", function () {
    this.bail(true);
    let workspace: engine.Workspace;
    let one: hosts.Host;
    let two: hosts.Host;

    before(async () => {
        const running = await hosts.up({ set, hosts: [{ name: "one" }, { name: "two" }] });
        one = running.host("one");
        two = running.host("two");
        // A second route to the first host. Only the host itself can tell that it is the same machine.
        await hosts.mustExec(one, "printf 'Port 22\\nPort 2222\\n' >>/etc/ssh/sshd_config.d/99-door.conf");
        const before = await hosts.reloads(one);
        await hosts.mustExec(one, "kill -HUP $(cat /run/sshd.pid)");
        while ((await hosts.reloads(one)) === before || !(await hosts.answers(one))) await sleep(50);
        workspace = await engine.makeWorkspace({ set });
        const connections = { ...engine.connectionsTo(one, two), door: { ...engine.connectionTo(one), port: 2222 } };
        workspace.write("hosts.json", JSON.stringify(connections));
        use({ keepalive: { hosts: { web1: "one", web2: "two" }, interval: 120 } });
        await succeed();
    });
    after(() => hosts.down(set));

    /** Writes a program that makes these components, followed by any other code. */
    function use(components: Readonly<Record<string, Component>>, rest = ""): void {
        const each = Object.entries(components).map(([title, { hosts: named, interval, options = "" }]) => {
            const [name = ""] = title.split(" ");
            const inputs = Object.entries(named).map(([host, to]) => `${JSON.stringify(host)}: hosts.${to}`);
            return (
                `made.push(new SshKeepalive(${JSON.stringify(name)}, { hosts: { ${inputs.join(", ")} }, ` +
                `server: { clientAliveInterval: ${interval} } }, { ${options} }));`
            );
        });
        engine.useProgram(
            workspace,
            `const hosts = JSON.parse(readFileSync("hosts.json", "utf8"));
const made: SshKeepalive[] = [];
class Tier extends pulumi.ComponentResource { constructor(name: string) { super("test:index:Tier", name); } }
${each.join("\n")}
${rest}
`,
        );
    }

    async function succeed(...options: string[]): Promise<Record<string, string>> {
        const outcome = await workspace.up(...options);
        assert.equal(outcome.exitCode, 0, outcome.output);
        return engine.steps(outcome.events);
    }

    /** Returns the values of the two hosts' daemons. */
    async function kept(first: number, second: number): Promise<void> {
        const have = async (host: hosts.Host) => (await hosts.effective(host)).get("clientaliveinterval");
        assert.deepEqual([await have(one), await have(two)], [[String(first)], [String(second)]]);
    }

    function urn(name: string): string {
        const found = new RegExp(`"urn":\\s*"([^"]*::${name})"`, "u").exec(workspace.state());
        return found?.[1] ?? "";
    }

    it("keeps its settings under another name", async () => {
        use({ keepalive: { hosts: { front1: "one", web2: "two" }, interval: 120 } });
        assert.equal((await succeed())["keepalive-front1"], "create");
        await kept(120, 120);
    });

    it("keeps its settings if two are swapped, one is removed, and one is replaced in the same update", async () => {
        use({ keepalive: { hosts: { front1: "two", web2: "one" }, interval: 120 } });
        await succeed();
        await kept(120, 120);
        use({ keepalive: { hosts: { web2: "two", front2: "one" }, interval: 120 } });
        await succeed("--replace", urn("keepalive-web2"));
        await kept(120, 120);
    });

    it("keeps its settings if a transform adds triggers, which replace the command", async () => {
        const triggers = `transforms: [({ type, props, opts }) => type === "command:remote:Command" ? { props: { ...props, triggers: ["new"] }, opts } : undefined]`;
        use({ keepalive: { hosts: { web2: "two", front2: "one" }, interval: 120, options: triggers } });
        const steps = await succeed();
        assert.match(steps["keepalive-web2"] ?? "", /replace/);
        await kept(120, 120);
        use({ keepalive: { hosts: { web2: "two", front2: "one" }, interval: 120 } });
        await succeed();
        await kept(120, 120);
    });

    it("takes the settings of the component that it moves to: split, swapped, merged", async () => {
        use({ keepalive: { hosts: { web2: "two" }, interval: 120 }, db: { hosts: { db1: "one" }, interval: 60 } });
        assert.deepEqual(await succeed(), {
            "keepalive-front2": "delete",
            db: "create",
            "db-db1": "create",
            keepalive: "update",
        });
        await kept(60, 120);
        use({ keepalive: { hosts: { web1: "one" }, interval: 120 }, db: { hosts: { db2: "two" }, interval: 60 } });
        await succeed();
        await kept(120, 60);
        use({ db: { hosts: { db1: "one", db2: "two" }, interval: 60 } });
        await succeed();
        await kept(60, 60);
        assert.deepEqual(await succeed(), {});
    });

    it("keeps its settings if its component is nested in another one, and moved out, under its own name", async () => {
        const inside = {
            hosts: { db1: "one", db2: "two" },
            interval: 60,
            options: 'parent: new Tier("tier")',
        } as const;
        use({ db: inside });
        assert.equal((await succeed())["db-db1"], "delete");
        await kept(60, 60);
        use({ db: { ...inside, options: "" } });
        await succeed();
        await kept(60, 60);
    });

    it("keeps its settings if the update is killed between the two steps, and continues or is reverted", async () => {
        const merged = { web: { hosts: { db1: "one", db2: "two" }, interval: 90 } } as const;
        await killBetween(merged);
        await kept(90, 90);
        use(merged);
        await succeed();
        await kept(90, 90);
        const renamed = { web: { hosts: { db3: "one", db2: "two" }, interval: 90 } } as const;
        await killBetween(renamed);
        use(renamed);
        await succeed();
        await kept(90, 90);
    });

    it("keeps its settings if the update is killed while one is replaced", async () => {
        const before = hosts.acceptedConnections(two);
        const update = workspace.up("--replace", urn("web-db2"));
        // The second connection is that of the new command.
        while (hosts.acceptedConnections(two) < before + 2) await sleep(20);
        engine.killEngine(workspace);
        await update;
        await workspace.pulumi("cancel", "--yes", "--stack", workspace.stack);
        await succeed();
        await kept(90, 90);
    });

    /** Kills an update that has created every new resource, before it deletes any: a final command blocks it there. */
    async function killBetween(components: Readonly<Record<string, Component>>): Promise<void> {
        const [reached, folder] = [path.join(workspace.folder, "reached"), workspace.folder];
        fs.rmSync(reached, { force: true });
        use(
            components,
            `new command.local.Command("last", { create: ${JSON.stringify(`touch ${folder}/reached; sleep 100`)} }, { dependsOn: made });`,
        );
        const update = workspace.up();
        while (!fs.existsSync(reached)) await sleep(20);
        engine.killEngine(workspace);
        await update;
        await workspace.pulumi("cancel", "--yes", "--stack", workspace.stack);
    }

    it("is an error if two components name it: at once in a preview, or once both have reached it", async () => {
        const both = { web: { hosts: { db3: "one", db2: "two" }, interval: 90 } } as const;
        use({ ...both, other: { hosts: { a: "one" }, interval: 30 } });
        const preview = await workspace.preview();
        assert.notEqual(preview.exitCode, 0);
        assert.match(preview.output, /SshKeepalive "other": [^]*hosts\.a\.host: .*"db3" of SshKeepalive "web"/u);

        use({ ...both, other: { hosts: { a: "door" }, interval: 30 } });
        const update = await workspace.up();
        assert.notEqual(update.exitCode, 0);
        const details = engine.diagnostics(update.events, "error").join("\n");
        assert.match(details, /same machine as "(a|db3)" of SshKeepalive "(other|web)"/);
    });

    it("restores every host in the end", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        await kept(0, 0);
    });
});
