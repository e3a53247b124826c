import assert from "node:assert/strict";
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { commandLine } from "../../../components/remote/commandLine";
import { packedProgram } from "../../../components/remote/packing";
import { asEngine, ruleNamed, sshKeepalive, unknown } from "../support";

const instanceType = "aws:ec2/instance:Instance";
const script = "#!/bin/sh\necho ClientAliveInterval 90 >> /etc/ssh/sshd_config";

function resource(type: string, name: string, props: object, ...dependencies: PolicyResource[]): PolicyResource {
    return {
        type,
        name,
        urn: `urn:pulumi:dev::project::${type}::${name}`,
        props: asEngine(props),
        dependencies,
        propertyDependencies: {},
        isType: () => false,
        asType: () => undefined,
        opts: {
            protect: false,
            ignoreChanges: [],
            aliases: [],
            customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
        },
    };
}

/** The names of the instances that the rule reports. */
function pointedOut(...resources: PolicyResource[]): Promise<string[]> {
    return reported("instance-has-keepalive", resources);
}

async function reported(name: string, resources: PolicyResource[], config: object = {}): Promise<string[]> {
    const found: string[] = [];
    const rule = ruleNamed(name) as StackValidationPolicy;
    await rule.validateStack(
        {
            resources,
            stackTags: new Map(),
            getConfig: <T extends object>() => config as T,
            notApplicable: (reason) => {
                throw new Error(reason);
            },
        },
        (_message, urn) => found.push(urn?.split("::").at(-1) ?? ""),
    );
    return found;
}

describe("instance-has-keepalive", () => {
    const bare = resource(instanceType, "bare", { ami: "ami-1", publicIp: "198.51.100.7" });

    it("points out an instance that nothing configures", async () => {
        assert.deepEqual(await pointedOut(bare, resource("command:local:Command", "hello", { create: "echo hi" })), [
            "bare",
        ]);
    });

    it("reports what an exception lets through, once", async () => {
        const exceptions = [{ resource: "bare", reason: "has its settings in its image" }];
        assert.deepEqual(await reported("instance-has-keepalive", [bare], { exceptions }), []);
        assert.deepEqual(await reported("exceptions-in-use", [bare]), ["bare"]);
        assert.deepEqual(await reported("exceptions-in-use", [bare]), []);
    });

    it("reports nothing for a stack without instances", async () => {
        assert.deepEqual(await pointedOut(resource("aws:s3/bucket:Bucket", "bucket", {})), []);
    });

    it("accepts settings in the user data", async () => {
        assert.deepEqual(await pointedOut(resource(instanceType, "own", { userData: script })), []);
    });

    it("reports an instance whose user data sets something else", async () => {
        assert.deepEqual(await pointedOut(resource(instanceType, "other", { userData: "#!/bin/sh\nyum update" })), [
            "other",
        ]);
    });

    it("waits for user data that is not known yet", async () => {
        assert.deepEqual(await pointedOut(resource(instanceType, "later", { userData: unknown.string })), []);
    });

    it("reports nothing for user data of which the state has only the hash", async () => {
        const userData = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
        assert.deepEqual(await pointedOut(resource(instanceType, "hashed", { userData })), []);
    });

    it("accepts a command that depends on the instance", async () => {
        const command = resource(
            "command:remote:Command",
            "set",
            { create: script, connection: { host: unknown.string } },
            bare,
        );
        assert.deepEqual(await pointedOut(bare, command), []);
    });

    it("does not accept a command that depends on it and does something else", async () => {
        const command = resource(
            "command:remote:Command",
            "hi",
            { create: "echo hi", connection: { host: "x" } },
            bare,
        );
        assert.deepEqual(await pointedOut(bare, command), ["bare"]);
    });

    it("follows an address through an Elastic IP", async () => {
        const eip = resource("aws:ec2/eip:Eip", "eip", {}, bare);
        const command = resource("command:remote:Command", "set", { create: script, connection: { host: "x" } }, eip);
        assert.deepEqual(await pointedOut(bare, eip, command), []);
    });

    it("knows an instance by its address", async () => {
        const component = resource(sshKeepalive, "fleet", { hosts: { a: { host: "198.51.100.7" } } });
        assert.deepEqual(await pointedOut(bare, component), []);
    });

    it("accepts the commands of an SshKeepalive", async () => {
        const command = resource(
            "command:remote:Command",
            "fleet-a",
            {
                create: commandLine("apply", { become: "none", owner: "project/dev/fleet" }),
                stdin: packedProgram("server"),
            },
            bare,
        );
        command.urn = `urn:pulumi:dev::project::${sshKeepalive}$command:remote:Command::fleet-a`;
        command.parent = resource(sshKeepalive, "fleet", { hosts: {} });
        assert.deepEqual(await pointedOut(bare, command), []);
    });

    const fleetTypes = ["pulumi-ssh-keepalive-aws:index:SshKeepaliveAssociation", "aws:ssm/association:Association"];
    for (const type of fleetTypes) {
        it(`accepts tags that an ${type.split(":").at(-1)} targets`, async () => {
            const parameters = { commands: "echo ClientAliveInterval 90 >> /etc/ssh/sshd_config" };
            const fleet = resource(type, "fleet", {
                targets: [{ key: "tag:Role", values: ["web", "db"] }],
                parameters,
            });
            const web = resource(instanceType, "web", { tags: { Role: "web" } });
            const cache = resource(instanceType, "cache", { tags: { Role: "cache" } });
            assert.deepEqual(await pointedOut(fleet, web, cache, bare), ["cache", "bare"]);
        });
    }

    it("waits for tags and targets that are not known yet", async () => {
        const targets = [{ key: "tag:Role", values: [unknown.string] }];
        const fleet = resource(fleetTypes[0]!, "fleet", { targets });
        assert.deepEqual(await pointedOut(fleet, bare), []);
    });

    it("accepts a launch template's user data", async () => {
        const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
            id: "lt-1",
            userData: Buffer.from(script).toString("base64"),
        });
        const instance = resource(instanceType, "templated", { launchTemplate: { id: "lt-1", version: "$Latest" } });
        assert.deepEqual(await pointedOut(template, instance), []);
        assert.deepEqual(await pointedOut(template, bare), ["bare"]);
    });
});
