// An auto-scaling group whose instances get the keepalive settings from user data before their first login, and every later
// change from Systems Manager while they run.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepaliveUserData } from "pulumi-ssh-keepalive";
import { SshKeepaliveAssociation } from "pulumi-ssh-keepalive/aws";

const config = new pulumi.Config();

/** The settings for both. A load balancer in front of the group may have a longer idle timeout than an interface. */
const settings = {
    profile: "balanced",
    networkPath: ["aws-network-load-balancer", "aws-security-group-nitro-v6"],
};

/** The owner's name for both, so that Systems Manager continues to manage the settings from the user data. */
const name = "web-keepalive";

const debian = aws.ec2.getAmiOutput({
    owners: ["136693071363"], // https://wiki.debian.org/Cloud/AmazonEC2Image
    mostRecent: true,
    filters: [{ name: "name", values: ["debian-12-amd64-*"] }],
});

/**
 * The group's own user data; it is merged with the keepalive settings, and both take effect. Debian's images have no agent
 * of Systems Manager: https://docs.aws.amazon.com/systems-manager/latest/userguide/agent-install-deb.html
 */
const userData = `#cloud-config
package_update: true
packages: [nginx, wget]
runcmd:
  - wget -q -O /tmp/ssm.deb https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_amd64/amazon-ssm-agent.deb
  - dpkg -i /tmp/ssm.deb
`;

const role = new aws.iam.Role("web", {
    assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    }),
});
const permissions = new aws.iam.RolePolicyAttachment("web", {
    role: role.name,
    policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
});
const profile = new aws.iam.InstanceProfile("web", { role: role.name }, { dependsOn: [permissions] });

const template = new aws.ec2.LaunchTemplate("web", {
    imageId: debian.id,
    instanceType: config.get("instanceType") ?? "t3.micro",
    keyName: config.require("keyName"),
    iamInstanceProfile: { arn: profile.arn },
    metadataOptions: { httpTokens: "required" },
    blockDeviceMappings: [{ deviceName: debian.rootDeviceName, ebs: { encrypted: "true" } }],
    userData: keepaliveUserData(settings, { name, userData }),
    updateDefaultVersion: true,
    tagSpecifications: [{ resourceType: "instance", tags: { Fleet: "web" } }],
});

// No instanceRefresh: a new version of the template applies to new instances, and running instances get the change from
// Systems Manager. With instanceRefresh, each update of this package would replace every instance.
const group = new aws.autoscaling.Group("web", {
    vpcZoneIdentifiers: config.requireObject<string[]>("subnetIds"),
    minSize: config.getNumber("minSize") ?? 1,
    maxSize: config.getNumber("maxSize") ?? 4,
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
});

const keepalive = new SshKeepaliveAssociation(name, {
    ...settings,
    targets: [{ key: "tag:Fleet", values: ["web"] }],
    scheduleExpression: "rate(1 hour)",
});

export const groupName = group.name;
export const associationId = keepalive.associationId;
