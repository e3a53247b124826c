// The stack: configuration -> hosts -> components -> outputs. Pulumi.yaml describes the configuration.
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs, SshKeepaliveArgs } from "./components";
// ./components would also load all other components, which takes time at every start.
import { SshKeepalive } from "./components/server/sshKeepalive";
import type { InstanceArgs } from "./examples/aws-ec2/instances";
import {
    configuredCredentials,
    configuredHosts,
    configuredSettings,
    given,
    rejectUnknownKeys,
} from "./stack/configuration";

rejectUnknownKeys();

const config = new pulumi.Config();
const settings = configuredSettings();
const hosts = configuredHosts();
const instances = given(config.getObject<Record<string, InstanceArgs>>("instances"));
if (hosts === undefined && instances === undefined) {
    throw new pulumi.RunError(
        "No host is configured: set hosts, for example with `pulumi config set --path hosts.web1.host 192.0.2.1`, or instances.",
    );
}

const keepalives = [
    ...(hosts === undefined ? [] : [ofHosts(hosts)]),
    ...(instances === undefined ? [] : ofInstances(instances)),
] as [Applied, ...Applied[]];

export const { sshdConfig, sysctlConfig } = keepalives[0];
/** A line per host: when it probes, when dead sessions end, and which hops keep an idle session. */
export const summary = merged(keepalives.map((keepalive) => keepalive.summary));
// The full report of each host. Without it there is no such export: Pulumi warns about undefined outputs.
if (config.getBoolean("reports") === true)
    (module.exports as Record<string, unknown>)["reports"] = merged(keepalives.map((keepalive) => keepalive.reports));

type Applied = Pick<SshKeepalive, "sshdConfig" | "sysctlConfig" | "reports" | "summary">;

function ofHosts(hosts: Record<string, HostArgs>): Applied {
    return new SshKeepalive("keepalive", { hosts, ...settings });
}

/**
 * One component per instance, so that each is deleted with its instance, and a dead instance does not block a destroy.
 */
function ofInstances(instances: Record<string, InstanceArgs>): Applied[] {
    // Loaded only here: loading the AWS SDK takes a quarter of a second, which stacks without instances do not need.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would always be loaded
    const { launch } = require("./examples/aws-ec2/instances") as typeof import("./examples/aws-ec2/instances");
    const launched = launch({
        instances,
        publicKey: config.require("publicKey"),
        privateKey: configuredCredentials()["privateKey"],
        allowFrom: config.requireObject<string[]>("allowFrom"),
        bastion: config.getBoolean("bastion") ?? false,
        subnetId: given(config.get("subnetId")),
    });
    return Object.entries(launched).map(([name, { instance, host }]) => {
        const args = { hosts: { sshd: host }, ...settings } as SshKeepaliveArgs;
        const { sshdConfig, sysctlConfig, ...one } = new SshKeepalive(name, args, { deletedWith: instance });
        const reports = one.reports.apply((all) => named(name, all));
        return { sshdConfig, sysctlConfig, reports, summary: one.summary.apply((all) => named(name, all)) };
    });
}

function merged<Value>(parts: pulumi.Output<Record<string, Value>>[]): pulumi.Output<Record<string, Value>> {
    return pulumi.all(parts).apply((all) => Object.assign({}, ...all) as Record<string, Value>);
}

/** Returns the entry of an instance's only host, under the instance's name. */
function named<Value>(name: string, { sshd }: Record<string, Value>): Record<string, Value> {
    return sshd === undefined ? {} : { [name]: sshd };
}
