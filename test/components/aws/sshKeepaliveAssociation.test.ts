import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepaliveAssociation, type SshKeepaliveAssociationArgs } from "../../../components/aws";
import { hostScript } from "../../../components/aws/hostScript";
import { launcher } from "../../../components/remote/packing";
import { allUrns, promised, record, type Recording, Secret, unhandled, unknown } from "../../support/mocks";

const targets = [{ key: "tag:Fleet", values: ["web"] }];
const args: SshKeepaliveAssociationArgs = { targets, server: { clientAliveInterval: 60 }, kernel: { time: 300 } };
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
        const { content, ...others } = of(recording, "Document").inputs;
        assert.deepEqual(others, { documentFormat: "JSON", documentType: "Command" });
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
            name: "fleet-1234567",
            documentVersion: "3",
            targets,
            scheduleExpression: "rate(30 minutes)",
            maxConcurrency: "10%",
            maxErrors: "10%",
        });
        assert.ok(association.dependsOn.includes(of(recording, "Document").urn));
    });

    it("hands schedule, limits, waiting and the place for reports on", async () => {
        const chosen = {
            scheduleExpression: "cron(0 3 ? * SUN *)",
            maxConcurrency: "50",
            maxErrors: "0",
            waitForSuccessTimeoutSeconds: 600,
            outputLocation: { s3BucketName: "reports", s3KeyPrefix: "ssh", s3Region: "eu-central-1" },
        };
        await make({ ...args, ...chosen });
        const { name: _name, documentVersion: _version, ...inputs } = of(recording, "Association").inputs;
        assert.deepEqual(inputs, { targets, ...chosen });
    });

    it("runs restore where the hosts shall be given back what they had", async () => {
        await make({ ...args, restore: true });
        const content = JSON.parse(of(recording, "Document").inputs["content"] as string) as Content;
        assert.equal(content.mainSteps[0].name, "restore");
        const line = `sh -c '${launcher.packed}' keepalive restore --owner ${owner} <<'PROGRAM'`;
        assert.equal(content.mainSteps[0].inputs.runCommand[1], line);
    });

    it("takes hosts over where that is asked for", async () => {
        await make({ ...args, takeOver: true });
        const content = JSON.parse(of(recording, "Document").inputs["content"] as string) as Content;
        assert.match(content.mainSteps[0].inputs.runCommand[1], / --owner project\/stack\/fleet --take-over 'Client/);
    });

    it("shows its arguments to policies as its own inputs", async () => {
        await make({ ...args, profile: "stig" });
        assert.deepEqual(of(recording, "SshKeepaliveAssociation").inputs, { ...args, profile: "stig" });
    });

    it("gives out the texts of the files and the names in AWS", async () => {
        const fleet = await make(args);
        assert.match(await promised(fleet.sshdConfig), /^# owner: project\/stack\/fleet\nClientAliveInterval 60$/m);
        assert.match(await promised(fleet.sysctlConfig), /^net.ipv4.tcp_keepalive_time = 300$/m);
        assert.equal(await promised(fleet.documentName), "fleet-1234567");
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

    it("hands its options on to both children", async () => {
        const other = new SshKeepaliveAssociation("other", args);
        const fleet = new SshKeepaliveAssociation("fleet", args, { dependsOn: [other], protect: true });
        await allUrns(fleet);
        for (const type of ["Document", "Association"]) {
            const child = recording.resources.find((each) => each.type.endsWith(type) && each.name === "fleet");
            assert.equal(child?.protect, true);
            assert.ok(child?.dependsOn.some((urn) => urn.includes("other")));
        }
    });

    it("keeps what is secret among its inputs marked as secret", async () => {
        await make({ ...args, outputLocation: { s3BucketName: pulumi.secret("hidden-bucket") } });
        const output = of(recording, "Association").inputs["outputLocation"];
        assert.ok(JSON.stringify(output).includes("hidden-bucket") && output instanceof Secret);
    });
});

describe("SshKeepaliveAssociation in a preview", () => {
    it("shows settings and fleet even while a setting of another resource is not known", async () => {
        const recording = await record({ made, preview: true });
        const profile = pulumi.output(pulumi.unknown) as pulumi.Output<never>;
        await make({ targets, profile });
        assert.equal(of(recording, "Document").inputs["content"], unknown);
        assert.deepEqual(of(recording, "Association").inputs["targets"], targets);
    });
});

describe("what SshKeepaliveAssociation refuses", () => {
    beforeEach(() => record({ made }));

    const refused: Record<string, [Partial<Record<keyof SshKeepaliveAssociationArgs, unknown>>, RegExp]> = {
        "targets that are none": [{ targets: "web" }, /targets: "web" \(string\) is not a list/],
        "no targets": [{ targets: undefined }, /targets: is missing; write \[\{ key: "tag:Fleet"/],
        "an empty list of targets": [{ targets: [] }, /targets: 0 conditions; Systems Manager takes 1 to 5/],
        "six targets": [{ targets: Array(6).fill(targets[0]) }, /targets: 6 conditions/],
        "a target without values": [{ targets: [{ key: "tag:Fleet" }] }, /targets\[0\].values: is missing or empty/],
        "a target with an empty tag": [{ targets: [{ key: "tag:", values: ["x"] }] }, /targets\[0\].key: "tag:"/],
        "values that are no list": [{ targets: [{ key: "tag:A", values: "x" }] }, /targets\[0\].values: "x"/],
        "a misspelt field": [
            { targets: [{ kye: "tag:A", values: ["x"] }] },
            /targets\[0\].kye: there is no such property; known: key, values/,
        ],
        "a schedule of cron's own": [{ scheduleExpression: "*/5 * * * *" }, /scheduleExpression: "\*\/5.*write "rate/],
        "a schedule that is too often": [{ scheduleExpression: "rate(5 minutes)" }, /at least "rate\(30 minutes\)"/],
        "a number as concurrency": [{ maxConcurrency: 10 }, /maxConcurrency: 10 \(number\).*as a string/],
        "no concurrency": [{ maxConcurrency: "0" }, /maxConcurrency: "0"/],
        "more than all": [{ maxErrors: "101%" }, /maxErrors: "101%"/],
        "an output without its bucket's name": [
            { outputLocation: "s3://x" },
            /outputLocation: .*write \{ s3BucketName/,
        ],
        "a misspelt bucket": [
            { outputLocation: { s3Bucket: "x" } },
            /outputLocation.s3Bucket: .*did you mean "s3BucketName"/,
        ],
        "a wait for ever": [{ waitForSuccessTimeoutSeconds: 0 }, /waitForSuccessTimeoutSeconds: 0/],
        "a word as a switch": [{ restore: "yes" }, /restore: "yes" \(string\) is not a boolean/],
        "a setting out of range": [{ server: { clientAliveInterval: -1 } }, /server.clientAliveInterval: -1/],
        hosts: [{ hosts: {} } as object, /hosts: there is no such property/],
    };
    for (const [what, [change, message]] of Object.entries(refused)) {
        it(what, () => {
            assert.throws(
                () => new SshKeepaliveAssociation("fleet", { ...args, ...change } as SshKeepaliveAssociationArgs),
                message,
            );
        });
    }

    for (const name of ["aws-fleet", "fleet of mine", "{{fleet}}", ""]) {
        it(`a name that no document can have: ${JSON.stringify(name)}`, () => {
            assert.throws(() => new SshKeepaliveAssociation(name, args), /does not suit a document of Systems Manager/);
        });
    }

    it("everything that is wrong, at once", () => {
        const wrong = { targets: [], maxErrors: "x", server: { clientAliveInterval: 1.5 } };
        assert.throws(() => new SshKeepaliveAssociation("fleet", wrong), /the inputs have 3 problems/);
    });

    it("what is known later, with one error", async () => {
        const errors = await unhandled(() => {
            new SshKeepaliveAssociation("fleet", {
                targets: pulumi.output([]),
                server: pulumi.output({ clientAliveInterval: 1.5 }),
            });
        });
        assert.equal(errors.length, 1);
        assert.match(errors[0]!.message, /targets: 0 conditions/);
        assert.match(errors[0]!.message, /server.clientAliveInterval: 1.5/);
    });
});

interface Content {
    mainSteps: [{ name: string; inputs: { runCommand: [string, string] } }];
}

async function make(wanted: SshKeepaliveAssociationArgs): Promise<SshKeepaliveAssociation> {
    const fleet = new SshKeepaliveAssociation("fleet", wanted);
    await allUrns(fleet);
    return fleet;
}

function of({ resources }: Recording, type: string): Recording["resources"][number] {
    return resources.find((each) => each.type.endsWith(`:${type}`))!;
}

/** What AWS adds to the two resources. */
function made(type: string, name: string): Record<string, unknown> {
    if (type === "aws:ssm/document:Document")
        return { name: `${name}-1234567`, latestVersion: "3", defaultVersion: "3" };
    return type === "aws:ssm/association:Association" ? { associationId: "11111111-2222" } : {};
}
