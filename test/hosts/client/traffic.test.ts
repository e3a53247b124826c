import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { puttyFileName, renderPuttySession } from "../../../core/render/putty";
import { renderSshConfig } from "../../../core/render/sshConfig";
import { temporaryFolder } from "../../support/temporaryFolder";
import * as hosts from "../../support/testbed";

const set = `client-traffic-${process.pid}`;
const interval = 2;
const client = { tcpKeepAlive: true, serverAliveInterval: interval, serverAliveCountMax: 3 };
const silent = { tcpKeepAlive: false, serverAliveInterval: 0 };
const session = "my server";
const folder = `/root/.putty/sessions`;

/** How sshd logs a keepalive: PuTTY sends a message to be ignored (RFC 4250: type 2), OpenSSH a request. */
const ping = {
    putty: /receive packet: type 2$/gmu,
    openssh: /server_input_global_request: rtype keepalive@openssh\.com/gmu,
};

const spec = {
    packages: ["putty-tools"],
    files: {
        "/etc/ssh/sshd_config.d/50-debug.conf": "LogLevel DEBUG3\n",
        [`${folder}/${puttyFileName(session)}`]: renderPuttySession(client),
        [`${folder}/silent`]: renderPuttySession(silent),
    },
};

describe("The files rendered for clients", () => {
    const children: ChildProcess[] = [];
    const files = temporaryFolder();
    let running: hosts.HostSet;
    before(async () => {
        running = await hosts.up({
            set,
            hosts: ["plink", "ssh", "silent-plink", "silent-ssh"].map((name) => ({ ...spec, name })),
        });
    });
    after(async () => {
        children.forEach((child) => child.kill());
        await hosts.down(set);
    });

    function start(argv: readonly string[]): void {
        children.push(spawn(argv[0] as string, argv.slice(1), { stdio: ["pipe", "ignore", "inherit"] }));
    }

    /** Starts plink on a host, logged in to the same host, with the values of a saved session. */
    async function startPlink(name: string, saved: string): Promise<void> {
        const host = running.host(name);
        const key =
            (await hosts.mustExec(host, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub")).split(" ")[1] ?? "";
        const login = ["-batch", "-hostkey", key, "-pw", hosts.userPassword, "visitor@127.0.0.1", "sleep 60"];
        start(hosts.execArgv(host, ["plink", "-load", saved, ...login]));
    }

    /** Starts the real ssh with a separate configuration file. */
    function startSsh(name: string, config: string): void {
        const file = path.join(files, name);
        fs.writeFileSync(file, config);
        start(hosts.sshArgv(running.host(name), "sleep 60", { options: ["-F", file] }));
    }

    function log(name: string): string {
        return fs.readFileSync(`/proc/${running.host(name).init.pid}/root/var/log/sshd.log`, "utf8");
    }

    /** How many keepalives of a kind have reached a host's sshd since the login. There is none before it. */
    function received(name: string, kind: keyof typeof ping): number | undefined {
        const [, afterLogin] = log(name).split(/^Accepted (?:publickey|password) .*$/mu);
        return afterLogin === undefined ? undefined : (afterLogin.match(ping[kind])?.length ?? 0);
    }

    /** The times of the first three keepalives of a kind, in seconds since the first. */
    async function arrivals(name: string, kind: keyof typeof ping): Promise<number[]> {
        const times: number[] = [];
        for (const end = Date.now() + 120_000; times.length < 3; await pause(0.05)) {
            assert.ok(Date.now() < end, `${name} received ${times.length} keepalives in 120 s`);
            while (times.length < (received(name, kind) ?? 0)) times.push(Date.now() / 1000);
        }
        return times.map((time) => time - (times[0] as number));
    }

    function assertEvery(times: number[]): void {
        times.forEach((time, index) => {
            assert.ok(
                Math.abs(time - index * interval) < 0.8,
                `they arrived after ${times.map((t) => t.toFixed(1)).join(", ")} s`,
            );
        });
    }

    it("make plink and ssh send keepalives at the interval, and none if disabled", async () => {
        await Promise.all([startPlink("plink", session), startPlink("silent-plink", "silent")]);
        startSsh("ssh", renderSshConfig(client));
        startSsh("silent-ssh", renderSshConfig(silent));
        const [plink, ssh] = await Promise.all([arrivals("plink", "putty"), arrivals("ssh", "openssh")]);
        assertEvery(plink);
        assertEvery(ssh);
        assert.equal(received("silent-plink", "putty"), 0);
        assert.equal(received("silent-ssh", "openssh"), 0);
    });

    it("make plink and the kernel send TCP keepalives as configured", async () => {
        const timers = async (name: string) =>
            (await hosts.mustExec(running.host(name), "ss -tnopH dport = 22")).trim();
        assert.match(await timers("plink"), /"plink".*timer:\(keepalive,/);
        assert.match(await timers("silent-plink"), /"plink"/);
        assert.doesNotMatch(await timers("silent-plink"), /keepalive/);
    });

    it("are read by ssh -G as the settings they were rendered from, only for hosts that match their patterns", async () => {
        const config = renderSshConfig({ ...client, tcpKeepAlive: false }, ["*.example.com", "!bad.example.com"]);
        for (const [name, values] of Object.entries({
            "a.example.com": ["serveralivecountmax 3", "serveraliveinterval 2", "tcpkeepalive no"],
            "bad.example.com": ["serveralivecountmax 3", "serveraliveinterval 0", "tcpkeepalive yes"],
            "example.org": ["serveralivecountmax 3", "serveraliveinterval 0", "tcpkeepalive yes"],
        })) {
            const command = `cat >/tmp/rendered && ssh -F /tmp/rendered -G ${name}`;
            const answer = await hosts.mustExec(running.host("ssh"), command, { stdin: config });
            const reported = answer.split("\n").filter((line) => /^(serveralive|tcpkeepalive)/u.test(line));
            assert.deepEqual(reported.sort(), values, name);
        }
    });
});

function pause(seconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
