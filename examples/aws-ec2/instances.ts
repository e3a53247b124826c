// EC2 instances, and their connections for SshKeepalive.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs } from "pulumi-ssh-keepalive";

/** The options of one instance. */
export interface InstanceArgs {
    /** `t3.micro` by default. */
    instanceType?: string;
    /** The newest Debian 12 by default. */
    ami?: string;
}

export interface LaunchArgs {
    /** The instances by a stable logical name. */
    instances: Record<string, InstanceArgs>;
    /** The authorized public key, one line. */
    publicKey: string;
    /** Its private key; the SSH agent is used if it is not set. */
    privateKey?: pulumi.Output<string> | undefined;
    /** The networks that may connect. */
    allowFrom: string[];
    /** Whether only a bastion has a public address. */
    bastion: boolean;
    /** The subnet to start in; the account's default VPC by default, which must then exist. */
    subnetId?: string | undefined;
    /**
     * The number of failed connection attempts that are tolerated; 30 by default. An instance's address is known 20 to 60 s
     * before its sshd listens; 30 attempts take two minutes if connections are refused, and seven if nothing answers.
     */
    dialErrorLimit?: number | undefined;
}

export interface Launched {
    instance: aws.ec2.Instance;
    host: HostArgs;
}

/** The user of Debian's images; it has sudo without a password. */
const user = "admin";

/** A key pair, a security group, and the instances. */
export function launch({
    instances,
    publicKey,
    privateKey,
    allowFrom,
    bastion,
    subnetId,
    dialErrorLimit = 30,
}: LaunchArgs): Record<string, Launched> {
    const debian = aws.ec2.getAmiOutput({
        owners: ["136693071363"], // https://wiki.debian.org/Cloud/AmazonEC2Image
        mostRecent: true,
        filters: [
            { name: "name", values: ["debian-12-amd64-*"] },
            { name: "virtualization-type", values: ["hvm"] },
        ],
    });
    const keyName = new aws.ec2.KeyPair("ssh", { publicKey }).keyName;
    const login = {
        user,
        dialErrorLimit,
        perDialTimeout: 10,
        ...(privateKey === undefined ? {} : { privateKey }),
    };
    const start = (
        name: string,
        { ami = debian.id, instanceType = "t3.micro" }: { ami?: pulumi.Input<string>; instanceType?: string },
        group: aws.ec2.SecurityGroup,
        associatePublicIpAddress: boolean,
    ): aws.ec2.Instance =>
        new aws.ec2.Instance(
            name,
            {
                ami,
                instanceType,
                keyName,
                associatePublicIpAddress,
                ...(subnetId === undefined ? {} : { subnetId }),
                vpcSecurityGroupIds: [group.id],
                // AWS's own checks require metadata access by IMDSv2 only, and encrypted disks.
                metadataOptions: { httpTokens: "required" },
                rootBlockDevice: { encrypted: true },
                tags: { Name: name },
            },
            // A newer image applies to new instances only, and does not replace running ones.
            { ignoreChanges: ["ami"] },
        );

    const vpcId = subnetId === undefined ? undefined : aws.ec2.getSubnetOutput({ id: subnetId }).vpcId;
    const outer = sshGroup("ssh", vpcId, { cidrBlocks: allowFrom });
    if (!bastion) {
        return each(instances, (name, args) => {
            const instance = start(name, args, outer, true);
            return { instance, host: { host: instance.publicIp, ...login } };
        });
    }
    const gate = start("bastion", {}, outer, true);
    const inner = sshGroup("private-ssh", vpcId, { securityGroups: [outer.id] });
    return each(instances, (name, args) => {
        const instance = start(name, args, inner, false);
        const proxy = { host: gate.publicIp, ...login };
        return { instance, host: { host: instance.privateIp, ...login, proxy } };
    });
}

/** A security group that allows SSH from these networks or groups, and all outbound traffic. */
function sshGroup(
    name: string,
    vpcId: pulumi.Output<string> | undefined,
    from: { cidrBlocks: string[] } | { securityGroups: pulumi.Input<string>[] },
): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(name, {
        description: "SSH",
        ...(vpcId === undefined ? {} : { vpcId }),
        ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, ...from }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    });
}

function each<From, To>(record: Record<string, From>, make: (name: string, value: From) => To): Record<string, To> {
    return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(name, value)]));
}
