import assert from "node:assert/strict";
import * as path from "node:path";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-client-moves-${process.pid}`;
const theirs = "Host web\n    User deploy\n";
const file = "/home/admin/.ssh/config";

describe("A user's client settings that move in a program", function () {
    this.bail(true);
    let host: hosts.Host;
    let workspace: engine.Workspace;

    before(async () => {
        host = (await hosts.up({ set, hosts: [{ name: "one", user: "admin" }] })).host("one");
        await hosts.mustExec(host, `umask 077 && cat >${file}`, { stdin: theirs, user: "admin" });
        workspace = await engine.makeWorkspace({ set });
        workspace.write("host.json", JSON.stringify(engine.connectionTo(host)));
    });
    after(() => hosts.down(set));

    /** Runs a program with these components, each of which has the host once. */
    async function up(components: Readonly<Record<string, string>>, ...options: string[]) {
        const each = Object.entries(components).map(
            ([name, key]) =>
                `new SshClientKeepalive("${name}", { hosts: { "${key}": host }, client: { serverAliveInterval: 60 } });`,
        );
        engine.useProgram(
            workspace,
            `import { SshClientKeepalive } from ${JSON.stringify(path.join(engine.repository, "components"))};
const host = JSON.parse(readFileSync("host.json", "utf8"));
${each.join("\n")}
`,
        );
        const outcome = await workspace.up(...options);
        assert.equal(outcome.exitCode, 0, outcome.output);
        return engine.steps(outcome.events);
    }

    /** Asserts that ssh has the interval, from a single block that belongs to this child. */
    async function isApplied(owner: string): Promise<void> {
        const answer = await hosts.mustExec(host, ["ssh", "-G", "any.example.com"], { user: "admin" });
        assert.match(answer, /^serveraliveinterval 60$/mu);
        const text = await hosts.mustExec(host, ["cat", file]);
        assert.deepEqual(
            text.match(/^# owner: .*$/gmu)?.map((line) => line.replace(/^.*\//u, "")),
            [owner],
        );
        assert.ok(text.startsWith(theirs), text);
    }

    it("stay if the host is renamed", async () => {
        await up({ clients: "one" });
        await isApplied("clients, host one");
        const steps = await up({ clients: "first" });
        assert.deepEqual([steps["clients-first"], steps["clients-one"]], ["create", "delete"]);
        await isApplied("clients, host first");
    });

    it("stay if the command is replaced", async () => {
        const urn = /"urn":\s*"([^"]*::clients-first)"/u.exec(workspace.state())?.[1] ?? "";
        assert.match((await up({ clients: "first" }, "--replace", urn))["clients-first"] ?? "", /replace/);
        await isApplied("clients, host first");
    });

    it("stay if another component takes over the host, whose next update changes nothing", async () => {
        const steps = await up({ people: "first" });
        assert.deepEqual([steps["people-first"], steps["clients-first"]], ["create", "delete"]);
        await isApplied("people, host first");
        assert.deepEqual(await up({ people: "first" }), {});
    });

    it("are removed with their component, and leave the file as it was", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        assert.equal(await hosts.mustExec(host, ["cat", file]), theirs);
        assert.equal(await hosts.mustExec(host, `stat -c '%a %U' ${file}`), "600 admin\n");
        assert.equal((await hosts.mustExec(host, "ls -A /home/admin /home/admin/.ssh")).includes("pulumi"), false);
    });
});
