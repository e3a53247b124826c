import assert from "node:assert/strict";
import * as path from "node:path";
import { SshKeepaliveAssociation, type SshKeepaliveAssociationArgs } from "../../../components/aws";
import { parseReport } from "../../../components/server/report";
import { type Moto, startMoto } from "../../support/aws/moto";
import { down, effective, type Host, mustExec, sysctl, up } from "../../support/testbed";
import { allUrns, record } from "../../support/mocks";

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
    readonly content: string;
    readonly association: Record<string, unknown>;
}

/** What the component asks of AWS's provider. */
async function made(wanted: SshKeepaliveAssociationArgs): Promise<Made> {
    const recording = await record({
        made: (type, name) =>
            type === "aws:ssm/document:Document" ? { name: `${name}-1234567`, latestVersion: "1" } : {},
    });
    await allUrns(new SshKeepaliveAssociation("fleet", wanted));
    const inputs = (type: string): Record<string, unknown> =>
        recording.resources.find((resource) => resource.type.endsWith(`:${type}`))!.inputs;
    return { content: inputs("Document")["content"] as string, association: inputs("Association") };
}

describe("Systems Manager", function () {
    this.timeout(360_000);
    let moto: Moto;
    before(async () => {
        moto = await startMoto();
    });
    after(() => moto.stop());

    it("takes the document, its next version, and a command that runs it on the targets", async () => {
        const [first, second] = [await made(args), await made({ ...args, restore: true })];
        const contents = [first.content, second.content];
        const answer = await ask(contents, first.association);
        assert.deepEqual(answer.versions, ["1", "2"]);
        assert.deepEqual(
            answer.contents.map((text) => JSON.parse(text) as unknown),
            contents.map((text) => JSON.parse(text) as unknown),
        );
        assert.equal(answer.schema, "2.2");
        assert.deepEqual(answer.command, {
            DocumentName: "fleet-1234567",
            Targets: [{ Key: "tag:Fleet", Values: ["web", "worker"] }],
        });
    });

    for (const [what, wanted] of Object.entries<Partial<SshKeepaliveAssociationArgs>>({
        "with all its arguments": {},
        "with its defaults": { outputLocation: undefined as never, scheduleExpression: undefined as never },
        "with the smallest limits": { maxConcurrency: "1", maxErrors: "0" },
        "with the largest limits": { maxConcurrency: "100%", maxErrors: "100%" },
        "of instances by their names": { targets: [{ key: "InstanceIds", values: ["i-0123456789abcdef0"] }] },
    })) {
        it(`allows the association ${what}, by the API's own model`, async () => {
            const { content, association } = await made({ ...args, ...wanted });
            assert.deepEqual((await ask([content], association)).problems, []);
        });
    }

    it("would not allow a wrong association, so the check can fail", async () => {
        const { content, association } = await made(args);
        const wrong = { ...association, maxErrors: "many", targets: Array(6).fill({ key: "tag:A", values: ["b"] }) };
        assert.equal((await ask([content], { ...wrong, documentVersion: "latest" })).problems.length, 3);
    });

    async function ask(contents: string[], association: Record<string, unknown>): Promise<Answer> {
        const name = `fleet-${Math.random().toString(36).slice(2, 9)}`;
        const input = JSON.stringify({ contents, association: { ...asApi(association), Name: name } });
        const answer = JSON.parse(await moto.python(program, input)) as Answer;
        assert.equal(answer.command.DocumentName, name);
        return { ...answer, command: { ...answer.command, DocumentName: "fleet-1234567" } };
    }
});

describe("The steps of the document, run as Systems Manager's agent runs them", function () {
    this.timeout(180_000);
    let host: Host;
    before(async () => {
        host = (await up({ set, hosts: [{ name: "managed", systemd: true }] })).host("managed");
    });
    after(() => down(set));

    it("put the settings into effect, proven on the host", async () => {
        const { changed, drift } = await runAsAgent(host, (await made(args)).content);
        assert.deepEqual([changed, drift], [true, []]);
        assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["66"]);
        assert.equal((await sysctl(host)).time, 301);
    });

    it("change nothing the second time", async () => {
        const report = await runAsAgent(host, (await made(args)).content);
        assert.deepEqual([report.changed, report.reloaded], [false, false]);
    });

    it("put drift right, and say so", async () => {
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

    it("give the host back what it had, when they are told to restore", async () => {
        await runAsAgent(host, (await made({ ...args, restore: true })).content);
        assert.deepEqual((await effective(host)).get("clientaliveinterval"), ["0"]);
        assert.equal((await sysctl(host)).time, 7200);
        await mustExec(host, "test ! -e /var/lib/pulumi-ssh-keepalive");
    });

    it("leave a host alone that another owner manages, and fail with its name", async () => {
        const other = { ...args, takeOver: true };
        await runAsAgent(host, (await made(other)).content.replaceAll("project/stack/fleet", "another/stack/fleet"));
        await assert.rejects(
            runAsAgent(host, (await made(args)).content),
            /belong to 'another\/stack\/fleet', not to 'project\/stack\/fleet'/,
        );
    });
});

interface Answer {
    readonly versions: string[];
    readonly contents: string[];
    readonly schema: string;
    readonly command: { DocumentName: string; Targets: unknown };
    readonly problems: string[];
}

/** The arguments as AWS's provider hands them to the API. */
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

/** The agent writes the lines to a file that only root reads, and runs it with sh, in an environment of its own. */
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
