// A fleet without SSH connections: Systems Manager applies the settings to all current and future instances with a tag, and
// repairs drift every hour.
import * as pulumi from "@pulumi/pulumi";
import { SshKeepaliveAssociation } from "pulumi-ssh-keepalive/aws";

const config = new pulumi.Config();
const bucket = config.get("reports");
const wait = config.getNumber("wait") || undefined;

const keepalive = new SshKeepaliveAssociation("fleet-keepalive", {
    targets: [{ key: "tag:Fleet", values: [config.require("fleet")] }],
    profile: "balanced",
    networkPath: ["aws-session-manager", "aws-security-group-nitro-v6"],
    scheduleExpression: "rate(1 hour)",
    maxConcurrency: "20%",
    maxErrors: "5%",
    ...(bucket === undefined || bucket === "" ? {} : { outputLocation: { s3BucketName: bucket, s3KeyPrefix: "ssh" } }),
    ...(wait === undefined ? {} : { waitForSuccessTimeoutSeconds: wait }),
    takeOver: config.getBoolean("takeOver") ?? false,
    restore: config.getBoolean("restore") ?? false,
});

export const documentName = keepalive.documentName;
export const associationId = keepalive.associationId;
export const sshdConfig = keepalive.sshdConfig;
