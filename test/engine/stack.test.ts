import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-stack-${process.pid}`;

describe("The stack of this repository", function () {
    this.bail(true);
    let all: readonly hosts.Host[];
    let workspace: engine.Workspace;
    let first: Record<string, engine.Observed>;
    const listing = fs.readdirSync(engine.repository).sort();

    before(async () => {
        ({ hosts: all } = await hosts.up({
            set,
            hosts: [{ name: "web1" }, { name: "web2", user: "admin", port: 2222 }],
        }));
        workspace = await engine.makeWorkspace({ set, checkout: engine.repository });
        first = await engine.observeAll(all);
    });
    after(() => hosts.down(set));

    it("reports what is missing if no host is configured", async () => {
        const { exitCode, output } = await workspace.preview();
        assert.notEqual(exitCode, 0);
        assert.match(output, /hosts/);
        assert.doesNotMatch(output, /\n\s+at /);
    });

    it("takes hosts and settings from the configuration, and previews them without touching a host", async () => {
        for (const { name, address, port, user, hostKey } of all) {
            await workspace.configure(`hosts.${name}.host`, address);
            await workspace.configure(`hosts.${name}.port`, String(port));
            await workspace.configure(`hosts.${name}.user`, user);
            await workspace.configure(`hosts.${name}.hostKey`, hostKey);
        }
        await workspace.configure("privateKey", (all[0] as hosts.Host).privateKey, { secret: true });
        await workspace.configure("server.clientAliveInterval", "90");
        await workspace.configure("server.clientAliveCountMax", "2");
        await workspace.configure("kernel.time", "400");
        const { exitCode, output, events } = await workspace.preview("--diff");
        assert.equal(exitCode, 0, output);
        assert.deepEqual(engine.steps(events), {
            keepalive: "create",
            "keepalive-web1": "create",
            "keepalive-web2": "create",
        });
        assert.match(output, / keepalive apply 'ClientAliveInterval 90' 'ClientAliveCountMax 2'/);
        assert.ok(!output.includes("PRIVATE KEY"));
        assert.deepEqual(await engine.observeAll(all), first);
    });

    it("applies by pulumi up, and outputs one line for each host", async () => {
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        for (const host of all) {
            const { sshd, kernel } = await engine.observe(host);
            assert.deepEqual(sshd["clientaliveinterval"], ["90"]);
            assert.deepEqual(sshd["clientalivecountmax"], ["2"]);
            assert.deepEqual(kernel, { time: 400, interval: 75, probes: 9 });
        }
        const outputs = await workspace.outputs();
        assert.equal(outputs["reports"], undefined);
        assert.match((outputs["summary"] as Record<string, string>)["web2"] ?? "", /^OpenSSH \S+ probes every \d+ s; /);
        assert.match(String(outputs["sshdConfig"]), /\nClientAliveInterval 90\nClientAliveCountMax 2\n$/);
        assert.match(String(outputs["sysctlConfig"]), /\nnet\.ipv4\.tcp_keepalive_time = 400\n$/);
    });

    it("changes nothing on a second pulumi up", async () => {
        const before = await engine.observeAll(all);
        const { exitCode, output, events } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(engine.steps(events), {});
        assert.deepEqual(await engine.observeAll(all), before);
    });

    it("restores everything by pulumi destroy", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        for (const host of all) {
            const now = await engine.observe(host);
            const then = first[host.name] as engine.Observed;
            assert.deepEqual(hosts.differences(then.files, now.files), []);
            assert.deepEqual([now.sshd, now.kernel], [then.sshd, then.kernel]);
        }
    });

    it("leaves the checkout as it was", () => {
        assert.deepEqual(
            fs.readdirSync(engine.repository).filter((name) => name.includes(workspace.stack)),
            [],
        );
        assert.ok(listing.every((name) => fs.existsSync(path.join(engine.repository, name))));
    });
});
