// EC2 instances and how each is reached. What SshKeepalive needs of them is the second half of each result.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs } from "pulumi-ssh-keepalive";

/** What may be different from one instance to another. */
export interface InstanceArgs {
    /** `t3.micro` by default. */
    instanceType?: string;
    /** The newest Debian 12 by default. */
    ami?: string;
}

export interface LaunchArgs {
    /** The instances by a stable logical name. */
    instances: Record<string, InstanceArgs>;
    /** The public key that they let in, one line. */
    publicKey: string;
    /** The private key that belongs to it; without it, the SSH agent is asked. */
    privateKey?: pulumi.Output<string> | undefined;
    /** The networks that may connect. */
    allowFrom: string[];
    /** Whether only a bastion has a public address. */
    bastion: boolean;
    /** The subnet to start in; the account's default VPC by default, which must then exist. */
    subnetId?: string | undefined;
    /**
     * How many failed attempts to connect are accepted; 30 by default. An instance's address is known 20 to 60 s before
     * its sshd listens; 30 attempts take two minutes while connections are refused, and seven while nothing answers.
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
        ...{ user, dialErrorLimit, perDialTimeout: 10 },
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
                ...{ ami, instanceType, keyName, associatePublicIpAddress },
                ...(subnetId === undefined ? {} : { subnetId }),
                vpcSecurityGroupIds: [group.id],
                // What AWS's own checks ask for: metadata only by IMDSv2, and no plain disk.
                metadataOptions: { httpTokens: "required" },
                rootBlockDevice: { encrypted: true },
                tags: { Name: name },
            },
            // A newer image is for new instances; let the others live.
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

/** Lets SSH in from these networks or groups, and everything out. */
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
