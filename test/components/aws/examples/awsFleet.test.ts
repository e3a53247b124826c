import assert from "node:assert/strict";
import type { Output } from "@pulumi/pulumi";
import { type ProgramRun, runProgram } from "../../../support/aws/program";
import { promised } from "../../../support/mocks";

function of({ resources }: ProgramRun, type: string): ProgramRun["resources"][number] {
    return resources.find((each) => each.type.endsWith(`:${type}`))!;
}

describe("examples/aws-fleet", () => {
    it("manages the instances with a tag through Systems Manager, hourly, a fifth at a time", async () => {
        const run = await runProgram("examples/aws-fleet/index.ts", { fleet: "web" });
        assert.deepEqual(of(run, "Association").inputs, {
            name: of(run, "Document").inputs["name"],
            documentVersion: "1",
            targets: [{ key: "tag:Fleet", values: ["web"] }],
            scheduleExpression: "rate(1 hour)",
            maxConcurrency: "20%",
            maxErrors: "5%",
        });
        assert.match(of(run, "Document").inputs["content"] as string, /"name":"apply".*'ClientAliveInterval \d+'/);
        assert.match(await promised(run.exports["documentName"] as Output<string>), /^fleet-keepalive-[0-9a-f]{16}$/);
    });

    it("writes the reports to a bucket if one is configured", async () => {
        const run = await runProgram("examples/aws-fleet/index.ts", { fleet: "web", reports: "my-reports" });
        assert.deepEqual(of(run, "Association").inputs["outputLocation"], {
            s3BucketName: "my-reports",
            s3KeyPrefix: "ssh",
        });
    });

    it("waits, and takes instances over, if configured", async () => {
        const run = await runProgram("examples/aws-fleet/index.ts", { fleet: "web", wait: 900, takeOver: true });
        assert.equal(of(run, "Association").inputs["waitForSuccessTimeoutSeconds"], 900);
        assert.match(of(run, "Document").inputs["content"] as string, / --take-over /);
    });

    it("restores the instances if configured", async () => {
        const run = await runProgram("examples/aws-fleet/index.ts", { fleet: "web", restore: true });
        assert.match(
            of(run, "Document").inputs["content"] as string,
            / keepalive restore --owner aws-fleet\/stack\/fleet-keepalive /,
        );
    });
});
