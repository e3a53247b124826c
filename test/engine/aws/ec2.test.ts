import assert from "node:assert/strict";
import * as fs from "node:fs";
import { hostOf } from "../../support/aws/cloud/instances";
import { type CloudWorkspace, makeCloudWorkspace } from "../../support/aws/workspace";
import * as engine from "../../support/engine";
import * as hosts from "../../support/testbed";

const set = "aws-ec2";
const interval = ["90"];

/** Makes a stack of examples/aws-ec2 with these instances. */
async function makeStack(names: string[], bastion = false): Promise<CloudWorkspace> {
    const workspace = await makeProject("examples/aws-ec2", bastion);
    for (const [index, name] of names.entries()) await workspace.configure(`instances[${index}]`, name);
    await workspace.configure("dialErrorLimit", "12");
    return workspace;
}

/** Makes a stack of a project that starts instances, without any instance yet. */
async function makeProject(project: string, bastion = false): Promise<CloudWorkspace> {
    const { privateKeyFile } = hosts.openSet(set);
    const workspace = await makeCloudWorkspace(set, project);
    await workspace.configure("publicKey", fs.readFileSync(`${privateKeyFile}.pub`, "utf8").trim());
    await workspace.configure("privateKey", fs.readFileSync(privateKeyFile, "utf8"), { secret: true });
    await workspace.configure("allowFrom[0]", "198.18.0.0/15");
    await workspace.configure("bastion", String(bastion));
    return workspace;
}

describe("A pulumi up of examples/aws-ec2", function () {
    this.bail(true);
    let workspace: CloudWorkspace;

    before(async () => {
        await hosts.up({ set, hosts: [] });
        workspace = await makeStack(["web1", "web2", "web3"]);
    });
    after(() => hosts.down(set));

    /** Returns the host of the newest instance with that name. */
    function host(name: string): hosts.Host {
        const named = workspace.cloud.instances().filter(({ tags }) => tags["Name"] === name);
        return hostOf(workspace.cloud, named.at(-1)!.id);
    }

    async function assertKeptAlive(name: string): Promise<void> {
        assert.deepEqual((await hosts.effective(host(name))).get("clientaliveinterval"), interval);
        assert.equal((await hosts.sysctl(host(name))).time, 180);
    }

    it("waits for instances that boot slowly, and names the one that never comes up; the others are done", async () => {
        workspace.cloud.sshd = {
            web1: { listensAfter: 10 },
            web2: { listensAfter: 4 },
            web3: { listensAfter: "never" },
        };
        const { exitCode, output, events } = await workspace.up();
        assert.notEqual(exitCode, 0);
        const failed = engine.failures(events);
        assert.deepEqual(Object.keys(failed), ["web3-sshd"], output);
        assert.match(
            failed["web3-sshd"]!,
            new RegExp(`after 12 failed attempts: dial tcp ${host("web3").address}:22: .*connection refused`),
        );
        assert.ok(!output.includes("PRIVATE KEY"));
        await assertKeptAlive("web1");
        await assertKeptAlive("web2");
    });

    it("completes the rest on the next up, once the instance has booted", async () => {
        await hosts.mustExec(host("web3"), "/usr/sbin/sshd -E /var/log/sshd.log");
        const { exitCode, output, events } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(engine.steps(events), { "web3-sshd": "create" });
        await assertKeptAlive("web3");
    });

    it("changes nothing on the next up", async () => {
        const { exitCode, output, events } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(engine.steps(events), {});
    });

    it("applies the settings to a replacement instance, and does not connect to the old one", async () => {
        const old = host("web1");
        workspace.cloud.sshd = { web1: { listensAfter: 5 } };
        const urn = `urn:pulumi:${workspace.stack}::aws-ec2::aws:ec2/instance:Instance::web1`;
        const { exitCode, output, events } = await workspace.up("--replace", urn);
        assert.equal(exitCode, 0, output);
        assert.equal(engine.steps(events)["web1-sshd"], "update");
        assert.notEqual(host("web1").name, old.name);
        assert.throws(() => hostOf(workspace.cloud, old.name), /has no host/);
        await assertKeptAlive("web1");
    });

    it("destroys without waiting for an instance that has died", async () => {
        await hosts.cutPower(host("web2"));
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        assert.doesNotMatch(output, /failed attempts|retrying/);
        assert.deepEqual(workspace.cloud.instances(), []);
        assert.deepEqual(hosts.openSet(set).hosts, []);
    });
});

describe("A pulumi up of examples/aws-ec2 with a bastion", function () {
    let workspace: CloudWorkspace;
    before(async () => {
        await hosts.up({ set, hosts: [] });
        workspace = await makeStack(["web1"], true);
    });
    after(() => hosts.down(set));

    it("reaches an instance without a public address only through the bastion", async () => {
        workspace.cloud.sshd = { bastion: { listensAfter: 3 } };
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        const { id } = workspace.cloud.instances().find(({ tags }) => tags["Name"] === "web1")!;
        const inner = hostOf(workspace.cloud, id);
        assert.deepEqual((await hosts.effective(inner)).get("clientaliveinterval"), interval);
        const direct = await hosts.ssh(inner, "true", { options: ["-o", "ConnectTimeout=1"] });
        assert.equal(direct.exitCode, 255);
        assert.equal((await workspace.destroy()).exitCode, 0);
    });
});

describe("A pulumi up of this repository's stack, configured with instances", function () {
    let workspace: CloudWorkspace;
    before(async () => {
        await hosts.up({ set, hosts: [] });
        workspace = await makeProject("");
    });
    after(() => hosts.down(set));

    it("starts an instance, waits for it, applies the settings, and terminates it", async () => {
        workspace.cloud.sshd = { web1: { listensAfter: 3 } };
        await workspace.configure("instances.web1.instanceType", "t3.small");
        await workspace.configure("server.clientAliveInterval", "45");
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        const [instance] = workspace.cloud.instances();
        const sshd = await hosts.effective(hostOf(workspace.cloud, instance!.id));
        assert.deepEqual(sshd.get("clientaliveinterval"), ["45"]);
        assert.deepEqual(Object.keys((await workspace.outputs())["summary"] as object), ["web1"]);
        assert.equal((await workspace.destroy()).exitCode, 0);
        assert.deepEqual(workspace.cloud.instances(), []);
    });
});
