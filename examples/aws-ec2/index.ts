// EC2 instances that get their keepalive settings over SSH as soon as sshd listens.
import * as pulumi from "@pulumi/pulumi";
import { SshKeepalive } from "pulumi-ssh-keepalive";
import { launch } from "./instances";

const config = new pulumi.Config();
const instanceType = config.get("instanceType");

const launched = launch({
    instances: Object.fromEntries(
        config
            .requireObject<string[]>("instances")
            .map((name) => [name, instanceType === undefined ? {} : { instanceType }]),
    ),
    publicKey: config.require("publicKey"),
    privateKey: config.getSecret("privateKey"),
    allowFrom: config.requireObject<string[]>("allowFrom"),
    bastion: config.getBoolean("bastion") ?? false,
    subnetId: config.get("subnetId") || undefined,
    dialErrorLimit: config.getNumber("dialErrorLimit"),
});

// One component per instance, so that each can be deleted with its instance: its settings are then not restored first, and
// an instance that no longer responds does not block a destroy.
const keepalives = Object.entries(launched).map(([name, { instance, host }]) => {
    const keepalive = new SshKeepalive(
        name,
        // This hop is always on the path: on Nitro v6, the instance's own interface drops an idle connection after 350 s.
        { hosts: { sshd: host }, profile: "balanced", networkPath: ["aws-security-group-nitro-v6"] },
        { deletedWith: instance },
    );
    return [name, keepalive] as const;
});

/** The address of each instance. */
export const addresses = Object.fromEntries(Object.entries(launched).map(([name, { host }]) => [name, host.host]));

/** The report of each instance, with its effective values. */
export const effective = Object.fromEntries(
    keepalives.map(([name, { reports }]) => [name, reports.apply(({ sshd }) => sshd?.effective)]),
);
