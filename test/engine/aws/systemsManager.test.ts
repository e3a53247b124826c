import assert from "node:assert/strict";
import * as path from "node:path";
import { SshKeepaliveAssociation, type SshKeepaliveAssociationArgs } from "../../../components/aws";
import { parseReport } from "../../../components/server/report";
import { type Moto, startMoto } from "../../support/aws/moto";
import { allUrns, record } from "../../support/mocks";
import { down, effective, type Host, mustExec, sysctl, up } from "../../support/testbed";

const set = "aws-fleet";
const program = path.join(__dirname, "../../support/aws/systems_manager.py");
const args: SshKeepaliveAssociationArgs = {
    targets: [{ key: "tag:Fleet", values: ["web", "worker"] }],
    server: { clientAliveInterval: 66, clientAliveCountMax: 4 },
    kernel: { time: 301 },
    outputLocation: { s3BucketName: "reports", s3KeyPrefix: "ssh", s3Region: "eu-central-1" },
    scheduleExpression: "cron(0 3 ? * SUN *)",
};

interface Made {
    readonly name: string;
    readonly content: string;
    readonly association: Record<string, unknown>;
}

/** The resources that the component requests from the AWS provider. */
async function made(wanted: SshKeepaliveAssociationArgs): Promise<Made> {
    const recording = await record({
        made: (type) => (type === "aws:ssm/document:Document" ? { latestVersion: "1" } : {}),
    });
    await allUrns(new SshKeepaliveAssociation("fleet", wanted));
    const inputs = (type: string): Record<string, unknown> =>
        recording.resources.find((resource) => resource.type.endsWith(`:${type}`))!.inputs;
    const { name, content } = inputs("Document") as { name: string; content: string };
    return { name, content, association: inputs("Association") };
}

describe("Systems Manager", () => {
    let moto: Moto;
    before(async () => {
        moto = await startMoto();
    });
    after(() => moto.stop());

    it("accepts the document, and a command that runs it on the targets", async () => {
        const { name, content, association } = await made(args);
        const { runs, schema, command } = await ask([{ name, content }], association);
        assert.deepEqual(runs.map(parsed), [parsed(content)]);
        assert.equal(schema, "2.2");
        assert.deepEqual(command, {
            DocumentName: name,
            Targets: [{ Key: "tag:Fleet", Values: ["web", "worker"] }],
        });
    });

    for (const [what, changes] of Object.entries<Partial<SshKeepaliveAssociationArgs>[]>({
        "earlier settings come back": [{}, { server: { clientAliveInterval: 67 } }, {}],
        "a restore is reverted": [{}, { restore: true }, {}],
        "hosts are no longer taken over": [{}, { takeOver: true }, {}],
    })) {
        it(`runs what is configured if ${what}`, async () => {
            const steps = await Promise.all(changes.map((change) => made({ ...args, ...change })));
            const { runs } = await ask(steps, steps[0]!.association);
            assert.deepEqual(
                runs.map(parsed),
                steps.map(({ content }) => parsed(content)),
            );
        });

        it(`would not if ${what} and one document had them all as versions, so the check can fail`, async () => {
            const steps = await Promise.all(changes.map((change) => made({ ...args, ...change })));
            const [first, second] = steps.map(({ content }) => parsed(content));
            const { runs } = await ask(
                steps.map(({ content }) => ({ name: `versions-${what.replaceAll(" ", "-")}`, content })),
                steps[0]!.association,
            );
            assert.deepEqual(runs.map(parsed), [first, second, second]);
        });
    }

    for (const [what, wanted] of Object.entries<Partial<SshKeepaliveAssociationArgs>>({
        "with all its arguments": {
            applyOnlyAtCronInterval: true,
            calendarNames: ["arn:aws:ssm:eu-central-1:123456789012:document/maintenance"],
            complianceSeverity: "CRITICAL",
            syncCompliance: "MANUAL",
        },
        "with its defaults": { outputLocation: undefined as never, scheduleExpression: undefined as never },
        "that runs once": { scheduleExpression: "at(2030-01-31T03:00:00)" },
        "with the smallest limits": { maxConcurrency: "1", maxErrors: "0" },
        "with the largest limits": {
            maxConcurrency: "9999999",
            maxErrors: "100%",
            targets: Array(5).fill({ key: `tag:${"k".repeat(159)}`, values: Array(50).fill("v") }),
        },
        "of instances by their names": { targets: [{ key: "InstanceIds", values: ["i-0123456789abcdef0"] }] },
    })) {
        it(`allows the association ${what}, by the API's own model`, async () => {
            const { name, content, association } = await made({ ...args, ...wanted });
            assert.deepEqual((await ask([{ name, content }], association)).problems, []);
        });
    }

    it("would not allow a wrong association, so the check can fail", async () => {
        const { name, content, association } = await made(args);
        const wrong = {
            maxErrors: "many",
            maxConcurrency: "12345678",
            complianceSeverity: "high",
            targets: Array(6).fill({ key: "k".repeat(164), values: Array(51).fill("b") }),
            documentVersion: "latest",
        };
        const { problems } = await ask([{ name, content }], { ...association, ...wrong });
        // One problem per argument, plus one for the key and one for the values of each target.
        assert.equal(problems.length, 5 + 2 * 6, problems.join("\n"));
    });

    /** The result of these updates in an account without other documents. */
    async function ask(
        documents: { name: string; content: string }[],
        association: Made["association"],
    ): Promise<Answer> {
        const own = documents.map(({ name, content }) => ({ name, content }));
        const input = JSON.stringify({ documents: own, association: asApi(association) });
        return JSON.parse(await moto.python(program, input)) as Answer;
    }
});

