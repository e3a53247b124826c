import assert from "node:assert/strict";
import * as engine from "../support/engine";
import { privateKey, publicKey } from "../support/keys";

const late =
    "const late = (value: any): any => pulumi.output(new Promise((resolve) => setTimeout(resolve, 20, value)));\n";

describe("What a user sees of bad inputs", () => {
    let workspace: engine.Workspace;

    before(async () => {
        workspace = await engine.makeWorkspace();
    });

    async function refused(program: string, command: "preview" | "up" = "preview"): Promise<string> {
        engine.useProgram(workspace, late + program);
        const { exitCode, stdout, events } = await workspace[command]();
        assert.notEqual(exitCode, 0);
        assert.ok(!Object.keys(engine.steps(events)).some((name) => name.startsWith("keepalive-")), stdout);
        const errors = engine.diagnostics(events, "error");
        assert.equal(errors.length, 1, stdout);
        assert.doesNotMatch(stdout, /\n\s+at |node_modules|propertyPath|\x1b/, "a stack, an object's dump or colours");
        return (errors[0] as string).replace(/^Running program .* failed with an unhandled exception:\n/, "").trim();
    }

    it("is every problem at once, one line each, and nothing else", async () => {
        const text = await refused(`
new SshKeepalive("keepalive", {
    hosts: { web1: { host: "192.0.2 .1", prt: 22 }, web2: { host: "192.0.2.2", privateKey: "~/.ssh/id_ed25519" } },
    server: { clientAliveInterval: "120" },
} as any);`);
        assert.deepEqual(text.split("\n"), [
            'SshKeepalive "keepalive": the inputs have 5 problems; nothing was touched.',
            '  - hosts.web1.host: "192.0.2 .1" (string) is not an IPv4 address; write four decimal numbers from 0 to 255 with dots between them, without leading zeros',
            '  - hosts.web1.prt: there is no such field; did you mean "port"?',
            "  - hosts.web1.privateKey: is missing, and so are a password and an SSH agent (SSH_AUTH_SOCK is not set); give the text of a private key, or a password, or start an agent (a host that asks for neither, as with Tailscale SSH, takes any password)",
            '  - hosts.web2.privateKey: this looks like the path of a key; give the key\'s text, for example of readFileSync(path, "utf8")',
            '  - server.clientAliveInterval: "120" (string) is not a whole number of seconds; write 120 without quotes',
        ]);
    });

    for (const command of ["preview", "up"] as const) {
        it(`is one report of bad values from other resources, whatever depends on them, without a secret (${command})`, async () => {
            const text = await refused(
                `
new SshKeepalive("keepalive", {
    hosts: {
        web1: { host: "192.0.2.1", user: pulumi.secret("my secret"), privateKey: pulumi.secret("/root/.ssh/id") },
        web2: late({ host: "192.0.2.2", port: 0, agentSocketPath: "/run/agent" }),
    },
    server: { clientAliveInterval: late(0.5) },
});`,
                command,
            );
            const untouched = command === "up" ? "nothing that depends on them" : "nothing";
            assert.deepEqual(text.split("\n").sort(), [
                '  - hosts.web1.privateKey: this looks like the path of a key; give the key\'s text, for example of readFileSync(path, "utf8")',
                '  - hosts.web1.user: [secret] is not a user name; write 1 to 256 printable characters without spaces, not beginning with "-", as a string',
                "  - hosts.web2.port: 0 (number) is not a whole number from 1 to 65535; write one, as a number",
                "  - server.clientAliveInterval: 0.5 (number) is not a whole number of seconds; write 1",
                `SshKeepalive "keepalive": the inputs have 4 problems; ${untouched} was touched.`,
            ]);
        });
    }

    it("is no error if an address is not known yet: the preview shows what will run there", async () => {
        engine.useProgram(
            workspace,
            `
const instance = new command.local.Command("instance", { create: "echo 192.0.2.1" });
new SshKeepalive("keepalive", {
    hosts: {
        web1: {
            host: instance.stdout,
            user: "admin",
            privateKey: ${JSON.stringify(privateKey)},
            hostKey: ${JSON.stringify(publicKey)},
        },
    },
    server: { clientAliveInterval: 120 },
});`,
        );
        const { exitCode, stdout, events } = await workspace.preview("--diff");
        assert.equal(exitCode, 0, stdout);
        assert.deepEqual(engine.diagnostics(events, "warning", "error"), []);
        assert.match(stdout, /create +: "sudo -n sh -c .* keepalive apply 'ClientAliveInterval 120' --owner /);
        assert.ok(!stdout.includes(privateKey.split("\n")[2] as string));
    });
});
