import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshClientKeepalive } from "../../../components";
import { launcher, packedProgram, plainProgram } from "../../../components/remote/packing";
import { privateKey as key, publicKey } from "../../support/keys";
import { allUrns, bare, eventually, promised, record, shows, unknown, withoutId } from "../../support/mocks";
import { client, plainClientReport, recordClients } from "./recordClients";

describe("SshClientKeepalive", () => {
    it("creates only one remote command for each host and one local command, named after both", async () => {
        const recording = await recordClients();
        const hosts = { laptop: { host: "192.0.2.1" }, "build-2": { host: "192.0.2.2" } };
        await allUrns(new SshClientKeepalive("desk", { hosts, local: true, client }));
        assert.deepEqual(
            new Set(recording.resources.map(({ type, name, custom }) => ({ type, name, custom }))),
            new Set([
                { type: "pulumi-ssh-keepalive:index:SshClientKeepalive", name: "desk", custom: false },
                { type: "command:remote:Command", name: "desk-laptop", custom: true },
                { type: "command:remote:Command", name: "desk-build-2", custom: true },
                { type: "command:local:Command", name: "desk-local", custom: true },
            ]),
        );
        const { urn } = recording.resource("desk");
        for (const name of ["desk-laptop", "desk-build-2", "desk-local"])
            assert.equal(recording.resource(name).parent, urn);
    });

    it("passes exactly these inputs to a remote command", async () => {
        const recording = await recordClients({ project: "shop", stack: "prod" });
        const patterns = ["*.example.com", "!bad.example.com"];
        await allUrns(new SshClientKeepalive("desk", { hosts: { a: { host: "192.0.2.1" } }, patterns, client }));
        const { stdin, create, ...inputs } = bare(recording.resource("desk-a").inputs) as Record<string, unknown>;
        assert.deepEqual(
            { ...inputs, create: withoutId(create) },
            {
                connection: { host: "192.0.2.1", port: 22, user: "root", dialErrorLimit: 10, perDialTimeout: 15 },
                create:
                    `sh -c '${launcher}' keepalive apply --pattern '*.example.com' --pattern \\!bad.example.com ` +
                    "'ServerAliveInterval 60' 'ServerAliveCountMax 4' --owner shop/prod/desk --host a",
                delete: `sh -c '${launcher}' keepalive restore --owner shop/prod/desk --host a`,
                logging: "none",
                addPreviousOutputInEnv: false,
            },
        );
        assert.equal(stdin, packedProgram("client"));
    });

    it("passes exactly these inputs, and the unpacked program, to the local command", async () => {
        const recording = await recordClients({ project: "shop", stack: "prod" });
        await allUrns(new SshClientKeepalive("desk", { local: true, client: { tcpKeepAlive: true }, takeOver: true }));
        const { create, ...inputs } = recording.resource("desk-local").inputs;
        assert.deepEqual(
            { ...inputs, create: withoutId(create) },
            {
                create: `sh -c '${launcher}' keepalive apply --pattern '*' 'TCPKeepAlive yes' --owner shop/prod/desk --host local --take-over`,
                delete: `sh -c '${launcher}' keepalive restore --owner shop/prod/desk --host local`,
                stdin: plainProgram("client"),
                logging: "none",
                addPreviousOutputInEnv: false,
            },
        );
    });

    it("needs no root: it edits the file of the user who logs in, unless become is set", async () => {
        const recording = await recordClients();
        const hosts = {
            own: { host: "192.0.2.1", user: "admin" },
            root: { host: "192.0.2.1", user: "admin", become: "sudo" },
        };
        await allUrns(new SshClientKeepalive("desk", { hosts, client }));
        assert.match(String(recording.resource("desk-own").inputs["create"]), /^sh -c .* keepalive apply /);
        assert.match(String(recording.resource("desk-root").inputs["create"]), /^sudo -n sh -c .* keepalive apply /);
        assert.match(String(recording.resource("desk-root").inputs["delete"]), /^sudo -n sh -c .* keepalive restore /);
    });

    it("checks each file at every update in a separate child if configured", async () => {
        const recording = await recordClients();
        const hosts = { laptop: { host: "192.0.2.1" } };
        await allUrns(new SshClientKeepalive("desk", { hosts, local: true, client, check: true }));
        for (const name of ["desk-laptop", "desk-local"]) {
            assert.equal(recording.resource(name).inputs["update"], undefined);
            const { create, delete: restore, update } = recording.resource(`${name}/check`).inputs;
            assert.match(String(create), / keepalive check --pattern '\*' 'ServerAliveInterval 60' .* --run=20\d\d-/);
            assert.deepEqual([restore, update], [undefined, undefined]);
        }
    });

    it("repairs each file at every update if configured", async () => {
        const recording = await recordClients();
        await allUrns(new SshClientKeepalive("desk", { local: true, client, repairDrift: true }));
        const { create, update } = recording.resource("desk-local").inputs;
        assert.doesNotMatch(String(create), /--run/);
        assert.match(String(update), /--pattern '\*' 'ServerAliveInterval 60' .* --run=20\d\d-\S+ --id=\w+$/);
    });

    it("uses the balanced profile by default, and takes a network path into account", async () => {
        const recording = await recordClients();
        const hosts = { laptop: { host: "192.0.2.1", hostKey: publicKey } };
        const balanced = new SshClientKeepalive("balanced", { local: true });
        const derived = new SshClientKeepalive("derived", { hosts, networkPath: ["aws-nat-gateway"] });
        assert.equal(
            await promised(balanced.sshConfig),
            "Host *\n    TCPKeepAlive yes\n    ServerAliveInterval 90\n    ServerAliveCountMax 3\n",
        );
        assert.match(await promised(derived.sshConfig), /^Host \*\n {4}ServerAliveInterval \d+\n {4}ServerAliveCount/);
        await allUrns(derived);
        const details = recording.logs.map(({ message }) => message);
        assert.equal(details.length, 1);
        assert.match(details[0] ?? "", /^serverAliveInterval \d+ is derived from the network path: .* after 350 s\.$/);
    });

    it("reports the actions and the resulting timing by logical name", async () => {
        await recordClients();
        const hosts = { laptop: { host: "192.0.2.1" } };
        const keepalive = new SshClientKeepalive("desk", { hosts, local: true, client, networkPath: ["1800"] });
        const reports = await promised(keepalive.reports);
        assert.deepEqual(Object.keys(reports), ["laptop", "local"]);
        assert.equal(reports["local"]?.file, "/root/.ssh/config");
        assert.deepEqual(reports["laptop"]?.timing, {
            probePeriod: 60,
            endsUnreachable: 300,
            endsUnresponsive: 300,
            hops: [{ name: "1800", idleTimeout: 1800, survives: true, margin: 1740 }],
        });
    });

    it("registers all outputs", async () => {
        const recording = await recordClients();
        const keepalive = new SshClientKeepalive("desk", { local: true, client });
        await allUrns(keepalive);
        await promised(keepalive.reports);
        const { urn } = recording.resource("desk");
        await eventually(() => urn in recording.outputs);
        const outputs = recording.outputs[urn] as Record<string, unknown>;
        assert.deepEqual(Object.keys(outputs).sort(), ["reports", "sshConfig", "summary"]);
    });

    it("reports warnings with the host's name, and the drift that it repairs", async () => {
        const drifted = {
            ...plainClientReport,
            drift: [{ key: "ServerAliveInterval", wanted: "60", found: "5", by: "/root/.ssh/config line 9" }],
            warnings: ["a warning"],
        };
        for (const repairDrift of [true, false]) {
            const recording = await record({ stdout: () => JSON.stringify(drifted) });
            await promised(new SshClientKeepalive("desk", { local: true, client, repairDrift }).reports);
            assert.deepEqual(
                recording.logs.map(({ message }) => message),
                repairDrift
                    ? [
                          "local: ServerAliveInterval had drifted to 5 (set by /root/.ssh/config line 9), and is 60 again",
                          "local: a warning",
                      ]
                    : ["local: a warning"],
            );
        }
    });

    it("keeps secrets out of its own inputs, and marks them in the commands'", async () => {
        const recording = await recordClients();
        const hosts = { a: { host: "192.0.2.1", privateKey: key, proxy: { host: "192.0.2.9", password: "pass4711" } } };
        await allUrns(new SshClientKeepalive("desk", { hosts, client }));
        for (const { inputs } of recording.resources)
            assert.ok(!shows(inputs, "c2VjcmV0") && !shows(inputs, "pass4711"));

        assert.equal(
            (bare(recording.resource("desk-a").inputs["connection"]) as { privateKey: string }).privateKey,
            key,
        );
    });

    it("waits for a `local` that is another resource's output", async () => {
        const recording = await recordClients();
        // As `cond ? { … } : undefined` gives them.
        const noHosts = { hosts: undefined } as object;
        const wanted = new SshClientKeepalive("wanted", { ...noHosts, local: pulumi.output(true), client });
        const unwanted = new SshClientKeepalive("unwanted", { local: pulumi.output(false), client });
        assert.deepEqual(Object.keys(await promised(wanted.reports)), ["local"]);
        assert.deepEqual(await promised(unwanted.reports), {});
        const commands = recording.resources.filter(({ custom }) => custom).map(({ name }) => name);
        assert.deepEqual(commands, ["wanted-local"]);
    });

    it("shows the settings in a preview although the address is not known", async () => {
        const recording = await recordClients({ preview: true });
        const hosts = { a: { host: pulumi.output(pulumi.unknown) as pulumi.Output<never> } };
        await allUrns(new SshClientKeepalive("desk", { hosts, client }));
        const { connection, create } = recording.resource("desk-a").inputs;
        assert.equal(bare(connection), unknown);
        assert.match(String(create), /'ServerAliveInterval 60'/);
    });

    it("passes its options to its children", async () => {
        const recording = await recordClients();
        const first = new SshClientKeepalive("first", { hosts: { laptop: { host: "192.0.2.1" } }, client });
        const options = { dependsOn: first, retainOnDelete: true };
        await allUrns(new SshClientKeepalive("second", { local: true, client }, options));
        const child = recording.resource("second-local");
        assert.equal(child.retainOnDelete, true);
        assert.ok(child.dependsOn.includes(recording.resource("first-laptop").urn));
    });
});
