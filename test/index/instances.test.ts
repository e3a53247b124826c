import assert from "node:assert/strict";
import type { Output } from "@pulumi/pulumi";
import { commandLine } from "../../components/remote/commandLine";
import { find, namesOf, type ProgramRun, runProgram } from "../support/aws/program";
import { privateKey as key } from "../support/keys";
import { bare, promised } from "../support/mocks";

const config = {
    instances: { web1: {}, web2: { instanceType: "t3.small", ami: "ami-own" } },
    publicKey: "ssh-ed25519 AAAA example",
    allowFrom: ["203.0.113.0/24"],
    privateKey: key,
    server: { clientAliveInterval: 45 },
};

function run(configured: object): Promise<ProgramRun> {
    return runProgram("index.ts", { ...configured }, { project: "pulumi-ssh-keepalive", stack: "prod" });
}

describe("The stack, configured with instances", () => {
    it("starts each instance, and applies the settings over SSH", async () => {
        const made = await run(config);
        assert.deepEqual(namesOf(made), [
            "Command web1-sshd",
            "Command web2-sshd",
            "Instance web1",
            "Instance web2",
            "KeyPair ssh",
            "SecurityGroup ssh",
            "SshKeepalive web1",
            "SshKeepalive web2",
        ]);
        const second = find(made, "Instance", "web2");
        assert.deepEqual([second.inputs["instanceType"], second.inputs["ami"]], ["t3.small", "ami-own"]);
        const { create, connection } = made.resource("web2-sshd").inputs;
        const owner = "pulumi-ssh-keepalive/prod/web2";
        const call = { become: "sudo", owner, host: "sshd", settings: ["ClientAliveInterval 45"] };
        assert.equal(create, commandLine("apply", call));
        assert.equal((bare(connection) as { privateKey: string }).privateKey, key);
        assert.equal(made.resource("web2-sshd").deletedWith, second.urn);
    });

    it("starts them in the configured subnet", async () => {
        const made = await run({ ...config, subnetId: "subnet-1" });
        assert.equal(find(made, "Instance", "web1").inputs["subnetId"], "subnet-1");
        assert.equal(find(made, "SecurityGroup", "ssh").inputs["vpcId"], "vpc-of-the-subnet");
    });

    it("reports each instance under its own name, next to hosts that are configured too", async () => {
        const made = await run({ ...config, hosts: { old: { host: "192.0.2.9" } } });
        const summary = await promised(made.exports["summary"] as Output<object>);
        assert.deepEqual(Object.keys(summary), ["old", "web1", "web2"]);
    });

    it("names what to configure if there are neither hosts nor instances", async () => {
        await assert.rejects(
            run({ hosts: {}, instances: {} }),
            /No host is configured: set hosts, for example with .* or instances/,
        );
    });
});
