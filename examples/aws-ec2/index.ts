// Instances, and keepalive settings pushed to each over SSH as soon as its sshd listens.
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

// A component for each instance, so that each can go with its own: where the instance is deleted, nobody is asked to
// restore its settings first, and a dead one keeps no destroy waiting.
const keepalives = Object.entries(launched).map(([name, { instance, host }]) => {
    const keepalive = new SshKeepalive(
        name,
        // The hop that is always there: on Nitro v6 the instance's own interface forgets a silent connection after 350 s.
        { hosts: { sshd: host }, profile: "balanced", networkPath: ["aws-security-group-nitro-v6"] },
        { deletedWith: instance },
    );
    return [name, keepalive] as const;
});

/** Where each instance is reached. */
export const addresses = Object.fromEntries(Object.entries(launched).map(([name, { host }]) => [name, host.host]));

/** What is effective on each instance. */
export const effective = Object.fromEntries(
    keepalives.map(([name, { reports }]) => [name, reports.apply(({ sshd }) => sshd?.effective)]),
);
