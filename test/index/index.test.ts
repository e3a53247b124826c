import assert from "node:assert/strict";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { SshKeepalive } from "../../components";
import { Secret, type Recording, bare, promised, record, shows } from "../support/mocks";
import { encryptedKey as key, passphrase } from "../support/keys";

const program = path.join(__dirname, "../../index.ts");

/** What Pulumi.yaml gives to what is not configured. */
const empty = {
    ...{ privateKey: "", privateKeyPassword: "", password: "", profile: "" },
    networkPath: [],
    server: {},
    kernel: {},
};

/** Runs the stack with a configuration, as `pulumi config set` would have written it. */
async function stack(config: object, secret: string[] = []): Promise<{ recording: Recording; outputs: Outputs }> {
    const recording = await record({ project: "pulumi-ssh-keepalive", stack: "prod" });
    const entries = Object.entries({ ...empty, check: false, takeOver: false, ...config }).map(([name, value]) => [
        `pulumi-ssh-keepalive:${name}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(
        Object.fromEntries(entries) as Record<string, string>,
        secret.map((name) => `pulumi-ssh-keepalive:${name}`),
    );
    delete require.cache[program];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program runs anew each time it is loaded
    const outputs = require(program) as Outputs;
    await promised(outputs.reports);
    return { recording, outputs };
}

interface Outputs extends Pick<SshKeepalive, "sshdConfig" | "sysctlConfig" | "reports"> {
    summary: pulumi.Output<Record<string, string>>;
}

describe("The stack", () => {
    const hosts = { web1: { host: "192.0.2.1", user: "admin" }, web2: { host: "192.0.2.2", port: 2222 } };

    it("applies the configured settings to every configured host", async () => {
        const { recording, outputs } = await stack({
            hosts,
            server: { clientAliveInterval: 45 },
            kernel: { time: 300 },
        });
        assert.deepEqual(recording.resources.map(({ name }) => name).sort(), [
            ...["keepalive", "keepalive-web1", "keepalive-web2"],
        ]);
        const settings =
            "--owner pulumi-ssh-keepalive/prod/keepalive 'ClientAliveInterval 45' 'net.ipv4.tcp_keepalive_time = 300'";
        assert.equal(recording.resource("keepalive-web1").inputs["create"], `sudo -n sh -s -- apply ${settings}`);
        assert.equal(recording.resource("keepalive-web2").inputs["create"], `sh -s -- apply ${settings}`);
        assert.match(await promised(outputs.sshdConfig), /\nClientAliveInterval 45\n$/);
        assert.match(await promised(outputs.sysctlConfig), /\nnet\.ipv4\.tcp_keepalive_time = 300\n$/);
        const reports = await promised(outputs.reports);
        assert.deepEqual(Object.keys(reports), ["web1", "web2"]);
        const { web1, web2 } = reports;
        assert.deepEqual(await promised(outputs.summary), { web1: web1?.summary, web2: web2?.summary });
    });

    it("takes the balanced profile where nothing but hosts is configured", async () => {
        const { recording } = await stack({ hosts });
        assert.match(String(recording.resource("keepalive-web2").inputs["create"]), /'ClientAliveInterval \d+'/);
    });

    it("takes profile, network path, check and takeOver as they are configured", async () => {
        const config = { hosts, profile: "cis", networkPath: ["1800"], check: true, takeOver: true };
        const { recording } = await stack(config);
        const { networkPath, check, takeOver } = recording.resource("keepalive").inputs;
        assert.deepEqual({ networkPath, check, takeOver }, { networkPath: ["1800"], check: true, takeOver: true });
        const { create, update } = recording.resource("keepalive-web2").inputs;
        assert.match(String(create), / --take-over '/);
        assert.match(String(update), / --run=/);
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
        for (const resource of recording.resources) {
            for (const secret of Object.values(secrets)) assert.ok(!shows(resource.inputs, secret));
        }
        assert.ok(recording.resource("keepalive-web1").inputs["connection"] instanceof Secret);
    });

    it("refuses a configuration with mistakes before it asks for any resource", async () => {
        const bad = { hosts: { web1: { host: "a b" } }, server: { clientAliveIntervall: 3 } };
        await assert.rejects(stack(bad), (error: Error) => {
            assert.ok(pulumi.InputPropertiesError.isInstance(error));
            assert.match(error.message, /hosts\.web1\.host: [^]*server\.clientAliveIntervall: [^]*did you mean/);
            return true;
        });
    });
});
