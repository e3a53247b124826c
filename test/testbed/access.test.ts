import assert from "node:assert/strict";
import * as hosts from "../support/testbed";

const set = "access-test";

for (const suite of hosts.suites) {
    for (const systemd of [false, true]) {
        describe(`A ${systemd ? "systemd" : "light"} host of ${suite}`, () => {
            let host: hosts.Host;
            before(async () => {
                host = (await hosts.up({ set, hosts: [{ name: "one", suite, systemd }] })).host("one");
            });
            after(() => hosts.down(set));

            it("runs the OpenSSH of its release", async () => {
                const versions = { bullseye: "8.4p1", bookworm: "9.2p1", trixie: "10.0p2", forky: "10.6p1" };
                assert.equal(host.openssh, versions[suite]);
                const { stdout } = await hosts.ssh(host, "command -v sshd; cat /proc/1/comm");
                assert.equal(stdout, `/usr/sbin/sshd\n${systemd ? "systemd" : "sh"}\n`);
            });

            it("accepts its users' keys, with each user's privileges", async () => {
                const root = "uid=0(root) gid=0(root) groups=0(root)\n";
                const become = { root: "id", admin: "sudo -n id", deputy: "sudo -S -p '' id", keeper: "doas id" };
                for (const [user, command] of Object.entries(become)) {
                    const stdin = `${hosts.userPassword}\n`;
                    const result = await hosts.ssh(host, command, { user: user as hosts.HostUser, stdin });
                    assert.equal(result.stdout, root, `${user}: ${result.stderr}`);
                }
                assert.notEqual((await hosts.ssh(host, "sudo -n id", { user: "deputy" })).exitCode, 0);
                assert.notEqual((await hosts.ssh(host, "sudo -n id || doas -n id", { user: "visitor" })).exitCode, 0);
            });

            it("accepts its users' passwords", async () => {
                const { stdout } = await hosts.ssh(host, "whoami", { user: "visitor", password: hosts.userPassword });
                assert.equal(stdout, "visitor\n");
            });

            it("reads the values that sshd and the kernel use now", async () => {
                const drop = "/etc/ssh/sshd_config.d/00-own.conf";
                await hosts.mustExec(host, `printf 'ClientAliveInterval 47\\n' >${drop}`);
                assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["47"]);
                await hosts.mustExec(host, "echo 4711 >/proc/sys/net/ipv4/tcp_keepalive_time");
                assert.deepEqual(await hosts.sysctl(host), { time: 4711, interval: 75, probes: 9 });
                await hosts.mustExec(host, `rm ${drop}`);
            });

            it("counts connections and reloads, and keeps its sshd over a reload", async () => {
                const connections = hosts.acceptedConnections(host);
                const reloads = await hosts.reloads(host);
                const pid = await hosts.sshdPid(host);
                await hosts.ssh(host, "true");
                await hosts.mustExec(host, systemd ? "systemctl reload ssh" : "kill -HUP $(cat /run/sshd.pid)");
                await eventually(async () => (await hosts.reloads(host)) === reloads + 1);
                await eventually(() => hosts.answers(host));
                assert.equal(await hosts.sshdPid(host), pid);
                assert.equal(hosts.acceptedConnections(host), connections + 2);
            });

            it("boots again from its own disk after a power cut", async () => {
                await hosts.mustExec(host, "echo kept >/etc/kept");
                await hosts.mustExec(host, "echo 99 >/proc/sys/net/ipv4/tcp_keepalive_time");
                await hosts.cutPower(host);
                const dial = { options: ["-o", "ConnectTimeout=2"] };
                assert.match((await hosts.ssh(host, "true", dial)).stderr, /timed out|No route to host/u);
                host = await hosts.reboot(host);
                assert.equal((await hosts.ssh(host, "cat /etc/kept")).stdout, "kept\n");
                assert.equal((await hosts.sysctl(host)).time, 7200);
            });

            if (systemd) {
                it("switches to socket activation", async () => {
                    await hosts.mustExec(host, "systemctl stop ssh.service && systemctl start ssh.socket");
                    assert.equal((await hosts.ssh(host, "systemctl is-active ssh.socket")).stdout, "active\n");
                });
            }
        });
    }
}

async function eventually(condition: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 120_000; !(await condition());) {
        assert.ok(Date.now() < end, "It has not come true within 120 s.");
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
