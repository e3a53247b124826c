import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { commandsOf } from "../support/documents";
import * as engine from "../support/engine";
import { add, installTarball, languageTools, published } from "../support/languages/plugin";
import { pack } from "../support/packed";
import { pythonEnvironment } from "../support/python";
import { type Reader, reader } from "../support/reader";
import * as hosts from "../support/testbed";
import { mustRun, run } from "../support/testbed/run";

const set = `engine-languages-${process.pid}`;
const name = "pulumi-ssh-keepalive";
const requirements = path.join(__dirname, "../support/languages/requirements.txt");

interface Schema {
    resources: Record<string, { inputProperties: object; properties: object; requiredInputs?: string[] }>;
    types: Record<string, { properties: object }>;
    language: object;
}

describe("A program in another language", () => {
    let folder: string;
    let tools: string;
    let tarball: string;
    let plugin: string;
    let yaml: Reader;
    let env: Record<string, string>;
    let host: hosts.Host;

    before(async () => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ssh-keepalive-languages-"));
        const [running, built, packed] = await Promise.all([
            hosts.up({ set, hosts: [{ name: "one", user: "admin" }] }),
            languageTools(),
            pack(folder),
        ]);
        host = running.host("one");
        [tools, tarball] = [built, packed];
        env = { PATH: [tools, path.join(engine.repository, ".toolchain/bin"), process.env["PATH"] ?? ""].join(":") };
        yaml = exampleReader("yaml");
        await installTarball(yaml, tarball);
        await yaml.type(add);
        plugin = path.join(yaml.folder, "node_modules/pulumi-ssh-keepalive/plugin");
    });
    after(async () => {
        fs.rmSync(folder, { recursive: true, force: true });
        await hosts.down(set);
    });

    /** A reader of one of the examples, in a folder of their own. */
    function exampleReader(language: string, more: Record<string, string> = {}): Reader {
        const project = path.join(folder, language);
        fs.cpSync(path.join(engine.repository, "examples", language), project, { recursive: true });
        return reader({ folder: project, host, env: { ...env, ...more } });
    }

    /** The example's commands from the first on that is about the stack. */
    function stackCommands(document: string): string[] {
        const all = commandsOf(document);
        assert.deepEqual(all.slice(0, 2), [published, add]);
        assert.equal(all.at(-1), "pulumi up");
        return all.slice(2);
    }

    /** What the example's README says, from a new stack to a host with proven settings, and back to nothing. */
    async function livesAndDies({ type, state }: Reader, commands: readonly string[]): Promise<void> {
        const before = hosts.snapshot(host);
        for (const command of commands) await type(command);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["60"]);
        assert.equal((await hosts.sysctl(host)).time, 300);
        const outputs = JSON.parse(await type("pulumi stack output --json")) as Record<string, unknown>;
        assert.equal(outputs["probePeriod"], 120); // OpenSSH 9.2 doubles it.
        assert.match(String(outputs["summary"]), /every 120 s/);
        const secret = host.privateKey.split("\n")[2] ?? "";
        assert.ok(secret.length > 40 && !state().includes(secret), "the private key is in the state");

        assert.match(await type("pulumi up"), /Resources:\s+3 unchanged/);

        await type("pulumi destroy");
        assert.deepEqual(hosts.differences(before, hosts.snapshot(host)), []);
    }

    describe("in YAML", () => {
        const project = (): string => path.join(yaml.folder, "Pulumi.yaml");

        it("has the plugin of a packed tarball among its packages, by one command", () => {
            assert.match(fs.readFileSync(project(), "utf8"), /^ {2}pulumi-ssh-keepalive: \.\/node_modules\//m);
        });

        it("finds in the plugin's folder the schema that is checked in", async () => {
            const told = await yaml.type(`pulumi package get-schema ./node_modules/${name}/plugin`);
            const kept = fs.readFileSync(path.join(plugin, "schema.json"), "utf8");
            assert.deepEqual(outline(told.slice(told.indexOf("{"))), outline(kept));
        });

        it("applies and restores, by the commands of its README", async () => {
            await livesAndDies(yaml, stackCommands("examples/yaml/README.md"));
        });

        it("reports all bad inputs once, without any value that may be secret", async () => {
            const good = fs.readFileSync(project(), "utf8");
            const bad = good
                .replace("clientAliveInterval: 60", "clientAliveInterval: -5")
                .replace("privateKey: ${privateKey}", "password: ''\n          privateKey: hunter2-is-no-key");
            fs.writeFileSync(project(), bad);
            const output = await yaml.type("! pulumi preview --color never 2>&1");
            fs.writeFileSync(project(), good);
            const diagnostics = output.slice(output.indexOf("Diagnostics:"));
            for (const property of ["hosts.web1.password:", "hosts.web1.privateKey:", "server.clientAliveInterval:"])
                assert.equal(diagnostics.split(property).length, 2, diagnostics);

            assert.match(diagnostics, /3 problems; nothing was touched/);
            assert.doesNotMatch(output, /hunter2|with value/);
        });

        it("reports a host that cannot be reached in one error", async () => {
            const good = fs.readFileSync(project(), "utf8");
            fs.writeFileSync(
                project(),
                good.replace("host: ${host}", "$&\n          port: 1\n          dialErrorLimit: 1"),
            );
            const output = await yaml.type("! pulumi up --color never 2>&1");
            fs.writeFileSync(project(), good);
            const diagnostics = output.slice(output.lastIndexOf("Diagnostics:"));
            assert.equal(diagnostics.split("connection refused").length, 2, diagnostics);
        });
    });

    /** What `pulumi package add` writes into the project; the hosts of Python and Go that can be built lack its calls. */
    async function addSdk(language: string): Promise<string> {
        const sdk = path.join(folder, language, "sdks", name);
        await mustRun([path.join(tools, "gen-sdk"), language, path.join(plugin, "schema.json"), sdk]);
        fs.appendFileSync(path.join(folder, language, "Pulumi.yaml"), `packages:\n  ${name}: ${plugin}\n`);
        return sdk;
    }

    describe("in Python", () => {
        let python: Reader;
        let bin: string;
        let installed: string;
        before(async () => {
            const environment = await pythonEnvironment("python", requirements);
            bin = path.join(environment, "bin");
            installed = path.join(folder, "installed");
            python = exampleReader("python", {
                ...{ PYTHONPATH: installed, PYTHONDONTWRITEBYTECODE: "1" },
                PATH: `${bin}:${env["PATH"] ?? ""}`, // The host of Pulumi 3.66 does not look into the project's own venv.
            });
            fs.symlinkSync(environment, path.join(python.folder, "venv"));
            const sdk = await addSdk("python");
            const pip = [path.join(bin, "pip"), "install", "--quiet", "--disable-pip-version-check"];
            await mustRun([...pip, "--no-deps", "--no-build-isolation", "--target", installed, sdk], { timeout: 120 });
        });

        it("type-checks against the generated SDK, and does not with a wrong argument", async () => {
            const file = path.join(engine.repository, "examples/python/__main__.py");
            const checker = [
                path.join(bin, "mypy"),
                "--follow-imports=silent",
                "--cache-dir",
                path.join(folder, "mypy"),
            ];
            const mypy = (program: string): ReturnType<typeof run> =>
                run([...checker, program], { env: { ...process.env, MYPYPATH: installed } });
            const good = await mypy(file);
            assert.equal(good.exitCode, 0, good.stdout + good.stderr);
            const wrong = path.join(folder, "wrong.py");
            const text = fs.readFileSync(file, "utf8");
            fs.writeFileSync(wrong, text.replace('"client_alive_interval": 60', '"client_alive_intervall": 60'));
            const bad = await mypy(wrong);
            assert.notEqual(bad.exitCode, 0);
            assert.match(bad.stdout, /No overload variant of "SshKeepalive" matches/);
        });

        it("applies and restores, by the commands of its README", async () => {
            await livesAndDies(python, stackCommands("examples/python/README.md"));
        });
    });

    describe("in Go", () => {
        let go: Reader;
        before(async () => {
            // What is built once is found again, and nothing is looked up from the hosts' network.
            go = exampleReader("go", { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" });
            await addSdk("go");
            const sdk = "example.com/pulumi-ssh-keepalive/sdk/go";
            await go.type(`go mod edit -require ${sdk}@v0.0.0 -replace ${sdk}=./sdks/${name}`);
            await go.type("go mod tidy");
        });

        it("does not compile with a wrong argument", async () => {
            const main = path.join(folder, "go/main.go");
            const program = fs.readFileSync(main, "utf8");
            fs.writeFileSync(main, program.replace("ClientAliveInterval:", "ClientAliveIntervall:"));
            const told = await go.type("! go build -o /dev/null . 2>&1");
            fs.writeFileSync(main, program);
            assert.match(told, /unknown field ClientAliveIntervall/);
        });

        it("applies and restores, by the commands of its README", async () => {
            await go.type("go build -o /dev/null .");
            await livesAndDies(go, stackCommands("examples/go/README.md"));
        });
    });
});

/** The content of a schema, without the order in which it was written. */
function outline(text: string): unknown {
    const { resources, types, language } = JSON.parse(text) as Schema;
    return {
        language,
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
