import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepaliveAssociation } from "../../../../components/aws";
import { documentName } from "../../../../components/aws/association/document";
import { hostScript } from "../../../../components/aws/hostScript";
import { launcher } from "../../../../components/remote/packing";
import { allUrns, promised, record, type Recording, Secret, unknown } from "../../../support/mocks";
import { args, made, make, targets } from "./fleet";

const lines = ["ClientAliveInterval 60", "net.ipv4.tcp_keepalive_time = 300"];
const owner = "project/stack/fleet";

describe("SshKeepaliveAssociation", () => {
    let recording: Recording;
    beforeEach(async () => {
        recording = await record({ made });
    });

    it("is one document and one association, children of the component", async () => {
        const fleet = await make(args);
        assert.deepEqual(recording.resources.map(({ type, name }) => `${type} ${name}`).sort(), [
            "aws:ssm/association:Association fleet",
            "aws:ssm/document:Document fleet",
            "pulumi-ssh-keepalive-aws:index:SshKeepaliveAssociation fleet",
        ]);
        const urn = await promised(fleet.urn);
        for (const child of recording.resources.filter(({ custom }) => custom)) assert.equal(child.parent, urn);
    });

    it("carries the host program and the settings in a document of schema 2.2 for Linux", async () => {
        await make(args);
        const { content, name, ...others } = of(recording, "Document").inputs;
        assert.deepEqual(others, { documentFormat: "JSON", documentType: "Command" });
        assert.equal(name, documentName("fleet", content as string));
        assert.deepEqual(JSON.parse(content as string), {
            schemaVersion: "2.2",
            description: "SSH keepalive settings of project/stack/fleet",
            mainSteps: [
                {
                    action: "aws:runShellScript",
                    name: "apply",
                    precondition: { StringEquals: ["platformType", "Linux"] },
                    inputs: {
                        timeoutSeconds: "300",
                        runCommand: hostScript({ verb: "apply", owner, settings: lines }).trimEnd().split("\n"),
                    },
                },
            ],
        });
    });

    it("is well below the 64 KB that a document may have", async () => {
        await make(args);
        assert.ok((of(recording, "Document").inputs["content"] as string).length < 32_768);
    });

    it("has no double braces in the document, which would be parameters there", async () => {
        await make({ ...args, networkPath: ["aws-nat-gateway"] });
        assert.doesNotMatch(of(recording, "Document").inputs["content"] as string, /\{\{/);
    });

    it("runs that very version of the document, by a schedule, on a tenth of the fleet at a time", async () => {
        await make(args);
        const association = of(recording, "Association");
        assert.deepEqual(association.inputs, {
            name: of(recording, "Document").inputs["name"],
            documentVersion: "1",
            targets,
            scheduleExpression: "rate(30 minutes)",
            maxConcurrency: "10%",
            maxErrors: "10%",
        });
        assert.ok(association.dependsOn.includes(of(recording, "Document").urn));
    });

    it("passes on schedule, limits, wait and report location", async () => {
        const chosen = {
            scheduleExpression: "cron(0 3 ? * SUN *)",
            maxConcurrency: "50",
            maxErrors: "0",
            waitForSuccessTimeoutSeconds: 600,
            outputLocation: { s3BucketName: "reports", s3KeyPrefix: "ssh", s3Region: "eu-central-1" },
            applyOnlyAtCronInterval: true,
            calendarNames: ["arn:aws:ssm:eu-central-1:123456789012:document/maintenance"],
            complianceSeverity: "HIGH",
            syncCompliance: "MANUAL",
        };
        await make({ ...args, ...chosen });
        const { name: _name, documentVersion: _version, ...inputs } = of(recording, "Association").inputs;
        assert.deepEqual(inputs, { targets, ...chosen });
    });

    it("runs restore if the hosts are to be restored", async () => {
        await make({ ...args, restore: true });
        const content = JSON.parse(of(recording, "Document").inputs["content"] as string) as Content;
        assert.equal(content.mainSteps[0].name, "restore");
        const line = `sh -c '${launcher}' keepalive restore --owner ${owner} <<'PROGRAM'`;
        assert.equal(content.mainSteps[0].inputs.runCommand[1], line);
    });

    it("takes hosts over if configured", async () => {
        await make({ ...args, takeOver: true });
        const content = JSON.parse(of(recording, "Document").inputs["content"] as string) as Content;
        assert.match(
            content.mainSteps[0].inputs.runCommand[1],
            / 'Client.* --owner project\/stack\/fleet --take-over <</,
        );
    });

    it("shows its arguments to policies as its own inputs", async () => {
        await make({ ...args, profile: "stig" });
        assert.deepEqual(of(recording, "SshKeepaliveAssociation").inputs, { ...args, profile: "stig" });
    });

    it("outputs the texts of the files and the names in AWS", async () => {
        const fleet = await make(args);
        assert.match(await promised(fleet.sshdConfig), /^# owner: project\/stack\/fleet\nClientAliveInterval 60$/m);
        assert.match(await promised(fleet.sysctlConfig), /^net.ipv4.tcp_keepalive_time = 300$/m);
        assert.match(await promised(fleet.documentName), /^fleet-[0-9a-f]{16}$/);
        assert.equal(await promised(fleet.associationId), "11111111-2222");
        await pulumi.runtime.disconnect();
        const registered = recording.outputs[await promised(fleet.urn)] as Record<string, unknown>;
        assert.deepEqual(Object.keys(registered).sort(), [
            "associationId",
            "documentName",
            "sshdConfig",
            "sysctlConfig",
        ]);
    });

    it("has a different document for each content, and the same one for the same content", async () => {
        const changes = [{}, { server: { clientAliveInterval: 61 } }, {}, { restore: true }, {}, { takeOver: true }];
        const names: unknown[] = [];
        for (const change of changes) {
            recording = await record({ made });
            await make({ ...args, ...change });
            const { name } = of(recording, "Document").inputs;
            assert.equal(of(recording, "Association").inputs["name"], name);
            names.push(name);
        }
        assert.equal(new Set(names).size, 4);
        assert.deepEqual([names[2], names[4]], [names[0], names[0]]);
    });

    it("keeps its document if only targets, schedule or limits change", async () => {
        const { name } = (await make(args), of(recording, "Document").inputs);
        recording = await record({ made });
        await make({ ...args, targets: [{ key: "InstanceIds", values: ["*"] }], scheduleExpression: "rate(1 day)" });
        assert.equal(of(recording, "Document").inputs["name"], name);
    });

    it("passes its dependencies to both children, which a change can replace even if it is protected", async () => {
        const other = new SshKeepaliveAssociation("other", args);
        const fleet = new SshKeepaliveAssociation("fleet", args, { dependsOn: [other], protect: true });
        await allUrns(fleet);
        for (const type of ["Document", "Association"]) {
            const child = recording.resources.find((each) => each.type.endsWith(`:${type}`) && each.name === "fleet");
            assert.equal(child?.protect, false);
            assert.ok(child?.dependsOn.some((urn) => urn.includes("other")));
        }
        assert.equal(recording.resources.find(({ name, custom }) => name === "fleet" && !custom)?.protect, true);
    });

    it("keeps its secret inputs marked as secrets", async () => {
        await make({ ...args, outputLocation: { s3BucketName: pulumi.secret("hidden-bucket") } });
        const output = of(recording, "Association").inputs["outputLocation"];
        assert.ok(JSON.stringify(output).includes("hidden-bucket") && output instanceof Secret);
    });
});

describe("SshKeepaliveAssociation in a preview", () => {
    it("shows settings and fleet even if a setting from another resource is not known yet", async () => {
        const recording = await record({ made, preview: true });
        const profile = pulumi.output(pulumi.unknown) as pulumi.Output<never>;
        await make({ targets, profile });
        assert.equal(of(recording, "Document").inputs["content"], unknown);
        assert.deepEqual(of(recording, "Association").inputs["targets"], targets);
    });
});

interface Content {
    mainSteps: [{ name: string; inputs: { runCommand: [string, string] } }];
}

function of({ resources }: Recording, type: string): Recording["resources"][number] {
    return resources.find((each) => each.type.endsWith(`:${type}`))!;
}
