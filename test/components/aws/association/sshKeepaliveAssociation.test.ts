import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepaliveAssociation, type SshKeepaliveAssociationArgs } from "../../../../components/aws";
import { documentName } from "../../../../components/aws/association/document";
import { hostScript } from "../../../../components/aws/hostScript";
import { launcher } from "../../../../components/remote/packing";
import { allUrns, promised, record, type Recording, Secret, unhandled, unknown } from "../../../support/mocks";

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

describe("what SshKeepaliveAssociation rejects", () => {
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
        "a concurrency of eight digits": [{ maxConcurrency: "12345678" }, /maxConcurrency: .*up to 7 digits/],
        "errors of eight digits": [{ maxErrors: "12345678" }, /maxErrors: .*up to 7 digits/],
        "a key that is too long": [
            { targets: [{ key: `tag:${"k".repeat(160)}`, values: ["x"] }] },
            /targets\[0\].key: has 164 characters; Systems Manager takes at most 163/,
        ],
        "a key with a character that AWS has none of": [
            { targets: [{ key: "tag:a*", values: ["x"] }] },
            /targets\[0\].key: "tag:a\*" .*is not a target key; write letters/,
        ],
        "more values than AWS takes": [
            { targets: [targets[0], { key: "tag:A", values: Array(51).fill("x") }] },
            /targets\[1\].values: 51 values; Systems Manager takes at most 50/,
        ],
        "a day that does not exist": [
            { scheduleExpression: "at(2030-02-30T03:00:00)" },
            /scheduleExpression: .* is not a valid date and time/,
        ],
        "a time in another zone": [{ scheduleExpression: "at(2030-02-20T03:00:00+01:00)" }, /write it in UTC/],
        "a schedule of more than 256 characters": [
            { scheduleExpression: `cron(${"1,".repeat(130)}1 3 ? * * *)` },
            /scheduleExpression: /,
        ],
        "a cron expression as crontab has it": [
            { scheduleExpression: "cron(0 3 * * 0 *)" },
            /must have "\?" as its day/,
        ],
        "a cron expression with both days left open": [{ scheduleExpression: "cron(0 3 ? * ? *)" }, /not as both/],
        "a month, which State Manager takes for no association": [
            { scheduleExpression: "cron(0 3 1 JAN ? *)" },
            /has the month "JAN" .*write "\*"/,
        ],
        "too few fields of a cron expression": [{ scheduleExpression: "cron(0 3 * *)" }, /has not the fields/],
        "a cron switch beside the schedule by default": [
            { applyOnlyAtCronInterval: true },
            /applyOnlyAtCronInterval: true needs a scheduleExpression such as "cron/,
        ],
        "a cron switch beside a rate": [
            { applyOnlyAtCronInterval: true, scheduleExpression: "rate(1 day)" },
            /applyOnlyAtCronInterval: true needs/,
        ],
        "a severity in small letters": [
            { complianceSeverity: "high" },
            /complianceSeverity: "high".*did you mean "HIGH"/,
        ],
        "a severity of another part of AWS": [{ complianceSeverity: "INFORMATIONAL" }, /complianceSeverity: .*one of/],
        "a compliance that is neither": [{ syncCompliance: true }, /syncCompliance: true .*AUTO, MANUAL/],
        "calendars that are not a list": [
            { calendarNames: "maintenance" },
            /calendarNames: "maintenance" .*not a list/,
        ],
        "a bucket's name that is too short": [
            { outputLocation: { s3BucketName: "ab" } },
            /outputLocation.s3BucketName: "ab" .*3 to 63 characters/,
        ],
        "a place for reports without a bucket": [
            { outputLocation: { s3KeyPrefix: "ssh" } },
            /outputLocation.s3BucketName: is missing/,
        ],
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
        "a wait of no time": [{ waitForSuccessTimeoutSeconds: 0 }, /waitForSuccessTimeoutSeconds: 0/],
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
            assert.throws(
                () => new SshKeepaliveAssociation(name, args),
                /is not a valid name for a Systems Manager document/,
            );
        });
    }

    it("an option that would leave the earlier association running", () => {
        assert.throws(
            () => new SshKeepaliveAssociation("fleet", args, { retainOnDelete: true }),
            /retainOnDelete: true would leave the association with the earlier settings in AWS/,
        );
    });

    it("everything that is wrong, at once", () => {
        const wrong = { targets: [], maxErrors: "x", server: { clientAliveInterval: 1.5 } };
        assert.throws(() => new SshKeepaliveAssociation("fleet", wrong), /the inputs have 3 problems/);
    });

    it("nothing while the schedule that applyOnlyAtCronInterval needs is not known yet", async () => {
        const scheduleExpression = pulumi.output("cron(0 3 ? * SUN *)");
        await make({ ...args, applyOnlyAtCronInterval: true, scheduleExpression });
    });

    for (const scheduleExpression of [
        "at(2030-02-28T23:59:59)",
        "rate(30 minutes)",
        "rate(1 day)",
        "cron(0 3 ? * * *)",
        "cron(0/30 * * * ? *)",
        "cron(0 0 ? * THU#2 *)",
        "cron(0 2 L * ? *)",
        "cron(0 15 10 ? * MON-FRI *)",
    ])
        it(`not the schedule ${scheduleExpression}`, () => make({ ...args, scheduleExpression }));

    it("values that become known later, with one error", async () => {
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
function made(type: string): Record<string, unknown> {
    if (type === "aws:ssm/document:Document") return { latestVersion: "1", defaultVersion: "1" };
    return type === "aws:ssm/association:Association" ? { associationId: "11111111-2222" } : {};
}
