import assert from "node:assert/strict";
import { keepaliveUserData, type UserDataOptions } from "../../../components";
import { hostScript } from "../../../components/aws/hostScript";
import { parseReport } from "../../../components/server/report";
import { hostWithUserData } from "../../support/aws/cloudInit";
import { promised, record } from "../../support/mocks";
import { down, effective, type Host, type HostSet, mustExec, reboot, reloads, sysctl, up } from "../../support/testbed";

const set = "aws-birth";
const settings = {
    server: { clientAliveInterval: 66, clientAliveCountMax: 4 },
    kernel: { time: 301, interval: 31, probes: 7 },
};
const lines = ["ClientAliveInterval 66", "ClientAliveCountMax 4"].concat(
    ...["time = 301", "intvl = 31", "probes = 7"].map((value) => `net.ipv4.tcp_keepalive_${value}`),
);

/** A user's own MIME user data of two parts, one of which changes a setting that sshd must keep. */
const own = `Content-Type: multipart/mixed; boundary="own"
MIME-Version: 1.0

--own
Content-Type: text/cloud-config

#cloud-config
write_files:
  - path: /etc/ssh/sshd_config.d/50-own.conf
    content: |
      MaxSessions 7
      ClientAliveInterval 5
--own
Content-Type: text/x-shellscript

#!/bin/sh
echo "own script" >/root/own
--own--
`;

describe("An instance that is started with keepaliveUserData", () => {
    let hosts: HostSet;

    before(async () => {
        await record();
        const merged = await render({ userData: own });
        const script = await render({ format: "shell" });
        hosts = await up({
            set,
            hosts: [
                { ...hostWithUserData(merged), name: "bookworm" },
                { ...hostWithUserData(merged), name: "trixie", suite: "trixie" },
                { ...hostWithUserData(script), name: "script" },
            ],
        });
        await Promise.all(hosts.hosts.map((host) => mustExec(host, "cloud-init status --wait || :")));
    });
    after(() => down(set));

    for (const name of ["bookworm", "trixie", "script"]) {
        it(`has the settings in effect, in sshd and in the kernel: ${name}`, async () => {
            await assertEffective(hosts.host(name), "66");
        });
    }

    for (const [name, unit] of [
        ["bookworm", "cloud-init.service"],
        ["trixie", "cloud-init-network.service"],
    ] as const) {
        it(`had them before its sshd began to listen, so that no login came first: ${name}`, async () => {
            const host = hosts.host(name);
            const done = await monotonic(host, unit, "ActiveEnterTimestampMonotonic");
            const listening = await monotonic(host, "ssh.service", "ExecMainStartTimestampMonotonic");
            assert.ok(done > 0 && done <= listening, `${done} µs against ${listening} µs after boot`);
            assert.equal(await reloads(host), 0);
        });

        it(`keeps everything that the user's own user data specifies: ${name}`, async () => {
            const host = hosts.host(name);
            assert.equal(await mustExec(host, "cat /root/own"), "own script\n");
            assert.deepEqual((await effective(host)).get("maxsessions"), ["7"]);
        });

        it(`is recognized by the component of the same name, which changes nothing: ${name}`, async () => {
            const report = await apply(hosts.host(name), "project/stack/user-data", lines);
            assert.equal(report.changed, false);
            assert.deepEqual(report.drift, []);
        });

        it(`keeps later changes to the settings when it reboots: ${name}`, async () => {
            const taken = await apply(hosts.host(name), "project/stack/other", ["ClientAliveInterval 45"], true);
            assert.equal(taken.changed, true);
            const again = await reboot(hosts.host(name));
            await mustExec(again, "cloud-init status --wait || :");
            assert.deepEqual((await effective(again)).get("clientaliveinterval"), ["45"]);
            assert.equal((await sysctl(again)).time, 7200);
        });
    }

    it("has the image's own values again when its settings are removed", async () => {
        const host = hosts.host("script");
        await mustExec(host, "cat >/root/restore && sh /root/restore", {
            stdin: hostScript({ verb: "restore", owner: "project/stack/user-data" }),
        });
        assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["0"]);
        assert.equal((await sysctl(host)).time, 7200);
        await mustExec(host, "test ! -e /var/lib/pulumi-ssh-keepalive");
    });

    async function assertEffective(host: Host, interval: string): Promise<void> {
        const sshd = await effective(host);
        assert.deepEqual(sshd.get("clientaliveinterval"), [interval]);
        assert.deepEqual(sshd.get("clientalivecountmax"), ["4"]);
        assert.deepEqual(await sysctl(host), settings.kernel);
    }
});

/** The user data as EC2 passes it to the instance. */
async function render(options: UserDataOptions): Promise<Buffer> {
    return Buffer.from(await promised(keepaliveUserData(settings, options)), "base64");
}

/** Runs the host program as a component does, but without SSH. */
async function apply(
    host: Host,
    owner: string,
    wanted: string[],
    takeOver = false,
): Promise<ReturnType<typeof parseReport>> {
    const script = hostScript({ verb: "apply", owner, settings: wanted, takeOver });
    return parseReport(await mustExec(host, "cat >/root/apply && sh /root/apply", { stdin: script }));
}

/** A unit's timestamp in microseconds after boot. */
async function monotonic(host: Host, unit: string, property: string): Promise<number> {
    return Number(await mustExec(host, ["systemctl", "show", "--value", "-p", property, unit]));
}
