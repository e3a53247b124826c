import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { HostArgs, HostReport } from "../../components";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";
import { mustRun } from "../support/testbed/run";

const set = `engine-access-${process.pid}`;
const server = { clientAliveInterval: 120 };
const passphrase = "open sesame, please";

describe("Reaching hosts", () => {
    let running: hosts.HostSet;
    let workspace: engine.Workspace;
    let agent: ChildProcess | undefined;
    const names = ["inner", "passworded", "locked", "agented", "late"];
    const host = (name: string): hosts.Host => running.host(name);
    const connection = (name: string): HostArgs => engine.connectionTo(host(name));

    before(async () => {
        running = await hosts.up({
            set,
            hosts: [
                { name: "bastion", user: "visitor" as const },
                { name: "inner" },
                { name: "late" },
                { name: "passworded", user: "admin" as const },
                { name: "locked" },
                { name: "agented" },
                { name: "asking", user: "deputy" as const },
                { name: "imposter" },
                { name: "behind" },
                { name: "silent" },
                { name: "stranger" },
                { name: "keyed" },
            ],
        });
        workspace = await engine.makeWorkspace({ set });
        await Promise.all([
            hosts.reachOnlyThrough(host("inner"), host("bastion")),
            hosts.dropPackets(host("late")),
            hosts.dropPackets(host("silent")),
        ]);
    });
    after(async () => {
        agent?.kill();
        await hosts.down(set);
    });

    /** Runs an SSH agent with a key during these tests, and returns its socket. */
    async function startAgent(keyFile: string): Promise<string> {
        const socket = path.join(workspace.folder, "agent");
        agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
        while (!fs.existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 20));
        await mustRun(["ssh-add", "-q", keyFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
        return socket;
    }

    it("accepts a pin of either type on a host with several keys, in the form that people have it, and no RSA pin", async () => {
        const { address } = host("keyed");
        await hosts.mustExec(
            host("keyed"),
            `cd /etc/ssh && for type in ed25519 ecdsa rsa; do
                 [ -f ssh_host_"$type"_key ] || ssh-keygen -q -t "$type" -N "" -f ssh_host_"$type"_key </dev/null
                 echo "HostKey /etc/ssh/ssh_host_\${type}_key" >>sshd_config
             done && kill -HUP "$(cat /run/sshd.pid)"`,
        );
        const keys = async (type: string): Promise<string> =>
            (await hosts.mustExec(host("keyed"), `cat /etc/ssh/ssh_host_${type}_key.pub`)).trim();
        const hostKeys = { ed25519: `# scanned\n${address} ${await keys("ed25519")}\n`, ecdsa: await keys("ecdsa") };
        for (const hostKey of Object.values(hostKeys)) {
            engine.useKeepalive(workspace, { server, hosts: { keyed: { ...connection("keyed"), hostKey } } });
            const { exitCode, output } = await workspace.up();
            assert.equal(exitCode, 0, output);
            // The next pin reaches the host again.
            await workspace.destroy();
        }
        const refused = { ...connection("keyed"), hostKey: await keys("rsa"), dialErrorLimit: 0 };
        engine.useKeepalive(workspace, { server, hosts: { keyed: refused } });
        const { exitCode, output } = await workspace.up();
        assert.notEqual(exitCode, 0);
        assert.match(output, /1 of 1 connections pin an RSA key: keyed/);
        assert.match(output, /no common algorithm for host key/);
        await workspace.destroy();
    });

    it("goes through a bastion, takes passwords, locked keys and an agent, and retries, over one connection each", async () => {
        const { privateKey: _, ...admin } = connection("passworded");
        const { privateKey: __, ...agented } = connection("agented");
        const socket = await startAgent(host("agented").privateKeyFile);
        const proxy = engine.connectionTo(host("bastion"));
        engine.useKeepalive(workspace, {
            server,
            hosts: {
                inner: { ...connection("inner"), proxy },
                passworded: { ...admin, password: hosts.userPassword },
                locked: {
                    ...connection("locked"),
                    privateKey: fs.readFileSync(await hosts.lockedClientKey(set, passphrase), "utf8"),
                    privateKeyPassword: passphrase,
                },
                agented: { ...agented, agentSocketPath: socket },
                late: { ...connection("late"), perDialTimeout: 1, dialErrorLimit: 20 },
            },
        });
        const managed = names.map(host);
        const connections = [...managed, host("bastion")].map(hosts.acceptedConnections);
        const update = workspace.up();
        setTimeout(() => void hosts.restorePackets(host("late")), 6000);
        const { exitCode, output } = await update;
        assert.equal(exitCode, 0, output);
        for (const each of managed)
            assert.deepEqual((await hosts.effective(each)).get("clientaliveinterval"), ["120"], each.name);

        assert.deepEqual(
            [...managed, host("bastion")].map(hosts.acceptedConnections),
            connections.map((count) => count + 1),
        );
        assert.match(
            await hosts.sshdLog(host("inner")),
            new RegExp(`Accepted publickey for root from ${host("bastion").address} `),
        );
        assert.match(await hosts.sshdLog(host("passworded")), /Accepted password for admin from/);
    });

    it("has kept passwords, passphrases and keys out of what it printed, and out of its state", async () => {
        const { output } = await workspace.preview("--diff");
        const state = workspace.state();
        const secrets = [hosts.userPassword, passphrase, "BEGIN OPENSSH PRIVATE KEY", ...keyLines(host("inner"))];
        for (const secret of secrets)
            assert.ok(!output.includes(secret) && !state.includes(secret), `"${secret}" is in plain text`);
    });

    it("restores the hosts' values over the same routes", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        for (const name of names)
            assert.deepEqual((await hosts.effective(host(name))).get("clientaliveinterval"), ["0"], name);
    });

    describe("with something wrong on the way", () => {
        const names = ["asking", "imposter", "behind", "silent", "stranger"];
        let outcome: engine.Outcome;
        let untouched: Record<string, engine.Observed>;
        let details: Record<string, string>;

        before(async () => {
            const other = host("inner").hostKey;
            const { privateKey: _, ...stranger } = connection("stranger");
            const proxy = { ...connection("bastion"), hostKey: other, dialErrorLimit: 0 };
            engine.useKeepalive(workspace, {
                server,
                hosts: {
                    asking: connection("asking"),
                    imposter: { ...connection("imposter"), hostKey: other, dialErrorLimit: 2 },
                    behind: { ...connection("behind"), proxy },
                    silent: { ...connection("silent"), perDialTimeout: 1, dialErrorLimit: 1 },
                    stranger: { ...stranger, password: "wrong password", dialErrorLimit: 0 },
                },
            });
            untouched = await engine.observeAll(names.map(host));
            outcome = await workspace.up("--continue-on-error");
            details = engine.failures(outcome.events);
        });

        it("fails separately for each host", () => {
            assert.notEqual(outcome.exitCode, 0);
            assert.deepEqual(Object.keys(details).sort(), names.map((name) => `keepalive-${name}`).sort());
        });

        it("fails if the host's key is not the pinned one", () => {
            assert.match(details["keepalive-imposter"] ?? "", /ssh: host key mismatch/);
        });

        it("fails if the bastion's key is not the pinned one", () => {
            assert.match(details["keepalive-behind"] ?? "", /proxy: .*ssh: host key mismatch/);
        });

        it("fails with a clear message if sudo prompts for a password", () => {
            assert.match(details["keepalive-asking"] ?? "", /running "sudo -n sh -c .*sudo: a password is required/s);
        });

        it("reports which address did not answer, and which login failed", () => {
            assert.match(
                details["keepalive-silent"] ?? "",
                new RegExp(`dial tcp ${host("silent").address}:22: i/o timeout`),
            );
            assert.match(details["keepalive-stranger"] ?? "", /unable to authenticate/);
        });

        it("retries as often as configured", () => {
            const tries = hosts.acceptedConnections(host("imposter")) - (untouched["imposter"]?.connections ?? 0);
            assert.equal(tries, 3);
            assert.equal(hosts.acceptedConnections(host("stranger")) - (untouched["stranger"]?.connections ?? 0), 1);
        });

        it("changes nothing on any of these hosts", async () => {
            const now = await engine.observeAll(names.map(host));
            for (const name of names) {
                const then = untouched[name] as engine.Observed;
                const observed = now[name] as engine.Observed;
                assert.deepEqual({ ...observed, connections: 0 }, { ...then, connections: 0 }, name);
            }
        });

        it("shows no secret in its errors", () => {
            for (const secret of ["wrong password", "PRIVATE KEY", ...keyLines(host("imposter"))]) {
                assert.ok(!outcome.output.includes(secret), secret);
                assert.ok(!workspace.state().includes(secret), secret);
            }
        });

        it("succeeds on the next update, once the host's key is right", async () => {
            engine.useKeepalive(workspace, { server, hosts: { imposter: connection("imposter") } });
            const { exitCode, output } = await workspace.up();
            assert.equal(exitCode, 0, output);
            const reports = (await workspace.outputs())["reports"] as Record<string, HostReport>;
            assert.equal(reports["imposter"]?.effective["ClientAliveInterval"], "120");
            assert.deepEqual((await hosts.effective(host("imposter"))).get("clientaliveinterval"), ["120"]);
        });
    });
});

/** The lines of a host's private key that differ between keys. */
function keyLines({ privateKey }: hosts.Host): string[] {
    return privateKey.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
}
