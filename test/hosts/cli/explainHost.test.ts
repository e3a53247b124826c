import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../../support/temporaryFolder";
import * as hosts from "../../support/testbed";

const set = `explain-host-${process.pid}`;
const cli = path.join(__dirname, "..", "..", "..", "cli", "main.ts");
const dropIn = "/etc/ssh/sshd_config.d/00-own.conf";
const own = "ClientAliveInterval 100\nClientAliveCountMax 4\nTCPKeepAlive no\nRekeyLimit 1G 1h\n";

interface Explained {
    openssh: string;
    clientOpenssh: string;
    settings: { server?: Record<string, unknown>; kernel: Record<string, unknown>; client: Record<string, unknown> };
    answer: { ok: boolean; idle: string; dead: string; todo: string[] };
    timing?: { probePeriod: number; silence: number; probesStopAfter: number | null };
    unread: string[];
    notes: string[];
}

/** Runs the command line as a user does, with that user's own ssh_config. */
describe("explain --host, on real hosts", () => {
    let running: hosts.HostSet;
    const folder = temporaryFolder();

    before(async () => {
        running = await hosts.up({
            set,
            hosts: hosts.suites.map((suite) => ({ name: suite, suite, files: { [dropIn]: own } })),
        });
        const config = running.hosts.map(({ name, address }) => `Host ${name}\n  HostName ${address}\n`).join("");
        const beyond = `Host beyond\n  HostName ${running.host("trixie").address}\n  ProxyJump bullseye\n`;
        const common = [
            "Host *",
            "  User root",
            `  IdentityFile ${running.privateKeyFile}`,
            "  IdentitiesOnly yes",
            `  UserKnownHostsFile ${running.knownHostsFile}`,
            "  ServerAliveInterval 45",
            "  BatchMode yes",
            "  ControlMaster auto",
            `  ControlPath ${folder}/%n.shared`,
            "  ControlPersist 60",
            "",
        ].join("\n");
        fs.writeFileSync(path.join(folder, "config"), `${config}${beyond}${common}`);
        fs.writeFileSync(path.join(folder, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F '${folder}/config' "$@"\n`, {
            mode: 0o755,
        });
    });
    after(() => hosts.down(set));

    function explain(...args: string[]): Promise<{ code: number; out: string; err: string }> {
        const [program, ...rest] = running.inController([
            process.execPath,
            "--import",
            "tsx",
            cli,
            "explain",
            ...args,
        ]) as [string, ...string[]];
        const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
        return new Promise((resolve) => {
            execFile(program, rest, { env }, (error, out, err) => {
                resolve({ code: error === null ? 0 : Number(error.code), out, err });
            });
        });
    }

    for (const suite of hosts.suites) {
        it(`reads both ends and what changes the clock on ${suite}`, async () => {
            const { out, err } = await explain("--host", suite, "--path", "350", "--json");
            assert.equal(err, "");
            const explained = JSON.parse(out) as Explained;
            assert.deepEqual(explained.settings, {
                server: {
                    tcpKeepAlive: false,
                    clientAliveInterval: 100,
                    clientAliveCountMax: 4,
                    ...(suite === "bullseye" ? {} : { unusedConnectionTimeout: 0 }),
                },
                kernel: { time: 7200, interval: 75, probes: 9 },
                client: { tcpKeepAlive: true, serverAliveInterval: 45, serverAliveCountMax: 3 },
            });
            assert.equal(
                explained.openssh.replace(/^OpenSSH_(\d+\.\d+).*$/u, "$1"),
                running.host(suite).openssh.replace(/p\d$/u, ""),
            );
            assert.match(explained.clientOpenssh, /^OpenSSH_\d/u);
            assert.deepEqual(explained.unread, []);
            // The client keeps the path by itself, whatever happens to the server's probes.
            assert.equal(explained.timing?.silence, 45);
            assert.equal(explained.timing?.probePeriod, suite === "bookworm" ? 200 : 100);
            assert.equal(explained.timing?.probesStopAfter, suite === "bullseye" ? 3500 : null);
            assert.equal(explained.answer.ok, suite !== "bullseye");
            assert.equal(/RekeyLimit/u.test(explained.answer.todo.join()), suite === "bullseye");
        });
    }

    it("shows both ends and the path between them in one picture, and leaves the host as it was", async () => {
        const host = running.host("forky");
        const folders = ["/etc", "/run", "/tmp", "/root", "/var/lib"];
        const before = hosts.snapshot(host, folders);
        const { code, out } = await explain("--host", "forky", "--path", "aws-nat-gateway");
        assert.equal(code, 0);
        assert.match(
            out,
            /^An idle session survives this path: a packet crosses it every 45 s, and AWS\s+NAT\s+gateway\b/u,
        );
        assert.match(out, /\nforky, OpenSSH 10\.6\n.*TCPKeepAlive no\n.*ClientAliveInterval 100/u);
        assert.match(out, /\nThis machine, OpenSSH .*\n.*\n.*ServerAliveInterval 45/u);
        assert.match(out, /sshd: peer hung .*\n.*\n.*ssh: server hung .*\n.*\n.*aws-nat-gateway/u);
        const changed = hosts.differences(before, hosts.snapshot(host, folders));
        assert.deepEqual(
            changed.filter((line) => !/pulumi-ssh-keepalive.*lock|\/run\/sshd/u.test(line)),
            [],
        );
    });

    it("prints nothing that the host's own sshd rejects, for its version or its release", async () => {
        for (const { name, openssh } of running.hosts) {
            for (const profile of ["pci", "stig"]) {
                const { out } = await explain("--profile", profile, "--openssh", openssh, "--json");
                const { files } = JSON.parse(out) as { files: { sshdConfig: { text: string } } };
                const command = "cat >/tmp/pasted && sshd -t -f /tmp/pasted";
                const { stderr, exitCode } = await hosts.exec(running.host(name), command, {
                    stdin: files.sshdConfig.text,
                });
                assert.deepEqual([exitCode, stderr], [0, ""], `${profile} on ${name}`);
            }
        }
    });

    it("uses sudo or doas, and without either reports what is readable and how to get the rest", async () => {
        for (const user of ["admin", "keeper"]) {
            const { out } = await explain("--host", `${user}@bookworm`, "--json");
            assert.equal((JSON.parse(out) as Explained).settings.server?.["clientAliveInterval"], 100, user);
        }
        const { code, out } = await explain("--host", "visitor@trixie", "--path", "350");
        assert.equal(code, 1);
        assert.match(
            out,
            /An idle session from here survives this path, because the client\s+probes\s+every\s+45\s+s/u,
        );
        assert.match(out, /The client here ends a session to an unreachable server after 180 s/u);
        assert.match(out, /needs root, or sudo or doas\s+without a password/u);
        assert.match(out, /sudo sshd -T \| grep/u);
        assert.match(out, /visitor@trixie, OpenSSH 10\.0\n.*net\.ipv4\.tcp_keepalive_time = 7200/u);
    });

    it("explains why a host's sshd reports no values", async () => {
        await hosts.mustExec(running.host("bookworm"), `echo 'Rubbish yes' >>${dropIn}`);
        const { code, out } = await explain("--host", "bookworm");
        assert.equal(code, 1);
        assert.match(out, /sshd's values cannot be read: [^]*Bad\s+configuration\s+option:\s+Rubbish/u);
    });

    it("reads a host that is reached only through a jump host, with root and without", async () => {
        await hosts.reachOnlyThrough(running.host("trixie"), running.host("bullseye"));
        const { code, out, err } = await explain("--host", "beyond", "--path", "350", "--json");
        assert.deepEqual([code, err], [0, ""]);
        const { openssh, settings, timing } = JSON.parse(out) as Explained;
        // The jump host has OpenSSH 8.4, whose own settings end no session here.
        assert.match(openssh, /^OpenSSH_10\.0/u);
        assert.equal(settings.server?.["clientAliveInterval"], 100);
        assert.equal(settings.client["serverAliveInterval"], 45);
        assert.equal(timing?.probesStopAfter, null);
        const visitor = await explain("--host", "visitor@beyond", "--path", "350");
        assert.equal(visitor.code, 1);
        assert.match(visitor.out, /needs root, or sudo or doas\s+without a password/u);
        assert.match(visitor.out, /visitor@beyond, OpenSSH 10\.0\n.*net\.ipv4\.tcp_keepalive_time = 7200/u);
    });
});
