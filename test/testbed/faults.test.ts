import assert from "node:assert/strict";
import * as hosts from "../support/testbed";
import { run } from "../support/testbed/run";

const set = "faults-test";

describe("A host", () => {
    let one: hosts.Host;
    before(async () => {
        one = (await hosts.up({ set, hosts: [{ name: "one" }, { name: "two" }] })).host("one");
    });
    after(() => hosts.down(set));

    it("stops responding while packets are dropped, and responds again afterwards", async () => {
        await hosts.dropPackets(one);
        const silent = await hosts.ssh(one, "true", { options: ["-o", "ConnectTimeout=2"] });
        assert.match(silent.stderr, /timed out/u);
        assert.equal(await hosts.answers(one), true); // From within: only its path is dead.
        await hosts.restorePackets(one);
        assert.equal((await hosts.ssh(one, "echo back")).stdout, "back\n");
    });

    it("rejects a wrong password, and any password for root", async () => {
        const attempts = await Promise.all([
            hosts.ssh(one, "whoami", { user: "visitor", password: "wrong" }),
            hosts.ssh(one, "whoami", { user: "root", password: hosts.userPassword }),
        ]);
        for (const { exitCode, stderr } of attempts) {
            assert.equal(exitCode, 255);
            assert.match(stderr, /Permission denied/u);
        }
    });

    it("is reachable only through its bastion if it is private", async () => {
        const [hidden] = (await hosts.addHosts(set, [{ name: "hidden" }])) as [hosts.Host];
        await hosts.reachOnlyThrough(hidden, one);
        const direct = await hosts.ssh(hidden, "hostname", { options: ["-o", "ConnectTimeout=2"] });
        assert.match(direct.stderr, /timed out/u);
        const bastion = hosts.sshArgv(one, "", { options: ["-W", "%h:%p"] }).filter((word) => word !== "");
        const through = await hosts.ssh(hidden, "hostname", {
            options: ["-o", `ProxyCommand=${bastion.join(" ")}`],
        });
        assert.equal(through.stdout, "hidden\n", through.stderr);
    });

    it("is refused when it presents another host's key", async () => {
        const two = hosts.openSet(set).host("two");
        const impostor = { ...two, address: one.address };
        const { exitCode, stderr } = await hosts.ssh(impostor, "true", {
            options: ["-o", "HostKeyAlias=" + two.address],
        });
        assert.equal(exitCode, 255);
        assert.match(stderr, /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/u);
    });

    it("cannot change values that the whole machine shares, only those of its own network", async () => {
        const shared = await hosts.exec(one, "echo 1 >/proc/sys/vm/swappiness");
        assert.match(shared.stderr, /Read-only file system/u);
        const [container] = await hosts.addHosts(set, [{ name: "container", sysctlWritable: false }]);
        const own = await hosts.exec(container as hosts.Host, "echo 1 >/proc/sys/net/ipv4/tcp_keepalive_time");
        assert.match(own.stderr, /Read-only file system/u);
    });

    it("accepts the client key also when a passphrase locks it", async () => {
        const locked = await hosts.lockedClientKey(set, "a long passphrase");
        const opened = await run(["ssh-keygen", "-y", "-P", "a long passphrase", "-f", locked]);
        const accepted = await hosts.mustExec(one, "cat /root/.ssh/authorized_keys");
        assert.equal(opened.stdout.split(" ")[1], accepted.split(" ")[1]);
        assert.notEqual((await run(["ssh-keygen", "-y", "-P", "wrong", "-f", locked])).exitCode, 0);
    });
});

describe("A snapshot", () => {
    before(() => hosts.up({ set, hosts: [{ name: "one" }, { name: "two", systemd: true }] }));
    after(() => hosts.down(set));

    for (const name of ["one", "two"]) {
        it(`of ${name} is unaffected by logins, reloads and sudo, and shows every other change`, async () => {
            const host = hosts.openSet(set).host(name);
            const before = hosts.snapshot(host);
            await hosts.ssh(host, "sudo -n true", { user: "admin" });
            await hosts.mustExec(host, name === "two" ? "systemctl reload ssh" : "kill -HUP $(cat /run/sshd.pid)");
            assert.deepEqual(hosts.differences(before, hosts.snapshot(host)), []);
            await hosts.mustExec(
                host,
                "echo >>/etc/ssh/sshd_config; chmod 600 /etc/passwd; chown 1000 /etc/group; " +
                    "rm /etc/debian_version; ln -s nowhere /etc/new-link; : >/var/lib/new-file",
            );
            assert.deepEqual(
                hosts.differences(before, hosts.snapshot(host)).map((line) => line.split(":")[0]),
                [
                    "gone /etc/debian_version",
                    "changed /etc/group",
                    "new /etc/new-link",
                    "changed /etc/passwd",
                    "changed /etc/ssh/sshd_config",
                    "new /var/lib/new-file",
                ],
            );
        });
    }
});
