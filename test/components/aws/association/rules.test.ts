import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SshKeepaliveAssociation, type SshKeepaliveAssociationArgs } from "../../../../components/aws";
import { record, unhandled } from "../../../support/mocks";
import { args, made, make, targets } from "./fleet";

describe("what SshKeepaliveAssociation rejects", () => {
    beforeEach(() => record({ made }));

    const refused: Record<string, [Partial<Record<keyof SshKeepaliveAssociationArgs, unknown>>, RegExp]> = {
        "targets that are none": [{ targets: "web" }, /targets: "web" \(string\) is not a list/],
        "no targets": [{ targets: undefined }, /targets: is missing; write \[\{ key: "tag:Fleet"/],
        "an empty list of targets": [{ targets: [] }, /targets: 0 conditions; Systems Manager takes 1 to 5/],
        "six targets": [{ targets: Array(6).fill(targets[0]) }, /targets: 6 conditions/],
        "a target without values": [{ targets: [{ key: "tag:Fleet" }] }, /targets\[0\].values: is missing or empty/],
        "a target with an empty tag": [{ targets: [{ key: "tag:", values: ["x"] }] }, /targets\[0\].key: "tag:"/],
        "a value that turns out to be undefined": [
            { targets: [{ key: "tag:Fleet", values: ["web", undefined] }] },
            /targets\[0\].values: is missing or empty/,
        ],
        "an instance's name in place of its ID": [
            { targets: [{ key: "InstanceIds", values: ["i-0123456789abcdef0", "web1"] }] },
            /targets\[0\].values\[1\]: "web1" \(string\) is not the ID of an instance; write one such as/,
        ],
        "an instance's address in place of its ID": [
            { targets: [{ key: "InstanceIds", values: ["10.0.0.4"] }] },
            /targets\[0\].values\[0\]: "10.0.0.4" \(string\) is not the ID of an instance/,
        ],
        "an ID that is cut": [
            { targets: [{ key: "InstanceIds", values: ["i-0123456789abcde"] }] },
            /targets\[0\].values\[0\]: .* is not the ID of an instance/,
        ],
        "a key in other letters": [
            { targets: [{ key: "instance-ids", values: ["*"] }] },
            /targets\[0\].key: "instance-ids" .*did you mean "InstanceIds"/,
        ],
        "a tag in the plural": [
            { targets: [{ key: "Tags:Fleet", values: ["web"] }] },
            /targets\[0\].key: .*did you mean "tag:Fleet"/,
        ],
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
        "too few fields of a cron expression": [{ scheduleExpression: "cron(0 3 * *)" }, /does not have the fields/],
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

    for (const id of ["*", "i-0123abcd", "mi-0123456789abcdef0", "web_id", "web-id"]) {
        it(`not the instance ${id}, which AWS or a user's mocks may give`, () =>
            make({ ...args, targets: [{ key: "InstanceIds", values: [pulumi.output(id)] }] }));
    }

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
