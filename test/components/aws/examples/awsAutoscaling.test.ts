import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { partsOfMime } from "../../../../policies/parsers/cloudInit/mime";
import { find, namesOf, runProgram } from "../../../support/aws/program";

const program = "examples/aws-autoscaling/index.ts";
const config = { subnetIds: ["subnet-1", "subnet-2"], keyName: "team" };

describe("examples/aws-autoscaling", () => {
    it("creates a group and what Systems Manager needs for its instances, and connects to none", async () => {
        const run = await runProgram(program, config);
        assert.deepEqual(namesOf(run), [
            "Association web-keepalive",
            "Document web-keepalive",
            "Group web",
            "InstanceProfile web",
            "LaunchTemplate web",
            "Role web",
            "RolePolicyAttachment web",
            "SshKeepaliveAssociation web-keepalive",
        ]);
        const { userData: _userData, ...template } = find(run, "LaunchTemplate", "web").inputs;
        assert.deepEqual(template, {
            imageId: "ami-debian12",
            instanceType: "t3.micro",
            keyName: "team",
            iamInstanceProfile: { arn: "arn:aws:iam::123456789012:instance-profile/web" },
            metadataOptions: { httpTokens: "required" },
            blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
            updateDefaultVersion: true,
            tagSpecifications: [{ resourceType: "instance", tags: { Fleet: "web" } }],
        });
        assert.deepEqual(find(run, "RolePolicyAttachment", "web").inputs, {
            role: "web-1234567",
            policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        });
    });

    it("has both the settings and the group's own part in the user data, and nothing else", async () => {
        const { userData } = find(await runProgram(program, config), "LaunchTemplate", "web").inputs;
        const parts = partsOf(userData);
        assert.deepEqual(
            parts.map(({ type }) => type),
            ["text/cloud-boothook", "text/cloud-config"],
        );
        assert.match(
            parts[0]!.text,
            /apply 'TCPKeepAlive yes' .* --owner aws-autoscaling\/stack\/web-keepalive --take-over /,
        );
        assert.match(parts[1]!.text, /^packages: \[nginx, wget\]$/m);
        assert.match(parts[1]!.text, /amazon-ssm-agent\.deb$/m);
    });

    it("continues with the same settings and owner through Systems Manager", async () => {
        const run = await runProgram(program, config);
        const { userData } = find(run, "LaunchTemplate", "web").inputs;
        const [hook] = partsOf(userData);
        const born = /apply (.*) --owner (\S+) --take-over <</.exec(hook!.text)!;
        const { content } = find(run, "Document", "web-keepalive").inputs;
        assert.ok((content as string).includes(`apply ${born[1]} --owner ${born[2]} <<`), content as string);
        assert.deepEqual(find(run, "Association", "web-keepalive").inputs["targets"], [
            { key: "tag:Fleet", values: ["web"] },
        ]);
    });

    it("replaces no instance when the template has a new version", async () => {
        const { inputs, dependsOn } = find(await runProgram(program, config), "Group", "web");
        assert.deepEqual(inputs, {
            vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
            minSize: 1,
            maxSize: 4,
            launchTemplate: { id: "web-id", version: "3" },
        });
        assert.ok(dependsOn.some((urn) => urn.endsWith("LaunchTemplate::web")));
    });
});

/** Returns the parts of the user data in a launch template. */
function partsOf(userData: unknown): NonNullable<ReturnType<typeof partsOfMime>> {
    return partsOfMime(gunzipSync(Buffer.from(userData as string, "base64")).toString())!;
}
