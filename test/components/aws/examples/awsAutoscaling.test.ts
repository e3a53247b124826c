import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { multipart } from "../../../../policies/parsers/multipart";
import { runProgram } from "../../../support/aws/program";

const config = { subnetIds: ["subnet-1", "subnet-2"], keyName: "team" };

describe("examples/aws-autoscaling", function () {
    this.timeout(30_000);

    it("makes a launch template and a group, and no connection", async () => {
        const { resources } = await runProgram("examples/aws-autoscaling/index.ts", config);
        const types = resources.map(({ type }) => type).filter((type) => !type.startsWith("pulumi:"));
        assert.deepEqual(types, ["aws:ec2/launchTemplate:LaunchTemplate", "aws:autoscaling/group:Group"]);
        const { userData: _userData, ...template } = resources.find(({ type }) => type.endsWith("Template"))!.inputs;
        assert.deepEqual(template, {
            imageId: "ami-debian12",
            instanceType: "t3.micro",
            keyName: "team",
            updateDefaultVersion: true,
            tagSpecifications: [{ resourceType: "instance", tags: { Fleet: "web" } }],
        });
    });

    it("has both the settings and the group's own part in the user data, and nothing else", async () => {
        const { resources } = await runProgram("examples/aws-autoscaling/index.ts", config);
        const { userData } = resources.find(({ type }) => type.endsWith("Template"))!.inputs;
        const parts = multipart(gunzipSync(Buffer.from(userData as string, "base64")).toString())!;
        assert.deepEqual(
            parts.map(({ type }) => type),
            ["text/cloud-boothook", "text/cloud-config"],
        );
        assert.match(parts[0]!.text, /apply --owner aws-autoscaling\/stack\/user-data --take-over 'TCPKeepAlive yes' /);
        assert.match(parts[1]!.text, /^packages: \[nginx\]$/m);
    });

    it("renews the instances when the template has a new version", async () => {
        const { resources } = await runProgram("examples/aws-autoscaling/index.ts", config);
        const group = resources.find(({ type }) => type.endsWith(":Group"))!;
        assert.deepEqual(group.inputs, {
            vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
            minSize: 1,
            maxSize: 4,
            launchTemplate: { id: "web-id", version: "3" },
            instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 90 } },
        });
        assert.ok(group.dependsOn.some((urn) => urn.endsWith("LaunchTemplate::web")));
    });
});
