import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const names = ["one", "two", "three", "four", "five", "six"];

/** Each way of storing the state, with what a killed first update leaves in it about the hosts that it reached. */
const ways = [
    { title: "with a checkpoint around every host", env: {}, remembered: true },
    { title: "without checkpoints", env: { PULUMI_SKIP_CHECKPOINTS: "true" }, remembered: false },
];

for (const { title, env, remembered } of ways) {
    describe(`A stack whose updates are killed, ${title}`, function () {
        this.bail(true);
        const set = `engine-killed-${String(remembered)}-${process.pid}`;
        let workspace: engine.Workspace;
        let all: readonly hosts.Host[];
        let first: Record<string, engine.Observed>;

        before(async () => {
            const running = await hosts.up({ set, hosts: names.map((name) => ({ name })) });
            workspace = await engine.makeWorkspace({ set, env });
            all = running.hosts;
            first = await engine.observeAll(all);
        });
        after(() => hosts.down(set));

        function use(clientAliveInterval: number): void {
            const settings = { server: { clientAliveInterval }, kernel: { time: 300 } };
            engine.useKeepalive(workspace, { hosts: engine.connectionsTo(...all), ...settings });
        }

        /** Kills an update, with hosts handled one at a time, as soon as the third host has a connection. */
        async function killUpdate(): Promise<void> {
            const before = accepted();
            const update = workspace.up("--parallel", "1");
            while (accepted() < before + 3) await sleep(20);
            engine.killEngine(workspace);
            assert.notEqual((await update).exitCode, 0);
            await workspace.pulumi("cancel", "--yes", "--stack", workspace.stack);
        }

        function accepted(): number {
            return all.map(hosts.acceptedConnections).reduce((sum, one) => sum + one, 0);
        }

        async function intervals(): Promise<(string | undefined)[]> {
            const observed = await engine.observeAll(all);
            return names.map((name) => observed[name]?.sshd["clientaliveinterval"]?.[0]);
        }

        async function succeed(outcome: Promise<engine.Outcome>): Promise<engine.Outcome> {
            const result = await outcome;
            assert.equal(result.exitCode, 0, result.output);
            return result;
        }

        it("has reached some hosts and not others when the first one is killed", async () => {
            use(120);
            await killUpdate();
            const now = await intervals();
            assert.ok(now.includes("120") && now.includes("0"), String(now));
            assert.equal(workspace.state().includes("::keepalive-"), remembered);
        });

        it("continues from there: every host has the settings, as if nothing had happened", async () => {
            await succeed(workspace.up());
            assert.deepEqual(new Set(await intervals()), new Set(["120"]));
            assert.deepEqual(engine.steps((await succeed(workspace.up())).events), {});
        });

        it("continues from a killed change as well", async () => {
            use(60);
            await killUpdate();
            const now = await intervals();
            assert.ok(now.includes("60") && now.includes("120"), String(now));
            await succeed(workspace.up());
            assert.deepEqual(new Set(await intervals()), new Set(["60"]));
        });

        it("restores on every host what it had before the first update", async () => {
            await succeed(workspace.destroy());
            const last = await engine.observeAll(all);
            for (const name of names) {
                const then = first[name] as engine.Observed;
                const now = last[name] as engine.Observed;
                assert.deepEqual(hosts.differences(then.files, now.files), [], name);
                assert.deepEqual([now.sshd, now.kernel], [then.sshd, then.kernel], name);
            }
        });
    });
}
