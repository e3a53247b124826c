import assert from "node:assert/strict";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepalive } from "../../../components";
import { launcher, packedProgram } from "../../../components/remote/packing";
import { encryptedKey as key, passphrase, publicKey } from "../../support/keys";
import {
    Secret,
    allUrns,
    bare,
    eventually,
    plainReport,
    promised,
    record,
    shows,
    withoutId,
} from "../../support/mocks";

// The form in which the plugin reads the key: without a comment.
const barePublicKey = publicKey.split(" ").slice(0, 2).join(" ");
const pinned = { host: "192.0.2.1", hostKey: publicKey };
const server = { clientAliveInterval: 120, clientAliveCountMax: 3 };
const run = `sh -c '${launcher}' keepalive`;

describe("SshKeepalive", () => {
    it("creates only one remote command for each host, named after both", async () => {
        const recording = await record();
        const hosts = { web1: { host: "192.0.2.1" }, "db-2": { host: "192.0.2.2" } };
        await allUrns(new SshKeepalive("edge", { hosts, server }));
        assert.deepEqual(
            recording.resources.map(({ type, name, custom }) => ({ type, name, custom })),
            [
                { type: "pulumi-ssh-keepalive:index:SshKeepalive", name: "edge", custom: false },
                { type: "command:remote:Command", name: "edge-web1", custom: true },
                { type: "command:remote:Command", name: "edge-db-2", custom: true },
            ],
        );
        const { urn } = recording.resource("edge");
        assert.equal(recording.resource("edge-web1").parent, urn);
        assert.equal(recording.resource("edge-db-2").parent, urn);
    });

    it("passes exactly these inputs to the command", async () => {
        const recording = await record({ project: "shop", stack: "prod" });
        const kernel = { time: 300, interval: 30, probes: 5 };
        await allUrns(new SshKeepalive("edge", { hosts: { web1: { host: "192.0.2.1" } }, server, kernel }));
        const { stdin, create, ...inputs } = bare(recording.resource("edge-web1").inputs) as Record<string, unknown>;
        assert.match(String(create), / --host web1 --id=[0-9a-f]{12}$/);
        assert.deepEqual(
            { ...inputs, create: withoutId(create) },
            {
                // All values except the host are defaults of @pulumi/command.
                connection: { host: "192.0.2.1", port: 22, user: "root", dialErrorLimit: 10, perDialTimeout: 15 },
                create:
                    `${run} apply 'ClientAliveInterval 120' 'ClientAliveCountMax 3' ` +
                    "'net.ipv4.tcp_keepalive_time = 300' 'net.ipv4.tcp_keepalive_intvl = 30' " +
                    "'net.ipv4.tcp_keepalive_probes = 5' --owner shop/prod/edge --host web1",
                delete: `${run} restore --owner shop/prod/edge --host web1`,
                logging: "none",
                addPreviousOutputInEnv: false,
            },
        );
        assert.equal(stdin, packedProgram("server"));
    });

    it("sends every host the same program", async () => {
        const recording = await record();
        await allUrns(
            new SshKeepalive("edge", {
                hosts: { a: { host: "192.0.2.1", user: "admin" }, b: { host: "192.0.2.2", become: "none" } },
                profile: "balanced",
            }),
        );
        assert.equal(recording.resource("edge-a").inputs["stdin"], recording.resource("edge-b").inputs["stdin"]);
    });

    it("passes every field of a connection on under its own name, and no other", async () => {
        const recording = await record();
        const proxy = {
            host: "192.0.2.9",
            port: 2200,
            user: "jump",
            privateKey: key,
            privateKeyPassword: passphrase,
            password: "sesame",
            agentSocketPath: "/run/jump",
            hostKey: barePublicKey,
            dialErrorLimit: 0,
            perDialTimeout: 5,
        };
        const fields = { ...proxy, host: "192.0.2.1", port: 2222, user: "admin", dialErrorLimit: 3, proxy };
        await allUrns(new SshKeepalive("edge", { hosts: { web1: { ...fields, become: "doas" } }, server }));
        assert.deepEqual(bare(recording.resource("edge-web1").inputs["connection"]), fields);
    });

    it("marks keys and passwords as secrets, and keeps them out of its own inputs", async () => {
        const recording = await record();
        const secrets = { privateKey: key, privateKeyPassword: passphrase, password: "hunter2" };
        await allUrns(
            new SshKeepalive("edge", {
                hosts: {
                    web1: { host: "192.0.2.1", ...secrets, proxy: { host: "192.0.2.9", ...secrets } },
                    web2: pulumi.output({ host: "192.0.2.2", ...secrets }),
                    web3: { host: "192.0.2.3", proxy: pulumi.output({ host: "192.0.2.9", ...secrets }) },
                },
                server,
            }),
        );
        for (const secret of Object.values(secrets)) {
            for (const resource of recording.resources) assert.ok(!shows(resource.inputs, secret), resource.name);
            assert.ok(!JSON.stringify(bare(recording.resource("edge").inputs)).includes(JSON.stringify(secret)));
        }
        assert.ok(recording.resource("edge-web1").inputs["connection"] instanceof Secret);
        assert.deepEqual(bare(recording.resource("edge").inputs), {
            hosts: {
                web1: { host: "192.0.2.1", proxy: { host: "192.0.2.9" } },
                web2: { host: "192.0.2.2" },
                web3: { host: "192.0.2.3", proxy: { host: "192.0.2.9" } },
            },
            server,
        });
    });

    const becomes: [fields: object, prefix: string][] = [
        [{}, "sh"],
        [{ user: "root" }, "sh"],
        [{ user: "admin" }, "sudo -n sh"],
        [{ user: "admin", become: "doas" }, "doas -n sh"],
        [{ user: "admin", become: "none" }, "sh"],
        [{ become: "sudo" }, "sudo -n sh"],
        [{ user: pulumi.output("admin") }, "sudo -n sh"],
    ];
    for (const [fields, prefix] of becomes) {
        it(`becomes root with "${prefix}" for ${JSON.stringify({ user: "root by default", ...fields })}`, async () => {
            const recording = await record();
            await allUrns(new SshKeepalive("edge", { hosts: { web1: { host: "192.0.2.1", ...fields } }, server }));
            const { create, delete: restore } = recording.resource("edge-web1").inputs;
            assert.ok(String(create).startsWith(`${prefix} -c `), String(create));
            assert.ok(String(restore).startsWith(`${prefix} -c `), String(restore));
        });
    }

    it("passes its options to its children", async () => {
        const recording = await record();
        const provider = new command.Provider("elsewhere");
        const instance = new pulumi.ComponentResource("test:index:Instance", "instance");
        const first = new command.local.Command("first");
        const keepalive = new SshKeepalive(
            "edge",
            { hosts: { web1: { host: "192.0.2.1" } }, server },
            {
                providers: { command: provider },
                dependsOn: [first],
                deletedWith: instance,
                protect: true,
                retainOnDelete: true,
                customTimeouts: { create: "2m" },
            },
        );
        await allUrns(keepalive);
        const child = recording.resource("edge-web1");
        assert.match(child.provider, /pulumi:providers:command::elsewhere::/);
        assert.deepEqual(child.dependsOn, [await promised(first.urn)]);
        assert.equal(child.deletedWith, await promised(instance.urn));
        assert.equal(child.protect, true);
        assert.equal(child.retainOnDelete, true);
        assert.equal(child.customTimeouts["create"], "2m");
    });

    it("passes takeOver as a flag, and detects and repairs drift on each update if configured", async () => {
        const recording = await record();
        const hosts = { web1: { host: "192.0.2.1" } };
        await allUrns(new SshKeepalive("edge", { hosts, kernel: { time: 60 }, repairDrift: true, takeOver: true }));
        const { create, update } = recording.resource("edge-web1").inputs;
        const setting = "'net.ipv4.tcp_keepalive_time = 60'";
        assert.equal(withoutId(create), `${run} apply ${setting} --owner project/stack/edge --host web1 --take-over`);
        const time = / --run=(\S+Z) /.exec(String(update))?.[1] ?? "";
        assert.equal(withoutId(update), `${withoutId(create)} --run=${time}`);
        assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000);
    });

    it("outputs the rendered texts and the hosts' reports, and registers them", async () => {
        const recording = await record({ stdout: () => `Welcome to web1!\n{not json}\n${plainReport}` });
        const hosts = { web1: { host: "192.0.2.1" } };
        const keepalive = new SshKeepalive("edge", { hosts, server, kernel: { probes: 4 } });
        const header = [
            "# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.",
            "# owner: project/stack/edge",
        ];
        assert.deepEqual((await promised(keepalive.sshdConfig)).split("\n"), [
            ...header,
            "ClientAliveInterval 120",
            "ClientAliveCountMax 3",
            "",
        ]);
        assert.deepEqual((await promised(keepalive.sysctlConfig)).split("\n"), [
            ...header,
            "net.ipv4.tcp_keepalive_probes = 4",
            "",
        ]);
        const { web1 } = await promised(keepalive.reports);
        assert.equal(web1?.changed, false);
        assert.equal(web1?.openssh, "OpenSSH_10.0p2");
        assert.deepEqual(await promised(keepalive.summary), { web1: web1?.summary });
        assert.deepEqual(web1?.effective, { ClientAliveInterval: "120", ClientAliveCountMax: "3" });
        const urn = await promised(keepalive.urn);
        await eventually(() => urn in recording.outputs);
        assert.deepEqual(Object.keys(recording.outputs[urn] as object).sort(), [
            "reports",
            "sshdConfig",
            "summary",
            "sysctlConfig",
        ]);
    });

    it("applies the balanced profile by default", async () => {
        const recording = await record();
        await allUrns(new SshKeepalive("edge", { hosts: { web1: { host: "192.0.2.1" } } }));
        await allUrns(new SshKeepalive("same", { hosts: { web1: { host: "192.0.2.2" } }, profile: "balanced" }));
        const [first, second] = ["edge-web1", "same-web1"].map((name) =>
            withoutId(recording.resource(name).inputs["create"]),
        );
        assert.match(first ?? "", /'ClientAliveInterval \d+'/);
        assert.equal(first, second?.replace("/same ", "/edge "));
    });

    it("reports how an interval was derived", async () => {
        const recording = await record();
        const hosts = { web1: pinned };
        const keepalive = new SshKeepalive("edge", { hosts, networkPath: ["aws-nat-gateway"] });
        await allUrns(keepalive);
        assert.equal(recording.logs.length, 1);
        assert.equal(recording.logs[0]?.severity, "info");
        assert.equal(recording.logs[0]?.resource, keepalive);
        assert.match(recording.logs[0]?.message ?? "", /derived from the network path/);
    });

    it("warns once of what several hosts have in common", async () => {
        const old = plainReport.replace("OpenSSH_10.0p2", "OpenSSH_9.2p1");
        const recording = await record({ stdout: (name) => (name === "edge-new" ? plainReport : old) });
        const hosts = Object.fromEntries(
            ["a", "new", "b"].map((name, at) => [name, { ...pinned, host: `192.0.2.${at + 1}` }]),
        );
        await promised(new SshKeepalive("edge", { hosts, server }).reports);
        assert.deepEqual(
            recording.logs.map(({ severity, message }) => `${severity} ${message}`),
            ["warn a, b: OpenSSH 9.2 probes every 240 s, twice the ClientAliveInterval of 120 (fixed in 9.5)."],
        );
    });
});
