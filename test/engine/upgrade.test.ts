import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as engine from "../support/engine";
import * as hosts from "../support/testbed";

const set = `engine-upgrade-${process.pid}`;
const file = "/root/.ssh/config";

/** The two components as of 2026-11-22: the same types and names, and children with that version's inputs. */
const earlier = `
const connection = JSON.parse(readFileSync("host.json", "utf8"));
class Component extends pulumi.ComponentResource {
    constructor(type: string, name: string, program: string, settings: string) {
        super("pulumi-ssh-keepalive:index:" + type, name, {});
        const owner = "--owner " + [pulumi.getProject(), pulumi.getStack(), name].join("/");
        new command.remote.Command(name + "-one", {
            connection: { ...connection, privateKey: pulumi.secret(connection.privateKey) },
            create: "sh -s -- apply " + owner + " " + settings,
            delete: "sh -s -- restore " + owner,
            stdin: readFileSync(program, "utf8"),
            logging: "none",
            addPreviousOutputInEnv: false,
        }, { parent: this });
    }
}
new Component("SshKeepalive", "servers", "server.txt", "'ClientAliveInterval 120' 'net.ipv4.tcp_keepalive_time = 300'");
new Component("SshClientKeepalive", "clients", "client.txt", "--pattern '*' 'ServerAliveInterval 60'");
`;

const today = `
import { SshClientKeepalive } from ${JSON.stringify(path.join(engine.repository, "components"))};
const one = JSON.parse(readFileSync("host.json", "utf8"));
const servers = new SshKeepalive("servers", { hosts: { one }, server: { clientAliveInterval: 120 }, kernel: { time: 300 } });
const clients = new SshClientKeepalive("clients", { hosts: { one }, client: { serverAliveInterval: 60 } });
export const summary = [servers.summary, clients.summary];
`;

describe("A stack of an earlier version", function () {
    this.bail(true);
    let workspace: engine.Workspace;
    let host: hosts.Host;
    let first: engine.Observed;
    let config: string;

    before(async () => {
        host = (await hosts.up({ set, hosts: [{ name: "one" }] })).host("one");
        await hosts.mustExec(host, `umask 077; mkdir -p /root/.ssh; cat >${file}`, {
            stdin: "Host web\n    User deploy\n",
        });
        config = await hosts.mustExec(host, ["cat", file]);
        first = await engine.observe(host);
        workspace = await engine.makeWorkspace({ set });
        workspace.write("host.json", JSON.stringify(engine.connectionTo(host)));
        for (const name of ["server.txt", "client.txt"])
            workspace.write(name, fs.readFileSync(path.join(engine.repository, "test/corpus/upgrade", name), "utf8"));
    });
    after(() => hosts.down(set));

    async function up(program: string): Promise<Record<string, string>> {
        engine.useProgram(workspace, program);
        const outcome = await workspace.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        return engine.steps(outcome.events);
    }

    async function isApplied(): Promise<void> {
        const { sshd, kernel } = await engine.observe(host);
        assert.deepEqual([sshd["clientaliveinterval"], kernel.time], [["120"], 300]);
        const answer = await hosts.mustExec(host, ["ssh", "-G", "any.example.com"]);
        assert.match(answer, /^serveraliveinterval 60$/m);
    }

    it("is updated without takeOver, and the next update changes nothing", async () => {
        await up(earlier);
        await isApplied();
        const steps = await up(today);
        assert.deepEqual([steps["servers-one"], steps["clients-one"]], ["update", "update"]);
        await isApplied();
        assert.deepEqual(await up(today), {});
    });

    it("is destroyed, and the host and the user's file are as at first", async () => {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        const now = await engine.observe(host);
        assert.deepEqual(hosts.differences(first.files, now.files), []);
        assert.deepEqual([now.sshd, now.kernel], [first.sshd, first.kernel]);
        assert.equal(await hosts.mustExec(host, ["cat", file]), config);
    });
});
