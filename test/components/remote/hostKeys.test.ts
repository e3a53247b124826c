import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshClientKeepalive, SshKeepalive } from "../../../components";
import { hostKeyWarnings } from "../../../components/remote/hostKeys";
import { keyText, publicKey } from "../../support/keys";
import { allUrns, bare, record } from "../../support/mocks";

const profile = "balanced";
const rsa = keyText("rsa.pub").trim();

describe("Host keys", () => {
    it("are requested in one warning for each component, which counts and names the connections without one", async () => {
        const recording = await record();
        const hosts = {
            web1: { host: "192.0.2.1" },
            web2: { host: "192.0.2.2", hostKey: publicKey, proxy: { host: "192.0.2.9" } },
            web3: { host: "192.0.2.3", hostKey: pulumi.output(publicKey) },
            web4: pulumi.output({ host: "192.0.2.4" }),
        };
        await allUrns(new SshKeepalive("edge", { hosts, profile }));
        const warnings = recording.logs.filter(({ severity }) => severity === "warn");
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]?.message ?? "", /^3 of 5 connections have no hostKey.*: web1, web2's proxy, web4\. /);
    });

    it("cause no warning if each connection has one", async () => {
        const recording = await record();
        const hosts = { web1: { host: "192.0.2.1", hostKey: publicKey } };
        await allUrns(new SshKeepalive("edge", { hosts, profile }));
        await allUrns(new SshClientKeepalive("desk", { hosts, profile }));
        assert.deepEqual(
            recording.logs.filter(({ severity }) => severity === "warn"),
            [],
        );
    });

    it("are warned about if current servers reject them", async () => {
        const recording = await record();
        await allUrns(new SshClientKeepalive("desk", { hosts: { a: { host: "192.0.2.1", hostKey: rsa } }, profile }));
        assert.match(
            recording.logs.map(({ message }) => message).join(),
            /1 of 1 connections pin an RSA key: a\. .*8\.8/,
        );
    });

    it("are requested for at most ten connections by name", () => {
        const pins = Array.from({ length: 64 }, (_, at) => ({ name: `web${at}`, hostKey: undefined }));
        assert.match(hostKeyWarnings(pins).join(), /^64 of 64 .*: web0, .*, web9 and 54 more\./);
    });

    it("reach the command in the form that the plugin reads", async () => {
        const recording = await record();
        const hosts = { web1: { host: "192.0.2.1", hostKey: `# x\nweb1 ${publicKey}\n` } };
        await allUrns(new SshKeepalive("edge", { hosts, profile }));
        const connection = bare(recording.resource("edge-web1").inputs["connection"]) as { hostKey: string };
        assert.equal(connection.hostKey, publicKey.split(" ").slice(0, 2).join(" "));
    });
});
