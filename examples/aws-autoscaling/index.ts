// A launch template whose user data brings keepalive settings before the first login, and a group that starts instances
// from it, whenever and however many.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepaliveUserData } from "pulumi-ssh-keepalive";

const config = new pulumi.Config();

const debian = aws.ec2.getAmiOutput({
    owners: ["136693071363"], // https://wiki.debian.org/Cloud/AmazonEC2Image
    mostRecent: true,
    filters: [{ name: "name", values: ["debian-12-amd64-*"] }],
});

/** The group's own user data; it is merged with the keepalive settings, and both take effect. */
const userData = `#cloud-config
package_update: true
packages: [nginx]
`;

const template = new aws.ec2.LaunchTemplate("web", {
    imageId: debian.id,
    instanceType: config.get("instanceType") ?? "t3.micro",
    keyName: config.require("keyName"),
    userData: keepaliveUserData({ profile: "balanced", networkPath: ["aws-network-load-balancer"] }, { userData }),
    updateDefaultVersion: true,
    tagSpecifications: [{ resourceType: "instance", tags: { Fleet: "web" } }],
});

const group = new aws.autoscaling.Group("web", {
    vpcZoneIdentifiers: config.requireObject<string[]>("subnetIds"),
    minSize: config.getNumber("minSize") ?? 1,
    maxSize: config.getNumber("maxSize") ?? 4,
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
    // Settings that change are settings of new instances, so they replace the old ones, a tenth at a time.
    instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 90 } },
});

export const groupName = group.name;
