import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as engine from "../support/engine";
import { languageTools, putOnPath, unpackPlugin } from "../support/languages/plugin";
import { npm, pack } from "../support/packed";
import { pythonEnvironment } from "../support/python";
import * as hosts from "../support/testbed";
import { mustRun, run } from "../support/testbed/run";

const set = `engine-languages-${process.pid}`;
const name = "pulumi-ssh-keepalive";
const requirements = path.join(__dirname, "../support/languages/requirements.txt");

interface Schema {
    resources: Record<string, { inputProperties: object; properties: object; requiredInputs?: string[] }>;
    types: Record<string, { properties: object }>;
}

describe("A program in another language", () => {
    let folder: string;
    let tools: string;
    let plugin: string;
    let env: Record<string, string>;
    let host: hosts.Host;
    const workspaces: engine.Workspace[] = [];

    before(async () => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ssh-keepalive-languages-"));
        const [set1, built, tarball] = await Promise.all([
            hosts.up({ set, hosts: [{ name: "one" }] }),
            languageTools(),
            pack(folder),
        ]);
        host = set1.host("one");
        tools = built;
        plugin = await unpackPlugin(tarball, "plugin", path.join(folder, "unpacked"));
        await npm(plugin, "install", "--prefer-offline");
        const onPath = putOnPath(plugin, name, path.join(folder, "bin"));
        const toolchain = path.join(engine.repository, ".toolchain/bin");
        env = { PATH: [onPath, tools, toolchain, process.env["PATH"] ?? ""].join(":") };
    });
    after(async () => {
        workspaces.forEach(({ remove }) => remove());
        fs.rmSync(folder, { recursive: true, force: true });
        await hosts.down(set);
    });

    /** One of the examples, in a folder of its own, with a stack that is configured for the test host. */
    async function example(language: string, more: Record<string, string> = {}): Promise<engine.Workspace> {
        const project = path.join(folder, language);
        fs.cpSync(path.join(engine.repository, "examples", language), project, { recursive: true });
        const workspace = await engine.makeWorkspace({ set, checkout: project, env: { ...env, ...more } });
        workspaces.push(workspace);
        await workspace.configure("host", host.address);
        await workspace.configure("user", host.user);
        await workspace.configure("hostKey", host.hostKey);
        await workspace.configure("privateKey", host.privateKey, { secret: true });
        return workspace;
    }

    /** From nothing to a host with proven settings, and back. */
    async function livesAndDies(workspace: engine.Workspace): Promise<void> {
        const before = hosts.snapshot(host);
        const preview = await workspace.preview();
        assert.equal(preview.exitCode, 0, preview.output);
        assert.match(preview.output, /command:remote:Command keepalive-web1 create/);

        const up = await workspace.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["60"]);
        assert.equal((await hosts.sysctl(host)).time, 300);
        const outputs = await workspace.outputs();
        assert.equal(outputs["probePeriod"], 120); // OpenSSH 9.2 doubles it.
        assert.match(String(outputs["summary"]), /every 120 s/);
        const secret = host.privateKey.split("\n")[2] ?? "";
        assert.ok(secret.length > 40 && !workspace.state().includes(secret), "the private key is in the state");

        const again = await workspace.up();
        assert.equal(again.exitCode, 0, again.output);
        assert.doesNotMatch(again.output, /updated|replaced/);

        const destroyed = await workspace.destroy();
        assert.equal(destroyed.exitCode, 0, destroyed.output);
        assert.deepEqual(hosts.differences(before, hosts.snapshot(host)), []);
    }

    it("finds in the plugin's folder the schema that is checked in", async () => {
        const workspace = await engine.makeWorkspace({ env });
        workspaces.push(workspace);
        const { exitCode, stdout, stderr } = await workspace.pulumi("package", "get-schema", plugin);
        assert.equal(exitCode, 0, stderr);
        const told = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Schema;
        const kept = JSON.parse(fs.readFileSync(path.join(plugin, "schema.json"), "utf8")) as Schema;
        assert.deepEqual(outline(told), outline(kept));
    });

    it("in YAML applies and restores", async () => {
        await livesAndDies(await example("yaml"));
    });

    it("in YAML reports all bad inputs once, without any value that may be secret", async () => {
        const workspace = await example("yaml");
        const file = path.join(folder, "yaml/Pulumi.yaml");
        const bad = fs
            .readFileSync(file, "utf8")
            .replace("clientAliveInterval: 60", "clientAliveInterval: -5")
            .replace("privateKey: ${privateKey}", "password: ''\n          privateKey: hunter2-is-no-key");
        fs.writeFileSync(file, bad);
        const { exitCode, output } = await workspace.preview();
        assert.notEqual(exitCode, 0);
        const diagnostics = output.slice(output.indexOf("Diagnostics:"));
        for (const property of ["hosts.web1.password:", "hosts.web1.privateKey:", "server.clientAliveInterval:"])
            assert.equal(diagnostics.split(property).length, 2, diagnostics);

        assert.match(diagnostics, /3 problems; nothing was touched/);
        assert.doesNotMatch(output, /hunter2|with value/);
    });

    it("in YAML reports a host that cannot be reached in one error", async () => {
        const workspace = await example("yaml");
        const file = path.join(folder, "yaml/Pulumi.yaml");
        fs.cpSync(path.join(engine.repository, "examples/yaml/Pulumi.yaml"), file);
        const unreachable = fs
            .readFileSync(file, "utf8")
            .replace("host: ${host}", "host: ${host}\n          port: 1\n          dialErrorLimit: 1");
        fs.writeFileSync(file, unreachable);
        const { exitCode, output } = await workspace.up();
        assert.notEqual(exitCode, 0);
        const diagnostics = output.slice(output.indexOf("Diagnostics:"));
        assert.equal(diagnostics.split("connection refused").length, 2, diagnostics);
    });

    describe("in Python", () => {
        let sdk: string;
        let bin: string;
        before(async () => {
            const sources = path.join(folder, "sdk-python");
            await mustRun([path.join(tools, "gen-sdk"), "python", path.join(plugin, "schema.json"), sources]);
            bin = path.join(await pythonEnvironment("python", requirements), "bin");
            sdk = path.join(folder, "installed");
            const pip = [path.join(bin, "pip"), "install", "--quiet", "--disable-pip-version-check"];
            await mustRun([...pip, "--no-deps", "--no-build-isolation", "--target", sdk, sources], { timeout: 120 });
        });

        it("type-checks against the generated SDK, and does not with a wrong argument", async () => {
            const file = path.join(engine.repository, "examples/python/__main__.py");
            const mypy = (program: string): ReturnType<typeof run> =>
                run(
                    [
                        path.join(bin, "mypy"),
                        "--follow-imports=silent",
                        "--cache-dir",
                        path.join(folder, "mypy"),
                        program,
                    ],
                    {
                        env: { ...process.env, MYPYPATH: sdk },
                    },
                );
            const good = await mypy(file);
            assert.equal(good.exitCode, 0, good.stdout + good.stderr);
            const wrong = path.join(folder, "wrong.py");
            fs.writeFileSync(
                wrong,
                fs.readFileSync(file, "utf8").replace('"client_alive_interval": 60', '"client_alive_intervall": 60'),
            );
            const bad = await mypy(wrong);
            assert.notEqual(bad.exitCode, 0);
            assert.match(bad.stdout, /No overload variant of "SshKeepalive" matches/);
        });

        it("applies and restores", async () => {
            await livesAndDies(
                await example("python", {
                    PATH: `${bin}:${env["PATH"] ?? ""}`,
                    PYTHONPATH: sdk,
                    PYTHONDONTWRITEBYTECODE: "1",
                }),
            );
        });
    });

    it("in Go compiles against the generated SDK, and does not with a wrong argument", async () => {
        const sdk = path.join(folder, "sdk-go");
        await mustRun([path.join(tools, "gen-sdk"), "go", path.join(plugin, "schema.json"), sdk]);
        const package_ = path.join(sdk, "pulumisshkeepalive");
        const module_ = "example.com/pulumi-pulumi-ssh-keepalive/sdk/go/pulumi-ssh-keepalive";
        const project = path.join(folder, "go");
        fs.cpSync(path.join(engine.repository, "examples/go"), project, { recursive: true });
        // As `pulumi package add` links an SDK.
        const goMod = fs.readFileSync(path.join(project, "go.mod"), "utf8");
        fs.writeFileSync(path.join(package_, "go.mod"), goMod.replace(/^module .*/, `module ${module_}`));
        fs.appendFileSync(
            path.join(project, "go.mod"),
            `\nrequire ${module_} v0.0.0\nreplace ${module_} => ${package_}\n`,
        );
        const go = (...args: string[]): ReturnType<typeof run> => run(["go", ...args], { cwd: project, timeout: 300 });
        const tidy = await go("mod", "tidy");
        assert.equal(tidy.exitCode, 0, tidy.stderr);
        const vet = await go("vet", ".");
        assert.equal(vet.exitCode, 0, vet.stderr);
        const main = path.join(project, "main.go");
        fs.writeFileSync(main, fs.readFileSync(main, "utf8").replace("ClientAliveInterval:", "ClientAliveIntervall:"));
        const wrong = await go("vet", ".");
        assert.notEqual(wrong.exitCode, 0);
        assert.match(wrong.stderr, /unknown field ClientAliveIntervall/);
    });
});

/** What there is in a schema, whoever wrote it down. */
function outline({ resources, types }: Schema): unknown {
    return {
        resources: Object.entries(resources).map(([token, { inputProperties, properties, requiredInputs = [] }]) => [
            token,
            Object.keys(inputProperties).sort(),
            Object.keys(properties).sort(),
            requiredInputs,
        ]),
        types: Object.entries(types)
            .map(([token, { properties }]) => [token, Object.keys(properties).sort()])
            .sort(([one], [other]) => String(one).localeCompare(String(other))),
    };
}
