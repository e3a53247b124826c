// The stack: configuration -> hosts -> component -> outputs. What the configuration may say stands in Pulumi.yaml.
import * as pulumi from "@pulumi/pulumi";
import { type HostArgs, SshKeepalive, type SshKeepaliveArgs } from "./components";

const config = new pulumi.Config();

/** What all hosts share; a host's own fields come first. */
const credentials = Object.fromEntries(
    ["privateKey", "privateKeyPassword", "password"]
        .filter((key) => given(config.get(key)) !== undefined)
        .map((key) => [key, config.requireSecret(key)]),
);

const hosts = Object.entries(config.requireObject<Record<string, HostArgs>>("hosts"));

const keepalive = new SshKeepalive("keepalive", {
    hosts: Object.fromEntries(hosts.map(([name, host]) => [name, { ...credentials, ...host }])),
    profile: given(config.get("profile")),
    networkPath: given(config.getObject("networkPath")),
    server: given(config.getObject("server")),
    kernel: given(config.getObject("kernel")),
    check: config.getBoolean("check"),
    takeOver: config.getBoolean("takeOver"),
} as SshKeepaliveArgs);

export const sshdConfig = keepalive.sshdConfig;
export const sysctlConfig = keepalive.sysctlConfig;
export const reports = keepalive.reports;
/** A line a host: when it probes, when dead sessions end, and which hops keep an idle one. */
export const summary = keepalive.reports.apply((all) =>
    Object.fromEntries(Object.entries(all).map(([host, report]) => [host, report.summary])),
);

/** The value, unless it is the empty one that Pulumi.yaml gives to what is not configured. */
function given<Value>(value: Value | undefined): Value | undefined {
    const empty = value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
    return empty ? undefined : value;
}
