import assert from "node:assert/strict";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-ownership-${process.pid}`;

/** A component of a given name, with additional arguments and options. */
function program(name: string, args = "", options = ""): string {
    return `
const host = JSON.parse(readFileSync("host.json", "utf8"));
new SshKeepalive(${JSON.stringify(name)}, { hosts: { web1: host }, server: { clientAliveInterval: 120 }, ${args} }, { ${options} });
`;
}

describe("The owner of a host's settings", function () {
    this.bail(true);
    let host: hosts.Host;
    let one: engine.Workspace;
    let other: engine.Workspace;

    before(async () => {
        host = (await hosts.up({ set, hosts: [{ name: "one" }] })).host("one");
        [one, other] = await Promise.all([
            engine.makeWorkspace({ set }),
            engine.makeWorkspace({ set, project: "other" }),
        ]);
        for (const workspace of [one, other]) workspace.write("host.json", JSON.stringify(engine.connectionTo(host)));
        engine.useProgram(one, program("keepalive"));
        assert.equal((await one.up()).exitCode, 0);
    });
    after(() => hosts.down(set));

    const owner = (): Promise<string> =>
        hosts.mustExec(host, "sed -n 's/^# owner: //p' /etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf");

    it("prevents another stack from changing them, with an error that names both", async () => {
        engine.useProgram(other, program("keepalive", "kernel: { time: 60 }"));
        const before = await engine.observe(host);
        const { exitCode, events } = await other.up();
        assert.notEqual(exitCode, 0);
        const details = engine.failures(events)["keepalive-web1"] ?? "";
        assert.ok(
            details.includes(
                `'engine-test/${one.stack}/keepalive, host web1', not to 'other/${other.stack}/keepalive'`,
            ),
            details,
        );
        assert.match(details, /set takeOver to true; nothing was changed/);
        assert.deepEqual(await engine.observe(host), { ...before, connections: before.connections + 1 });
    });

    it("becomes the new name by takeOver, in place: an alias reaches the component's children", async () => {
        engine.useProgram(one, program("renamed", "takeOver: true", 'aliases: [{ name: "keepalive" }]'));
        const { exitCode, output, events } = await one.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(engine.steps(events), { renamed: "update", "renamed-web1": "update" });
        assert.equal(await owner(), `engine-test/${one.stack}/renamed, host web1\n`);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["120"]);
    });

    it("can be another stack by takeOver; a destroy of the former one then leaves the host alone", async () => {
        engine.useProgram(other, program("keepalive", "takeOver: true"));
        assert.equal((await other.up()).exitCode, 0);
        assert.equal(await owner(), `other/${other.stack}/keepalive, host web1\n`);
        const { exitCode, output } = await one.destroy();
        assert.equal(exitCode, 0, output);
        assert.equal(await owner(), `other/${other.stack}/keepalive, host web1\n`);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["120"]);
    });

    it("cannot be destroyed while it is protected, and no child of it", async () => {
        engine.useProgram(other, program("keepalive", "takeOver: true", "protect: true"));
        assert.equal((await other.up()).exitCode, 0);
        const refused = await other.destroy();
        assert.notEqual(refused.exitCode, 0);
        assert.match(refused.output, /protect/);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["120"]);
        engine.useProgram(other, program("keepalive", "takeOver: true"));
        assert.equal((await other.up()).exitCode, 0);
    });

    it("restores what the host had before the first owner", async () => {
        const { exitCode, output } = await other.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["0"]);
        assert.equal(
            (await hosts.exec(host, "ls -A /etc/ssh/sshd_config.d /var/lib/pulumi-ssh-keepalive")).stdout.includes(
                "keepalive",
            ),
            false,
        );
    });
});
