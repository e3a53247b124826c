import assert from "node:assert/strict";
import type { HostReport, SshKeepaliveArgs } from "../../components";
import * as engine from "../support/engine";
import { dropIn, sysctlFile } from "../support/managedFiles";
import * as hosts from "../support/testbed";

const set = `engine-lifecycle-${process.pid}`;
const specs: hosts.HostSpec[] = [
    { name: "light-root" },
    { name: "light-sudo", suite: "bullseye", user: "admin" },
    { name: "light-doas", suite: "trixie", user: "keeper", port: 2222 },
    { name: "bullseye", suite: "bullseye", systemd: true },
    { name: "bookworm", suite: "bookworm", systemd: true, user: "admin" },
    { name: "trixie", suite: "trixie", systemd: true },
    { name: "forky", suite: "forky", systemd: true },
];
const openssh: Record<hosts.Suite, string> = {
    bullseye: "OpenSSH_8.4",
    bookworm: "OpenSSH_9.2",
    trixie: "OpenSSH_10.0",
    forky: "OpenSSH_10.6",
};
const files = [dropIn, sysctlFile];
const server = { tcpKeepAlive: true, clientAliveInterval: 120, clientAliveCountMax: 5 };
const kernel = { time: 300, interval: 30, probes: 4 };

describe("The life of a stack", function () {
    this.bail(true);
    let workspace: engine.Workspace;
    let all: readonly hosts.Host[];
    let late: hosts.Host;
    const first: Record<string, engine.Observed> = {};

    before(async () => {
        const running = await hosts.up({ set, hosts: [...specs, { name: "late" }] });
        workspace = await engine.makeWorkspace({ set });
        all = specs.map(({ name }) => running.host(name as string));
        late = running.host("late");
        Object.assign(first, await engine.observeAll([...all, late]));
    });
    after(() => hosts.down(set));

    /** Sets the stack's hosts and settings; hosts that are not named keep theirs. */
    function use(managed: readonly hosts.Host[], settings: Partial<SshKeepaliveArgs> = {}): void {
        const hostsWithBecome = engine.connectionsTo(...managed);
        const doas = hostsWithBecome["light-doas"];
        if (doas !== undefined) hostsWithBecome["light-doas"] = { ...doas, become: "doas" };
        engine.useKeepalive(workspace, { hosts: hostsWithBecome, server, kernel, ...settings });
    }

    async function succeed(outcome: Promise<engine.Outcome>): Promise<engine.Outcome> {
        const result = await outcome;
        assert.equal(result.exitCode, 0, result.output);
        // Bookworm's OpenSSH probes at twice the interval, which is reported once.
        const details = engine.diagnostics(result.events, "warning", "error");
        assert.deepEqual(
            details.filter((text) => !/^[a-z-, ]+: OpenSSH 9\.2 probes every/.test(text)),
            [],
        );
        assert.ok(details.length <= 1, details.join());
        return result;
    }

    async function reports(): Promise<Record<string, HostReport>> {
        return (await workspace.outputs())["reports"] as Record<string, HostReport>;
    }

    it("begins with a preview that touches no host", async () => {
        use(all);
        const { events, output } = await succeed(workspace.preview());
        assert.deepEqual(
            engine.steps(events),
            Object.fromEntries([["keepalive", "create"], ...all.map(({ name }) => [`keepalive-${name}`, "create"])]),
        );
        assert.ok(!output.includes("PRIVATE KEY"));
        assert.deepEqual(await engine.observeAll([...all, late]), first);
    });

    it("makes the settings effective on every host, over one connection each, by a reload", async () => {
        await succeed(workspace.up());
        const now = await engine.observeAll(all);
        const details = await reports();
        for (const { name, suite, systemd } of all) {
            const then = first[name] as engine.Observed;
            const { sshd, ...observed } = now[name] as engine.Observed;
            assert.deepEqual(sshd["tcpkeepalive"], ["yes"], name);
            assert.deepEqual(sshd["clientaliveinterval"], ["120"], name);
            assert.deepEqual(sshd["clientalivecountmax"], ["5"], name);
            assert.deepEqual(observed.kernel, kernel, name);
            assert.equal(observed.connections, then.connections + 1, name);
            assert.equal(observed.reloads, then.reloads + 1, name);
            assert.equal(observed.daemon, then.daemon, name);
            const report = details[name] as HostReport;
            assert.equal(report.changed, true, name);
            assert.equal(report.reloaded, true, name);
            assert.equal(report.openssh, openssh[suite], name);
            assert.equal(report.unit, systemd ? "ssh.service" : "sshd", name);
            assert.equal(report.placement, "drop-in", name);
            assert.equal(report.effective["ClientAliveInterval"], "120", name);
            assert.equal(report.effective["net.ipv4.tcp_keepalive_time"], "300", name);
            assert.equal(report.previous["ClientAliveInterval"], "0", name);
            assert.equal(report.previous["net.ipv4.tcp_keepalive_time"], "7200", name);
            assert.deepEqual(report.drift, [], name);
            assert.equal(report.warnings.length, suite === "bookworm" || suite === undefined ? 1 : 0, name);
        }
    });

    it("changes nothing but the managed keys and files", async () => {
        for (const host of all) {
            const then = first[host.name] as engine.Observed;
            const now = await engine.observe(host);
            assert.deepEqual(
                engine.changedKeywords(then, now),
                ["clientalivecountmax", "clientaliveinterval"],
                host.name,
            );
            const added = hosts
                .differences(then.files, now.files)
                .filter((line) => !line.includes("/var/lib/pulumi-ssh-keepalive"));
            assert.deepEqual(
                added,
                files.map((file) => `new ${file}`),
                host.name,
            );
        }
    });

    it("names on each host the owner of its files", async () => {
        for (const host of all) {
            const owner = `# owner: engine-test/${workspace.stack}/keepalive, host ${host.name}`;
            const texts = await hosts.mustExec(host, ["head", "-qn2", ...files]);
            assert.equal(texts.split("\n").filter((line) => line === owner).length, 2, host.name);
        }
    });

    it("keeps no secret in its state, and few bytes for each host", function () {
        const state = workspace.state();
        const { privateKey } = all[0] as hosts.Host;
        for (const line of privateKey.split("\n").filter((text) => text.length > 20))
            assert.ok(!state.includes(line), "the private key is in the state");

        assert.match(state, /"ciphertext"/);
        const perHost = Math.round(state.length / all.length);
        if (this.test !== undefined) this.test.title += `: ${perHost}`;
        // The state has the packed program twice; see docs/decisions/2026-11-22-packed-host-program.md.
        assert.ok(perHost < 56_000, `${perHost} bytes per host`);
    });

    it("does nothing at all on a second update: no step, no connection, no reload", async () => {
        const before = await engine.observeAll(all);
        const { events } = await succeed(workspace.up());
        assert.deepEqual(engine.steps(events), {});
        assert.deepEqual(await engine.observeAll(all), before);
    });

    it("does nothing if only the order of the hosts changes", async () => {
        const before = await engine.observeAll(all);
        use([...all].reverse());
        const { events } = await succeed(workspace.up());
        assert.deepEqual(engine.steps(events), {});
        assert.deepEqual(await engine.observeAll(all), before);
    });

    it("shows a changed interval in the preview's diff, and nothing of the program", async () => {
        use(all, { server: { ...server, clientAliveInterval: 60 } });
        const { stdout, events } = await succeed(workspace.preview("--diff"));
        const changes = stdout.split("\n").filter((line) => / => /.test(line));
        const line = (of: number): string => `'TCPKeepAlive yes' 'ClientAliveInterval ${of}' `;
        assert.equal(changes.filter((text) => text.includes("clientAliveInterval: 120 => 60")).length, 1);
        const commands = changes.filter((text) => text.includes(line(120)) && text.includes(line(60)));
        assert.equal(commands.length, all.length);
        assert.equal(changes.length, 1 + all.length);
        assert.ok(!/H4sI|stdin:/.test(stdout), stdout);
        assert.deepEqual(
            Object.values(engine.steps(events)),
            Array.from({ length: 1 + all.length }, () => "update"),
        );
    });

    it("applies a changed interval to every host in place, over one connection each", async () => {
        const before = await engine.observeAll(all);
        const { events } = await succeed(workspace.up());
        assert.ok(Object.values(engine.steps(events)).every((op) => op === "update"));
        const now = await engine.observeAll(all);
        const details = await reports();
        for (const { name } of all) {
            const then = before[name] as engine.Observed;
            const observed = now[name] as engine.Observed;
            assert.deepEqual(engine.changedKeywords(then, observed), ["clientaliveinterval"], name);
            assert.deepEqual(observed.sshd["clientaliveinterval"], ["60"], name);
            assert.equal(observed.connections, then.connections + 1, name);
            assert.equal(observed.reloads, then.reloads + 1, name);
            assert.equal(details[name]?.previous["ClientAliveInterval"], "120", name);
        }
    });

    it("configures a host that is added, and leaves the others alone", async () => {
        const before = await engine.observeAll(all);
        use([late, ...all], { server: { ...server, clientAliveInterval: 60 } });
        const { events } = await succeed(workspace.up());
        assert.deepEqual(engine.steps(events), { keepalive: "update", "keepalive-late": "create" });
        assert.deepEqual((await engine.observe(late)).sshd["clientaliveinterval"], ["60"]);
        assert.deepEqual(await engine.observeAll(all), before);
    });

    it("restores the files and values of a removed host, and leaves the others alone", async () => {
        const gone = all.filter(({ name }) => name === "light-root" || name === "trixie");
        const stay = [...all.filter((host) => !gone.includes(host)), late];
        const before = await engine.observeAll(stay);
        use(stay, { server: { ...server, clientAliveInterval: 60 } });
        const { events } = await succeed(workspace.up());
        assert.deepEqual(engine.steps(events), {
            keepalive: "update",
            "keepalive-light-root": "delete",
            "keepalive-trixie": "delete",
        });
        for (const host of gone) assertAsBefore(await engine.observe(host), first[host.name]);
        assert.deepEqual(await engine.observeAll(stay), before);
    });

    it("leaves every host as it found it, to the byte, on destroy", async () => {
        const { events } = await succeed(workspace.destroy());
        assert.ok(Object.values(engine.steps(events)).every((op) => op === "delete"));
        for (const host of [...all, late]) assertAsBefore(await engine.observe(host), first[host.name]);
        assert.ok(await Promise.all(all.map(hosts.answers)).then((each) => each.every(Boolean)));
    });
});

function assertAsBefore(now: engine.Observed, then: engine.Observed | undefined): void {
    assert.deepEqual(hosts.differences(then?.files ?? {}, now.files), []);
    assert.deepEqual([now.sshd, now.kernel, now.daemon], [then?.sshd, then?.kernel, then?.daemon]);
}
