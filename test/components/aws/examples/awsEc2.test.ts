import assert from "node:assert/strict";
import type { Output } from "@pulumi/pulumi";
import { find, namesOf, runProgram } from "../../../support/aws/program";
import { privateKey } from "../../../support/keys";
import { bare, promised, shows } from "../../../support/mocks";

const program = "examples/aws-ec2/index.ts";
const config = {
    instances: ["web1", "web2"],
    publicKey: "ssh-ed25519 AAAA example",
    allowFrom: ["203.0.113.0/24"],
    privateKey,
};

describe("examples/aws-ec2", () => {
    it("creates a key pair, a security group, the instances, and a component for each", async () => {
        const run = await runProgram(program, config);
        assert.deepEqual(namesOf(run), [
            "Command web1-sshd",
            "Command web2-sshd",
            "Instance web1",
            "Instance web2",
            "KeyPair ssh",
            "SecurityGroup ssh",
            "SshKeepalive web1",
            "SshKeepalive web2",
        ]);
        assert.deepEqual(find(run, "KeyPair", "ssh").inputs, { publicKey: config.publicKey });
        assert.deepEqual(find(run, "SecurityGroup", "ssh").inputs["ingress"], [
            { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] },
        ]);
        assert.deepEqual(find(run, "Instance", "web1").inputs, {
            ami: "ami-debian12",
            instanceType: "t3.micro",
            keyName: "ssh-1234567",
            associatePublicIpAddress: true,
            vpcSecurityGroupIds: ["ssh-id"],
            metadataOptions: { httpTokens: "required" },
            rootBlockDevice: { encrypted: true },
            tags: { Name: "web1" },
        });
    });

    it("starts in a subnet of one's own, whose VPC the security groups then belong to", async () => {
        const run = await runProgram(program, { ...config, subnetId: "subnet-1", bastion: true });
        for (const name of ["bastion", "web1", "web2"])
            assert.equal(find(run, "Instance", name).inputs["subnetId"], "subnet-1");

        for (const name of ["ssh", "private-ssh"])
            assert.equal(find(run, "SecurityGroup", name).inputs["vpcId"], "vpc-of-the-subnet");
    });

    it("connects to each instance's own address, and retries while it boots", async () => {
        const run = await runProgram(program, config);
        const { inputs, dependsOn } = find(run, "Command", "web1-sshd");
        const address = find(run, "Instance", "web1").urn;
        assert.ok(dependsOn.includes(address));
        const { host, user, dialErrorLimit, perDialTimeout } = bare(inputs["connection"]) as Record<string, unknown>;
        assert.deepEqual(
            { host, user, dialErrorLimit, perDialTimeout },
            {
                host: await promised((run.exports["addresses"] as Record<string, Output<string>>)["web1"]!),
                user: "admin",
                dialErrorLimit: 30,
                perDialTimeout: 10,
            },
        );
        assert.match(
            inputs["create"] as string,
            /^sudo -n sh -c .* keepalive apply 'TCPKeepAlive yes' .* --owner aws-ec2\/stack\/web1 --host sshd --id=/,
        );
    });

    it("deletes each component with its instance, so that no connection to a terminated one is attempted", async () => {
        const run = await runProgram(program, config);
        for (const name of ["web1", "web2"]) {
            const instance = find(run, "Instance", name).urn;
            assert.equal(find(run, "SshKeepalive", name).deletedWith, instance);
            assert.equal(find(run, "Command", `${name}-sshd`).deletedWith, instance);
        }
    });

    it("exposes the private key only where it is marked as a secret", async () => {
        const run = await runProgram(program, config);
        for (const { name, inputs } of run.resources) assert.ok(!shows(inputs, "BEGIN OPENSSH"), name);
        const { connection } = find(run, "Command", "web1-sshd").inputs;
        assert.equal((bare(connection) as { privateKey: string }).privateKey, privateKey);
    });

    it("places private instances behind a bastion if configured", async () => {
        const run = await runProgram(program, { ...config, bastion: true });
        assert.deepEqual(namesOf(run), [
            "Command web1-sshd",
            "Command web2-sshd",
            "Instance bastion",
            "Instance web1",
            "Instance web2",
            "KeyPair ssh",
            "SecurityGroup private-ssh",
            "SecurityGroup ssh",
            "SshKeepalive web1",
            "SshKeepalive web2",
        ]);
        assert.deepEqual(find(run, "SecurityGroup", "private-ssh").inputs["ingress"], [
            { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["ssh-id"] },
        ]);
        const instance = find(run, "Instance", "web1").inputs;
        assert.deepEqual(
            [instance["associatePublicIpAddress"], instance["vpcSecurityGroupIds"]],
            [false, ["private-ssh-id"]],
        );
        const connection = bare(find(run, "Command", "web1-sshd").inputs["connection"]) as Connection;
        assert.match(connection.host, /^10\./);
        assert.match(connection.proxy.host, /^198\.51\.100\./);
        assert.equal(connection.proxy.dialErrorLimit, 30);
    });

    it("shows the instances' settings in a preview, before they have an address", async () => {
        const run = await runProgram(program, config, { preview: true });
        const { create } = find(run, "Command", "web1-sshd").inputs;
        assert.match(create as string, /'ClientAliveInterval \d+'/);
    });
});

interface Connection {
    host: string;
    proxy: { host: string; dialErrorLimit: number };
}
