import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { daemonSet, machines, nodePools } from "../../support/policies/machines";
import { Project, root } from "./support";

const sshd = "/etc/ssh/sshd_config";

/** Never writes anything where the test runs, and is judged as if it did. */
function writes(line: string): string {
    return `test -e /no-such-file && echo '${line}' >> ${sshd}`;
}

const programs: { what: string; body: string; expected: string[] }[] = [
    {
        what: "a component with good settings",
        body: `
            require("tsx/cjs");
            const { SshKeepalive } = require(${JSON.stringify(join(root, "components"))});
            new SshKeepalive("good", { hosts: { web1: connection }, networkPath: ["aws-nat-gateway"] });`,
        expected: [],
    },
    {
        what: "a component with bad settings, said once and not again of its commands",
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

describe("the pack in the engine", () => {
    const project = new Project();

    before(() => void execFileSync("node", [join(root, "policies", "build.mjs")]));
    beforeEach(() => void delete project.environment.SSH_KEEPALIVE_STANDARD);
    after(() => project.remove());

    for (const { what, body, expected } of programs) {
        it(`judges ${what}`, () => {
            const { status, violations, output } = project.program(body).preview();
            assert.deepEqual(violations, expected, output);
            assert.equal(status === 0, !expected.some((each) => each.startsWith("mandatory")), output);
        });
    }

    it("stops an update before anything is applied", () => {
        const applied = JSON.stringify(`touch ${project.marker}`);
        project.program(`
            const first = new command.local.Command("first", { create: ${applied} });
            new command.local.Command("bad", { create: ${JSON.stringify(writes("ClientAliveInterval 0"))} }, { dependsOn: first });`);
        const { status, violations, output } = project.up();
        assert.notEqual(status, 0, output);
        assert.deepEqual(violations, ["mandatory keepalive-enabled bad"]);
        assert.equal(existsSync(project.marker), false);
        assert.match(
            output,
            /bad, create: ClientAliveInterval 0: .*must be greater than 0 .*Write ClientAliveInterval 90\./,
        );
    });

    it("judges a value on the update that no preview knows", () => {
        project.program(`
            const value = new command.local.Command("value", { create: "printf 0" });
            const create = pulumi.interpolate\`test -e /no-such-file && echo 'ClientAliveInterval \${value.stdout}' >> ${sshd}\`;
            new command.local.Command("later", { create });`);
        const preview = project.preview();
        assert.deepEqual([preview.status, preview.violations], [0, []], preview.output);
        assert.doesNotMatch(preview.output, /can't run policy/);
        const update = project.up("--skip-preview");
        assert.deepEqual(update.violations, ["mandatory keepalive-enabled later"], update.output);
        assert.notEqual(update.status, 0);
    });

    it("judges the state of a stack that was deployed without it", () => {
        project.program(
            `new command.local.Command("old", { create: ${JSON.stringify(writes("ClientAliveInterval 2"))}.replace("&&", "; test -e / ||") });`,
        );
        const deployed = project.run("up", "--yes", "--skip-preview");
        assert.equal(deployed.status, 0, deployed.output);
        const { status, violations, output } = project.run("policy", "analyze", "--policy-pack", "policies");
        assert.match(output, /keepalive-not-too-aggressive/);
        assert.equal(violations.includes("mandatory keepalive-not-too-aggressive old"), true, output);
        assert.notEqual(status, 0);
    });

    describe("with a configuration", () => {
        const body = `
            new command.remote.Command("classic", { connection, create: "printf 'ClientAliveInterval 120\\nClientAliveCountMax 30\\n' > ${sshd}.d/1.conf" });`;

        it("changes bounds, levels and the network path", () => {
            const config = project.file("config.json", {
                "dead-peer-detection-not-too-slow": { maxSeconds: 3719, enforcementLevel: "advisory" },
                "keepalive-not-too-aggressive": { minInterval: 121 },
                "keepalive-outlives-network-path": { networkPath: ["aws-nat-gateway", "240"] },
                "idle-session-timeout": "mandatory",
            });
            const { violations, output } = project.program(body).preview("--policy-pack-config", config);
            assert.deepEqual(
                violations,
                [
                    "advisory dead-peer-detection-not-too-slow classic",
                    "mandatory keepalive-not-too-aggressive classic",
                    "mandatory keepalive-outlives-network-path classic",
                ],
                output,
            );
        });

        it("tightens the bounds of one rule to a standard's", () => {
            const config = project.file("config.json", { "dead-peer-detection-not-too-slow": { standard: "stig" } });
            const { violations, output } = project.program(body).preview("--policy-pack-config", config);
            assert.deepEqual(violations, ["mandatory dead-peer-detection-not-too-slow classic"], output);
            assert.match(output, /ClientAliveCountMax 30: .*at most 1 is required \(DISA STIG .*exactly 1\)/);
        });

        it("tightens all rules to the standard that the environment names", () => {
            project.environment.SSH_KEEPALIVE_STANDARD = "ssh-baseline";
            const { violations, output } = project.program(body).preview();
            assert.deepEqual(
                violations,
                [
                    "mandatory dead-peer-detection-not-too-slow classic",
                    "mandatory keepalive-not-too-aggressive classic",
                ],
                output,
            );
        });

        it("turns on the rule without which the standard would judge nothing", () => {
            project.environment.SSH_KEEPALIVE_STANDARD = "pci";
            const { violations, output } = project
                .program(
                    `new command.remote.Command("idle", { connection, create: "printf 'ChannelTimeout session=3600\\\\n' > ${sshd}.d/1.conf" });`,
                )
                .preview();
            assert.deepEqual(violations, ["mandatory idle-session-timeout idle"], output);
        });

        it("lets a resource through for a reason, and says so", () => {
            const exceptions = [{ resource: "classic", reason: "long transfers over a satellite link" }];
            const config = project.file("config.json", {
                "dead-peer-detection-not-too-slow": { maxSeconds: 60, exceptions, enforcementLevel: "mandatory" },
            });
            const { status, violations, output } = project.program(body).preview("--policy-pack-config", config);
            assert.deepEqual(violations, ["advisory exceptions-in-use classic"], output);
            assert.equal(status, 0);
            assert.match(output, /because long transfers over a satellite link/);
        });

        it("refuses an unknown standard in the environment", () => {
            project.environment.SSH_KEEPALIVE_STANDARD = "iso";
            const { status, output } = project.program(body).preview();
            assert.notEqual(status, 0);
            assert.match(output, /keepalive-enabled: standard: standard must be one of/);
            assert.doesNotMatch(output, /(host-key-pinned|tcp-keepalive-not-alone): standard/, "said of one rule");
        });

        it("points out an exception that is for no resource", () => {
            const exceptions = [{ resource: "clasic", reason: "long transfers over a satellite link" }];
            const config = project.file("config.json", { "keepalive-enabled": { exceptions } });
            const { status, output } = project.program(body).preview("--policy-pack-config", config);
            assert.equal(status, 0, output);
            assert.match(output, /an exception of keepalive-enabled is for "clasic".*did you mean "classic"\?/);
        });

        const malformed: [string, object, RegExp][] = [
            [
                "a wrong type",
                { "keepalive-not-too-aggressive": { minInterval: "15" } },
                /keepalive-not-too-aggressive: minInterval: Invalid type/,
            ],
            [
                "an unknown standard",
                { "keepalive-enabled": { standard: "iso" } },
                /keepalive-enabled: standard: standard must be one of/,
            ],
            [
                "a hop that nobody knows",
                { "keepalive-outlives-network-path": { networkPath: ["aws-nat"] } },
                /keepalive-outlives-network-path: networkPath\.0/,
            ],
            [
                "a misspelt setting",
                { "dead-peer-detection-not-too-slow": { maxSecond: 9 } },
                /dead-peer-detection-not-too-slow has no setting maxSecond; did you mean "maxSeconds"\?/,
            ],
        ];
        for (const [what, content, expected] of malformed) {
            it(`refuses ${what} by name`, () => {
                const config = project.file("config.json", content);
                const { status, output } = project.program(body).preview("--policy-pack-config", config);
                assert.notEqual(status, 0);
                assert.match(output, expected);
                assert.doesNotMatch(output, /\n\s+at .*index\.js/);
            });
        }
    });
});
