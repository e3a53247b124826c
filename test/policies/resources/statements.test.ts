import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { hostScript } from "../../../components/aws/hostScript";
import { commandLine } from "../../../components/remote/commandLine";
import { packedProgram, plainProgram } from "../../../components/remote/packing";
import { rules } from "../../../policies/pack";
import { rejecting, sshKeepalive, type TestedResource, unknown, violations } from "../support";

const bad = "echo 'ClientAliveInterval 0' >> /etc/ssh/sshd_config";

describe("judging resources", () => {
    const settings = ["ClientAliveInterval 0", "net.ipv4.tcp_keepalive_time = 2"];
    const call = { become: "sudo", owner: "project/dev/fleet", host: "web 1", run: "2026-01-01", settings };
    const line = commandLine("apply", call);
    const parent = `urn:pulumi:dev::project::my:index:Fleet$${sshKeepalive}::fleet`;
    const fleet = {
        type: sshKeepalive,
        urn: parent,
        props: { hosts: {}, server: { clientAliveInterval: 0 }, kernel: { time: 2 } },
    };
    const child = (props: object): TestedResource => ({
        type: "command:remote:Command",
        urn: `urn:pulumi:dev::project::my:index:Fleet$${sshKeepalive}$command:remote:Command::fleet-web1`,
        parent,
        props: { create: line, stdin: packedProgram("server"), ...props },
    });

    it("leaves an SshKeepalive's own commands to its args", async () => {
        assert.deepEqual(await rejecting(fleet), [
            "keepalive-enabled",
            "tcp-keepalive-not-alone",
            "kernel-keepalive-within-bounds",
        ]);
        assert.deepEqual(await rejecting(child({})), []);
    });

    it("checks an SshKeepalive's command that was rewritten to carry other settings", async () => {
        await rejecting(fleet);
        const create = line.replace("ClientAliveInterval 0", "ClientAliveInterval 5");
        assert.deepEqual(await rejecting(child({ create })), [
            "keepalive-not-too-aggressive",
            "kernel-keepalive-within-bounds",
        ]);
    });

    it("checks a child of an SshKeepalive that writes a whole sshd_config without the component's settings", async () => {
        await rejecting({ ...fleet, props: { hosts: {}, server: { clientAliveInterval: 90 } } });
        const create = "printf 'Port 22\\nTCPKeepAlive no\\n' > /etc/ssh/sshd_config";
        assert.deepEqual(await rejecting(child({ create, stdin: undefined })), ["keepalive-enabled"]);
    });

    const program = packedProgram("server");
    const [first = "", how = ""] = program.split("\n");
    const repacked = (text: string): string => [first, how, `#${gzipSync(text).toString("base64")}`, ""].join("\n");
    const evil = 'echo "$x" >> /opt/x';
    const altered: [string, string][] = [
        ["another main", repacked(`# pulumi-ssh-keepalive\nmain() { ${evil}; }\nmain "$@"\nexit\n`)],
        [
            "a command in an assignment",
            repacked(`# pulumi-ssh-keepalive\nx=$(${evil})\nmain() { :; }\nmain "$@"\nexit\n`),
        ],
        [
            "a plain program with another main",
            `#\n# p=$(cat)&&eval "$p"\n# pulumi-ssh-keepalive\nmain() { ${evil}; }\nmain "$@"\nexit\n`,
        ],
        ["a function more", plainProgram("server").replace('\nmain "$@"', `\nmore() { ${evil}; }\nmain "$@"`)],
        ["text after it", `${program}${evil}\n`],
        ["a first line that does something", program.replace(first, evil)],
    ];
    for (const [what, stdin] of altered) {
        it(`reports as unread a host program with ${what}, under an SshKeepalive and elsewhere`, async () => {
            await rejecting(fleet);
            const { parent: _, ...elsewhere } = child({ stdin });
            for (const resource of [child({ stdin }), elsewhere])
                assert.equal((await violations("keepalive-text-read", resource)).length, 1);
        });
    }

    it("knows each host program of this version, packed and plain", async () => {
        await rejecting(fleet);
        for (const name of ["server", "client", "userData"] as const) {
            for (const stdin of [packedProgram(name), plainProgram(name)])
                assert.deepEqual(await violations("keepalive-text-read", child({ stdin })), []);
        }
    });

    const other = "echo ClientAliveCountMax 0 >> /etc/ssh/sshd_config";
    const pretended: [string, object][] = [
        ["mentions the program", { create: `${other} # ${line}` }],
        ["does more than to run the program", { create: `${line}; ${other}` }],
        ["runs something else", { create: line.replace(/"\$\{p.*?\}"/, `"${other}"`) }],
        ["has another program", { stdin: `#\n# ${other}\n` }],
        [
            "has another program, packed",
            {
                stdin: `#\n# p=$(sed s/^#//|base64 -d|gzip -dc)&&eval "$p"\n#${gzipSync(other).toString("base64")}\n`,
            },
        ],
        ["has an interpreter", { create: other, interpreter: ["sh", "-c"] }],
        ["hands the program to another host", { create: other, interpreter: ["ssh", "root@h"] }],
    ];
    for (const [what, props] of pretended) {
        it(`checks a child of an SshKeepalive that ${what}`, async () => {
            await rejecting(fleet);
            const found = await violations("keepalive-enabled", child(props));
            assert.ok(
                found.some((message) => message.includes("ClientAliveCountMax 0")),
                found.join("\n"),
            );
        });
    }

    it("checks other children of an SshKeepalive", async () => {
        const urn = `urn:pulumi:dev::project::${sshKeepalive}$command:remote:Command::other`;
        assert.deepEqual(await rejecting({ type: "command:remote:Command", props: { create: bad }, urn }), [
            "keepalive-enabled",
        ]);
    });

    it("reads the host program's own command line wherever it runs", async () => {
        const script = hostScript({
            verb: "apply",
            owner: "a/b/c",
            settings,
            through: "cloud-init-per instance keepalive",
        });
        const userData = `#cloud-boothook\n${script}`;
        const found = await rejecting({ type: "aws:ec2/instance:Instance", props: { userData } });
        assert.deepEqual(found, ["keepalive-enabled", "kernel-keepalive-within-bounds"]);
    });

    it("follows a local command from its folder", async () => {
        const props = { create: "echo ClientAliveInterval 0 > 10.conf", dir: "/etc/ssh/sshd_config.d" };
        assert.deepEqual(await rejecting({ type: "command:local:Command", props }), ["keepalive-enabled"]);
        const elsewhere = { ...props, dir: "./build" };
        assert.deepEqual(await rejecting({ type: "command:local:Command", props: elsewhere }), []);
    });

    it("reports a setting once, even if create and update both have it", async () => {
        const props = { create: bad, update: bad };
        assert.equal((await violations("keepalive-enabled", { type: "command:remote:Command", props })).length, 1);
    });

    const open: [string, TestedResource][] = [
        ["a script", { type: "command:remote:Command", props: { create: unknown.string, connection: unknown.object } }],
        ["a standard input", { type: "command:remote:Command", props: { create: "sh -s", stdin: unknown.string } }],
        ["an interpreter", { type: "command:local:Command", props: { create: bad, interpreter: unknown.array } }],
        ["user data", { type: "aws:ec2/instance:Instance", props: { userData: unknown.string } }],
        [
            "a path",
            { type: "command:remote:CopyToRemote", props: { remotePath: unknown.string, source: unknown.asset } },
        ],
        ["a document", { type: "aws:ssm/document:Document", props: { content: unknown.string } }],
        [
            "every arg",
            { type: sshKeepalive, props: { hosts: unknown.object, server: unknown.object, kernel: unknown.object } },
        ],
    ];
    for (const [what, resource] of open) {
        it(`does not check ${what} that is not known yet, and does not throw`, async () => {
            for (const { name } of rules.filter((rule) => "validateResource" in rule)) {
                const found = await violations(name, resource);
                assert.ok(found.length === 0 || name === "keepalive-text-read", found.join("\n"));
            }
        });
    }

    it("repeats nothing of a text but keywords and numbers", async () => {
        const secret = "hunter2";
        const create = `export TOKEN=${secret}\necho "# ${secret}\nClientAliveInterval 0 # ${secret}" >> /etc/ssh/sshd_config`;
        const props = { create, connection: { host: "web1", password: secret }, environment: { TOKEN: secret } };
        for (const { name } of rules.filter((rule) => "validateResource" in rule)) {
            const messages = await violations(name, { type: "command:remote:Command", props });
            assert.doesNotMatch(messages.join(), new RegExp(secret));
        }
        assert.equal((await violations("keepalive-enabled", { type: "command:remote:Command", props })).length, 1);
    });
});
