import assert from "node:assert/strict";
import type { HostReport } from "../../components";
import * as engine from "../support/engine";
import { dropIn } from "../support/managedFiles";
import * as hosts from "../support/testbed";

const set = `engine-drift-${process.pid}`;
const server = { clientAliveInterval: 120, clientAliveCountMax: 3 };
const kernel = { time: 300 };
const twice = "OpenSSH 9.2 probes every 240 s, twice the ClientAliveInterval of 120 (fixed in 9.5).";

describe("A component that checks its hosts", () => {
    let workspace: engine.Workspace;
    let all: readonly hosts.Host[];
    let [edited, fine, overridden]: hosts.Host[] = [];

    before(async () => {
        const running = await hosts.up({ set, hosts: [{ name: "edited" }, { name: "fine" }, { name: "overridden" }] });
        all = running.hosts;
        [edited, fine, overridden] = ["edited", "fine", "overridden"].map(running.host);
        workspace = await engine.makeWorkspace({ set });
        use({ repairDrift: true });
        await update();
    });
    after(() => hosts.down(set));

    function use(looking: { check?: boolean; repairDrift?: boolean }): void {
        engine.useKeepalive(workspace, { hosts: engine.connectionsTo(...all), server, kernel, ...looking });
    }

    /** The warnings, without those that apply to all hosts of this release. */
    function warned(events: readonly engine.EngineEvent[]): string[] {
        return engine
            .diagnostics(events, "warning", "error")
            .map((text) => text.trim())
            .filter((text) => !/: OpenSSH 9\.2 probes every \d+ s, twice the ClientAliveInterval/.test(text))
            .sort();
    }

    async function update(): Promise<engine.Outcome> {
        const outcome = await workspace.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        return outcome;
    }

    async function reports(): Promise<Record<string, HostReport>> {
        return (await workspace.outputs())["reports"] as Record<string, HostReport>;
    }

    it("checks each of them on every update, over one connection, and changes nothing if nothing has drifted", async () => {
        const before = await engine.observeAll(all);
        const { events } = await update();
        assert.deepEqual(Object.values(engine.steps(events)), ["update", "update", "update"]);
        assert.deepEqual(warned(events), []);
        const now = await engine.observeAll(all);
        const details = await reports();
        for (const { name } of all) {
            const { connections, ...rest } = before[name] as engine.Observed;
            assert.deepEqual(now[name], { ...rest, connections: connections + 1 }, name);
            assert.deepEqual(
                [details[name]?.changed, details[name]?.reloaded, details[name]?.drift],
                [false, false, []],
                name,
            );
        }
    });

    it("detects manual changes, repairs them, and warns about them", async () => {
        await hosts.mustExec(
            edited as hosts.Host,
            `sed -i 's/^ClientAliveInterval .*/ClientAliveInterval 999/' ${dropIn}`,
        );
        await hosts.mustExec(edited as hosts.Host, "echo 7200 >/proc/sys/net/ipv4/tcp_keepalive_time");
        const reloads = await hosts.reloads(fine as hosts.Host);
        const { events } = await update();
        assert.deepEqual(warned(events), [
            "edited: ClientAliveInterval had drifted to 999 (set by " + `${dropIn}:3), and is 120 again`,
            "edited: net.ipv4.tcp_keepalive_time had drifted to 7200, and is 300 again",
        ]);
        const details = await reports();
        assert.deepEqual(details["edited"]?.drift, [
            { key: "ClientAliveInterval", wanted: "120", found: "999", by: `${dropIn}:3` },
            { key: "net.ipv4.tcp_keepalive_time", wanted: "300", found: "7200", by: "" },
        ]);
        assert.equal(details["edited"]?.changed, true);
        assert.deepEqual((await hosts.effective(edited as hosts.Host)).get("clientaliveinterval"), ["120"]);
        assert.equal((await hosts.sysctl(edited as hosts.Host)).time, 300);
        assert.deepEqual([details["fine"]?.changed, details["fine"]?.drift], [false, []]);
        assert.equal(await hosts.reloads(fine as hosts.Host), reloads);
    });

    it("warns once, for all hosts, where their OpenSSH deviates from the configuration", async () => {
        const { events } = await update();
        const details = engine.diagnostics(events, "warning").filter((text) => text.includes(twice));
        assert.deepEqual(
            details.map((text) => text.trim()),
            [`edited, fine, overridden: ${twice}`],
        );
    });

    it("has nothing left to warn about on the next update", async () => {
        const { events } = await update();
        assert.deepEqual(warned(events), []);
    });

    it("names the file and line that override its own, and changes nothing", async () => {
        const host = overridden as hosts.Host;
        const other = "/etc/ssh/sshd_config.d/00-a-stronger-one.conf";
        await hosts.mustExec(host, `printf '# theirs\\nClientAliveInterval 45\\n' >${other}`);
        const before = await engine.observe(host);
        const { exitCode, events } = await workspace.up();
        assert.notEqual(exitCode, 0);
        const failure = engine.failures(events)["keepalive-overridden"] ?? "";
        assert.match(failure, /ClientAliveInterval would stay 45 instead of 120: /);
        assert.ok(failure.includes(`${other} line 2 wins; remove it there, or leave it out of the settings`), failure);
        const { connections, ...rest } = before;
        assert.deepEqual(await engine.observe(host), { ...rest, connections: connections + 1 });
        await hosts.mustExec(host, `rm ${other}`);
    });

    it("stops checking when that is turned off", async () => {
        use({});
        await update();
        const before = await engine.observeAll(all);
        const { events } = await update();
        assert.deepEqual(engine.steps(events), {});
        assert.deepEqual(await engine.observeAll(all), before);
    });

    it("only checks and warns with check, by the host program's verb of that name, and leaves drift in place", async () => {
        use({ check: true });
        const { events: first } = await update();
        assert.equal(engine.steps(first)["keepalive-edited/check"], "create");
        const host = edited as hosts.Host;
        await hosts.mustExec(host, `sed -i 's/^ClientAliveInterval .*/ClientAliveInterval 999/' ${dropIn}`);
        const before = await engine.observeAll(all);
        for (const run of ["first", "second"]) {
            const { events } = await update();
            assert.deepEqual(engine.steps(events), {
                "keepalive-edited/check": "update",
                "keepalive-fine/check": "update",
                "keepalive-overridden/check": "update",
            });
            assert.deepEqual(
                warned(events),
                [
                    `edited: ClientAliveInterval has drifted to 999 (set by ${dropIn}:3); 120 was applied, ` +
                        "and repairDrift: true restores it",
                ],
                run,
            );
        }
        const now = await engine.observeAll(all);
        for (const { name } of all) {
            const then = before[name] as engine.Observed;
            assert.deepEqual(now[name], { ...then, connections: then.connections + 2 }, name);
        }
        const details = await reports();
        assert.deepEqual(details["edited"]?.drift, [
            { key: "ClientAliveInterval", wanted: "120", found: "999", by: `${dropIn}:3` },
        ]);
        assert.equal(details["edited"]?.effective["ClientAliveInterval"], "999");
    });

    it("applies changed settings with check as well, before it checks", async () => {
        const hostsNow = engine.connectionsTo(...all);
        engine.useKeepalive(workspace, {
            hosts: hostsNow,
            server: { ...server, clientAliveInterval: 60 },
            kernel,
            check: true,
        });
        const { events } = await update();
        assert.equal(engine.steps(events)["keepalive-edited"], "update");
        assert.deepEqual((await hosts.effective(edited as hosts.Host)).get("clientaliveinterval"), ["60"]);
        assert.deepEqual((await reports())["edited"]?.drift, []);
    });

    it("restores every host, with or without drift", async () => {
        await hosts.mustExec(edited as hosts.Host, "echo 4711 >/proc/sys/net/ipv4/tcp_keepalive_time");
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        assert.equal((await hosts.sysctl(edited as hosts.Host)).time, 4711);
        assert.equal((await hosts.sysctl(fine as hosts.Host)).time, 7200);
        for (const host of all)
            assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["0"], host.name);
    });
});