describe("The steps of the document, run as Systems Manager's agent runs them", () => {
    let host: Host;
    before(async () => {
        host = (await up({ set, hosts: [{ name: "managed", systemd: true }] })).host("managed");
    });
    after(() => down(set));

    it("make the settings effective, as read on the host", async () => {
        const { changed, drift } = await runAsAgent(host, (await made(args)).content);
        assert.deepEqual([changed, drift], [true, []]);
        assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["66"]);
        assert.equal((await sysctl(host)).time, 301);
    });

    it("change nothing on the second run", async () => {
        const report = await runAsAgent(host, (await made(args)).content);
        assert.deepEqual([report.changed, report.reloaded], [false, false]);
    });

    it("repair drift, and report it", async () => {
        await mustExec(host, "rm /etc/ssh/sshd_config.d/00-pulumi-ssh-keepalive.conf && systemctl reload ssh");
        const { drift } = await runAsAgent(host, (await made(args)).content);
        assert.deepEqual(
            drift.map(({ key, found }) => [key, found]),
            [
                ["ClientAliveInterval", "0"],
                ["ClientAliveCountMax", "3"],
            ],
        );
        assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["66"]);
    });

    it("restore the host if configured to", async () => {
        await runAsAgent(host, (await made({ ...args, restore: true })).content);
        assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["0"]);
        assert.equal((await sysctl(host)).time, 7200);
        await mustExec(host, "test ! -e /var/lib/pulumi-ssh-keepalive");
    });

    it("leave a host alone that another owner manages, and fail with the owner's name", async () => {
        const other = { ...args, takeOver: true };
        await runAsAgent(host, (await made(other)).content.replaceAll("project/stack/fleet", "another/stack/fleet"));
        await assert.rejects(
            runAsAgent(host, (await made(args)).content),
            /belong to 'another\/stack\/fleet', not to 'project\/stack\/fleet'/,
        );
    });
});

interface Answer {
    readonly runs: string[];
    readonly schema: string;
    readonly command: { DocumentName: string; Targets: unknown };
    readonly problems: string[];
}

function parsed(text: string): unknown {
    return JSON.parse(text);
}

/** The arguments as the AWS provider passes them to the API. */
function asApi(inputs: Record<string, unknown>): Record<string, unknown> {
    const { targets, outputLocation, ...others } = inputs as {
        targets: { key: string; values: string[] }[];
        outputLocation?: { s3BucketName: string; s3KeyPrefix?: string; s3Region?: string };
    };
    const words = Object.entries(others).map(([key, value]): [string, unknown] => [
        key[0]!.toUpperCase() + key.slice(1),
        value,
    ]);
    const place = outputLocation && {
        OutputS3BucketName: outputLocation.s3BucketName,
        OutputS3KeyPrefix: outputLocation.s3KeyPrefix,
        OutputS3Region: outputLocation.s3Region,
    };
    return {
        ...Object.fromEntries(words),
        Targets: targets.map(({ key, values }) => ({ Key: key, Values: values })),
        ...(place === undefined ? {} : { OutputLocation: { S3Location: place } }),
    };
}

/** The agent writes the lines to a file that only root can read, and runs it with sh in its own environment. */
async function runAsAgent(host: Host, content: string): Promise<ReturnType<typeof parseReport>> {
    const { mainSteps } = JSON.parse(content) as { mainSteps: [{ inputs: { runCommand: string[] } }] };
    const folder = "/var/lib/amazon/ssm/i-0123456789abcdef0/document/orchestration/1/awsrunShellScript";
    const script = `${mainSteps[0].inputs.runCommand.join("\n")}\n`;
    await mustExec(host, `mkdir -p ${folder} && cat >${folder}/_script.sh && chmod 0700 ${folder}/_script.sh`, {
        stdin: script,
    });
    const environment = "env -i PATH=/sbin:/bin:/usr/sbin:/usr/bin TERM=linux";
    return parseReport(await mustExec(host, `cd ${folder} && ${environment} sh -c ${folder}/_script.sh`));
}
