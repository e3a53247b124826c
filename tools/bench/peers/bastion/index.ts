// SshKeepalive on private hosts behind one bastion.
import * as pulumi from "@pulumi/pulumi";
import { type KernelArgs, type ServerArgs, SshKeepalive } from "../../../../components";

const config = new pulumi.Config();
const privateKey = config.requireSecret("privateKey");
const proxy = { ...config.requireObject<{ host: string; hostKey: string }>("bastion"), privateKey };
const hosts = Object.entries(config.requireObject<Record<string, { host: string; hostKey: string }>>("hosts"));

new SshKeepalive("keepalive", {
    hosts: Object.fromEntries(hosts.map(([name, host]) => [name, { ...host, privateKey, proxy }])),
    server: config.requireObject<ServerArgs>("server"),
    kernel: config.requireObject<KernelArgs>("kernel"),
});
