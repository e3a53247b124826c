import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { SshKeepalive } from "../../components";
import { commandLine } from "../../components/remote/commandLine";
import { keys } from "../../stack/configuration";
import { encryptedKey as key, passphrase } from "../support/keys";
import { Secret, type Recording, bare, promised, record, shows } from "../support/mocks";

const program = path.join(__dirname, "../../index.ts");

/** The defaults in Pulumi.yaml for keys that are not configured. */
const empty = {
    privateKey: "",
    privateKeyPassword: "",
    password: "",
    profile: "",
    user: "",
    become: "",
    port: 22,
    proxy: {},
    networkPath: [],
    server: {},
    kernel: {},
};

/** Runs the stack with a configuration, as `pulumi config set` would have written it. */
async function stack(config: object, secret: string[] = []): Promise<{ recording: Recording; outputs: Outputs }> {
    const recording = await record({ project: "pulumi-ssh-keepalive", stack: "prod" });
    const entries = Object.entries({
        ...empty,
        check: false,
        repairDrift: false,
        takeOver: false,
        reports: false,
        ...config,
    }).map(([name, value]) => [
        `pulumi-ssh-keepalive:${name}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(
        Object.fromEntries(entries) as Record<string, string>,
        secret.map((name) => `pulumi-ssh-keepalive:${name}`),
    );
    delete require.cache[program];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program runs again each time it is loaded
    const outputs = require(program) as Outputs;
    await promised(outputs.summary);
    return { recording, outputs };
}

interface Outputs extends Pick<SshKeepalive, "sshdConfig" | "sysctlConfig" | "summary"> {
    /** Only on request, because they are long. */
    reports: SshKeepalive["reports"] | undefined;
}

const hosts = { web1: { host: "192.0.2.1", user: "admin" }, web2: { host: "192.0.2.2", port: 2222 } };

describe("The stack", () => {
    it("applies the configured settings to every configured host", async () => {
        const { recording, outputs } = await stack({
            hosts,
            server: { clientAliveInterval: 45 },
            kernel: { time: 300 },
            reports: true,
        });
        assert.deepEqual(recording.resources.map(({ name }) => name).sort(), [
            "keepalive",
            "keepalive-web1",
            "keepalive-web2",
        ]);
        const owner = "pulumi-ssh-keepalive/prod/keepalive";
        const settings = ["ClientAliveInterval 45", "net.ipv4.tcp_keepalive_time = 300"];
        for (const [host, become] of Object.entries({ web1: "sudo", web2: "none" })) {
            const { create } = recording.resource(`keepalive-${host}`).inputs;
            assert.equal(create, commandLine("apply", { become, owner, host, settings }));
        }
        assert.match(await promised(outputs.sshdConfig), /\nClientAliveInterval 45\n$/);
        assert.match(await promised(outputs.sysctlConfig), /\nnet\.ipv4\.tcp_keepalive_time = 300\n$/);
        assert.ok(outputs.reports !== undefined);
        const reports = await promised(outputs.reports);
        assert.deepEqual(Object.keys(reports), ["web1", "web2"]);
        const { web1, web2 } = reports;
        assert.deepEqual(await promised(outputs.summary), { web1: web1?.summary, web2: web2?.summary });
    });

    it("uses the balanced profile if only hosts are configured", async () => {
        const { recording, outputs } = await stack({ hosts });
        assert.equal(outputs.reports, undefined);
        assert.match(String(recording.resource("keepalive-web2").inputs["create"]), /'ClientAliveInterval \d+'/);
    });

    it("passes on profile, network path, check and takeOver as configured", async () => {
        const config = { hosts, profile: "cis", networkPath: ["1800"], check: true, takeOver: true };
        const { recording } = await stack(config);
        const { networkPath, check, takeOver } = recording.resource("keepalive").inputs;
        assert.deepEqual({ networkPath, check, takeOver }, { networkPath: ["1800"], check: true, takeOver: true });
        assert.match(String(recording.resource("keepalive-web2").inputs["create"]), / --take-over --id=/);
        assert.match(String(recording.resource("keepalive-web2/check").inputs["create"]), / check .* --run=/);
    });

    it("logs in to every host with the configured key, as a secret, unless a host has its own fields", async () => {
        const secrets = { privateKey: key, privateKeyPassword: passphrase, password: "hunter2" };
        const own = { ...hosts, web2: { ...hosts.web2, password: "own" } };
        const { recording } = await stack({ hosts: own, ...secrets }, Object.keys(secrets));
        const { privateKey, password } = bare(recording.resource("keepalive-web1").inputs["connection"]) as Record<
            string,
            unknown
        >;
        assert.deepEqual({ privateKey, password }, { privateKey: key, password: "hunter2" });
        const second = bare(recording.resource("keepalive-web2").inputs["connection"]) as Record<string, unknown>;
        assert.equal(second["password"], "own");
        for (const resource of recording.resources)
            for (const secret of Object.values(secrets)) assert.ok(!shows(resource.inputs, secret));

        assert.ok(recording.resource("keepalive-web1").inputs["connection"] instanceof Secret);
    });

    it("rejects a configuration with mistakes before it creates any resource", async () => {
        const bad = { hosts: { web1: { host: "a b" } }, server: { clientAliveIntervall: 3 } };
        await assert.rejects(stack(bad), (error: Error) => {
            assert.ok(pulumi.InputPropertiesError.isInstance(error));
            assert.match(error.message, /hosts\.web1\.host: [^]*server\.clientAliveIntervall: [^]*did you mean/);
            return true;
        });
    });
});

describe("The configuration of the stack", () => {
    const proxy = { host: "192.0.2.9", user: "jump" };
    const connectionsOf = (recording: Recording): Record<string, unknown>[] =>
        ["web1", "web2"].map(
            (host) => bare(recording.resource(`keepalive-${host}`).inputs["connection"]) as Record<string, unknown>,
        );

    it("is described in Pulumi.yaml, key by key", () => {
        const project = parse(fs.readFileSync(path.join(__dirname, "../../Pulumi.yaml"), "utf8")) as { config: object };
        assert.deepEqual(Object.keys(project.config).sort(), [...keys].sort());
    });

    it("shares user, port, become and bastion among all hosts that have none of their own", async () => {
        const shared = { user: "admin", port: 2222, become: "doas", proxy };
        const own = {
            ...hosts,
            web2: { host: "192.0.2.2", user: "root", port: 22, become: "none", proxy: { host: "b" } },
        };
        const { recording } = await stack({ hosts: own, ...shared });
        const [first, second] = connectionsOf(recording);
        assert.equal(first?.["port"], 2222);
        assert.deepEqual(parts(first["proxy"], "host", "user"), proxy);
        assert.deepEqual(parts(second?.["proxy"], "host", "user"), { host: "b", user: "root" });
        assert.equal(second?.["user"], "root");
        assert.match(String(recording.resource("keepalive-web1").inputs["create"]), /^doas /);
    });

    it("logs in to a bastion with the shared credentials, unless it has its own", async () => {
        const own = {
            web1: { host: "192.0.2.1", proxy },
            web2: { host: "192.0.2.2", proxy: { ...proxy, password: "own" } },
        };
        const { recording } = await stack({ hosts: own, password: "shared" }, ["password"]);
        const passwords = connectionsOf(recording).map(
            ({ proxy: bastion }) => (bastion as { password: string }).password,
        );
        assert.deepEqual(passwords, ["shared", "own"]);
    });

    it("applies a host's dial retries to its bastion as well", async () => {
        const own = { ...hosts, web1: { host: "192.0.2.1", dialErrorLimit: 2, perDialTimeout: 3, proxy } };
        const { recording } = await stack({ hosts: own });
        const bastion = connectionsOf(recording)[0]?.["proxy"];
        assert.deepEqual(parts(bastion, "dialErrorLimit", "perDialTimeout"), { dialErrorLimit: 2, perDialTimeout: 3 });
    });

    it("accepts numbers for idle timeouts on the network path", async () => {
        const { outputs } = await stack({ hosts, networkPath: [400, "aws-nat-gateway"] });
        assert.match((await promised(outputs.sshdConfig)) ?? "", /^ClientAliveInterval \d+$/m);
    });

    it("rejects unknown keys, with the closest known one", async () => {
        const unknown = { "server.clientAliveCountMax": "3", profil: "stig", host: "192.0.2.1", zzz: "1" };
        await assert.rejects(stack({ hosts, ...unknown }), ({ message }: Error) => {
            assert.match(message, /server\.clientAliveCountMax: without --path .* pulumi config set --path/);
            assert.match(message, /profil; did you mean "profile"/);
            assert.match(message, /host; did you mean "hosts"/);
            assert.match(message, /zzz; known: hosts, /);
            return true;
        });
    });
});

function parts(fields: unknown, ...names: string[]): unknown {
    return Object.fromEntries(names.map((name) => [name, (fields as Record<string, unknown>)[name]]));
}
