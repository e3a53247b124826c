import { join } from "node:path";
import { daemonSet, machines, nodePools } from "../../support/policies/machines";
import { root } from "./support";

export const sshd = "/etc/ssh/sshd_config";

/** This command is never written to the machine on which the test runs, but the policies check it as if it were. */
export function writes(line: string): string {
    return `test -e /no-such-file && echo '${line}' >> ${sshd}`;
}

export const programs: { what: string; body: string; expected: string[] }[] = [
    {
        what: "a component with good settings",
        body: `
            require("tsx/cjs");
            const { SshKeepalive } = require(${JSON.stringify(join(root, "components"))});
            new SshKeepalive("good", { hosts: { web1: connection }, networkPath: ["aws-nat-gateway"] });`,
        expected: [],
    },
    {
        what: "a component with bad settings, reported once and not again for its commands",
        body: `
            require("tsx/cjs");
            const { SshKeepalive } = require(${JSON.stringify(join(root, "components"))});
            const { hostKey, ...unpinned } = connection;
            new SshKeepalive("bad", {
                hosts: { web1: unpinned, web2: { ...connection, host: "198.18.0.10" } },
                server: { tcpKeepAlive: true, clientAliveInterval: 0 },
                kernel: { time: 5, interval: 1, probes: 2 },
            });`,
        expected: [
            "advisory host-key-pinned bad",
            "mandatory keepalive-enabled bad",
            "mandatory kernel-keepalive-within-bounds bad",
            "mandatory kernel-keepalive-within-bounds bad",
            "mandatory tcp-keepalive-not-alone bad",
        ],
    },
    {
        what: "commands",
        body: `
            new command.remote.Command("append", { connection, create: "echo 'ClientAliveInterval 5' >> ${sshd}" });
            new command.remote.Command("stdin", { connection, create: "sudo sh -s", stdin: "sysctl -w net.ipv4.tcp_keepalive_time=9" });
            new command.local.Command("local", { create: ${JSON.stringify(writes("ClientAliveInterval 4000"))} });
            new command.remote.Command("secret", { connection, create: pulumi.secret("echo 'ClientAliveInterval 0' >> ${sshd}") });
            new command.local.Command("folder", { dir: "/etc/ssh", create: "test -e /no-such-file && echo ClientAliveInterval 0 >> sshd_config" });
            new command.local.Command("harmless", { create: "echo ClientAliveInterval 0" });`,
        expected: [
            "mandatory dead-peer-detection-not-too-slow local",
            "mandatory keepalive-enabled folder",
            "mandatory keepalive-enabled secret",
            "mandatory keepalive-not-too-aggressive append",
            "mandatory keepalive-not-too-aggressive append",
            "mandatory kernel-keepalive-within-bounds stdin",
        ],
    },
    {
        what: "the machines of every cloud",
        body: machines
            .map(({ type, props }, i) => `new Declared(${JSON.stringify(type)}, "m${i}", ${JSON.stringify(props)});`)
            .join("\n"),
        expected: machines.map((_, i) => `mandatory keepalive-enabled m${i}`).sort(),
    },
    {
        what: "pools of nodes that get kernel parameters",
        body: nodePools
            .map(({ type, props }, i) => `new Declared(${JSON.stringify(type)}, "n${i}", ${JSON.stringify(props)});`)
            .join("\n"),
        expected: nodePools.map((_, i) => `mandatory kernel-keepalive-within-bounds n${i}`),
    },
    {
        what: "a privileged DaemonSet on its node's network, and none elsewhere",
        body: [daemonSet(), daemonSet({ hostNetwork: false }), daemonSet({ privileged: false })]
            .map(({ type, props }, i) => `new Declared("${type}", "d${i}", ${JSON.stringify(props)});`)
            .join("\n"),
        expected: ["mandatory kernel-keepalive-within-bounds d0"],
    },
    {
        what: "a copied script that a later command runs, and text that cannot be read",
        body: `
            const script = new pulumi.asset.StringAsset("echo ClientAliveInterval 0 > /etc/ssh/sshd_config.d/9.conf\\n");
            const copied = new Declared("command:remote:CopyToRemote", "copied", { connection, source: script, remotePath: "/tmp/harden.sh" });
            new command.remote.Command("run", { connection, create: "sudo bash /tmp/harden.sh" }, { dependsOn: copied });
            new command.remote.Command("elsewhere", { connection: { ...connection, host: "198.18.0.11" }, create: "sudo bash /tmp/harden.sh" });
            new command.remote.Command("perl", { connection, create: "perl -pi -e 's/.*ClientAliveInterval.*/ClientAliveInterval 0/' ${sshd}" });
            new command.remote.Command("refused", { connection, create: "echo ClientAliveInterval 5min >> ${sshd}" });`,
        expected: [
            "advisory keepalive-text-read perl",
            "mandatory keepalive-enabled run",
            "mandatory sshd-config-accepted refused",
        ],
    },
    {
        what: "a component's children that transformations and transforms have rewritten",
        body: `
            require("tsx/cjs");
            const { SshKeepalive } = require(${JSON.stringify(join(root, "components"))});
            const args = { hosts: { web1: connection }, server: { clientAliveInterval: 90 } };
            const rewrite = (change) => ({ type, props, opts }) =>
                type !== "command:remote:Command" ? undefined : { props: { ...props, ...change(props) }, opts };
            const line = (create) => create.replace(/ClientAliveInterval \\d+/, "ClientAliveInterval 5");
            const other = "main() { echo ClientAliveInterval 0 >> ${sshd}; }\\nmain \\"$@\\"\\n";
            const changes = {
                line: ({ create }) => ({ create: pulumi.output(create).apply(line) }),
                late: ({ create }) => ({ create: pulumi.secret(create).apply(line) }),
                program: () => ({ stdin: '#\\n# p=$(cat)&&eval "$p"\\n# pulumi-ssh-keepalive\\n' + other }),
                key: ({ connection: all }) => ({ connection: pulumi.output(all).apply(({ hostKey, ...rest }) => rest) }),
            };
            for (const [name, change] of Object.entries(changes)) {
                const hosts = { [name]: { ...connection, host: name } };
                const transformed = name === "late" ? { transforms: [rewrite(change)] } : { transformations: [rewrite(change)] };
                new SshKeepalive(name, { ...args, hosts }, transformed);
            }`,
        expected: [
            "advisory host-key-pinned key-key",
            "advisory keepalive-text-read program-program",
            "mandatory keepalive-not-too-aggressive late-late",
            "mandatory keepalive-not-too-aggressive late-late",
            "mandatory keepalive-not-too-aggressive line-line",
            "mandatory keepalive-not-too-aggressive line-line",
        ],
    },
    {
        what: "copied files, user data and documents",
        body: `
            const text = new pulumi.asset.StringAsset("ClientAliveCountMax 0\\n");
            new Declared("command:remote:CopyToRemote", "text", { connection, source: text, remotePath: "${sshd}" });
            require("node:fs").writeFileSync("60.conf", "net.ipv4.tcp_keepalive_time = 9\\n");
            const file = new pulumi.asset.FileAsset("./60.conf");
            new Declared("command:remote:CopyToRemote", "file", { connection, source: file, remotePath: "/etc/sysctl.d/" });
            new Declared("aws:ec2/instance:Instance", "instance", { userData: "#!/bin/sh\\necho ClientAliveInterval 0 >> ${sshd}" });
            new Declared("aws:ec2/instance:Instance", "served", { publicIp: connection.host });
            new Declared("aws:ec2/instance:Instance", "bare", { ami: "ami-1" });
            const content = { schemaVersion: "2.2", mainSteps: [{ action: "aws:runShellScript", inputs: { runCommand: ["echo ClientAliveInterval 1 >> ${sshd}"] } }] };
            new Declared("aws:ssm/document:Document", "document", { content: JSON.stringify(content) });`,
        expected: [
            "advisory instance-has-keepalive bare",
            "mandatory keepalive-enabled instance",
            "mandatory keepalive-enabled text",
            "mandatory keepalive-enabled text",
            "mandatory keepalive-not-too-aggressive document",
            "mandatory keepalive-not-too-aggressive document",
            "mandatory kernel-keepalive-within-bounds file",
        ],
    },
];
