import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { commandsOf, programOf } from "../support/documents";
import * as engine from "../support/engine";
import { failing } from "../support/languages/failing";
import { outline } from "../support/languages/outline";
import { languageTools } from "../support/languages/plugin";
import { type NpmRegistry, startRegistry } from "../support/npmRegistry";
import { pack } from "../support/packed";
import { pythonEnvironment } from "../support/python";
import { type Reader, reader } from "../support/reader";
import { temporaryFolder } from "../support/temporaryFolder";
import * as hosts from "../support/testbed";
import { mustRun, run } from "../support/testbed/run";

const set = `engine-languages-${process.pid}`;
const name = "pulumi-ssh-keepalive";
/** The commands of the YAML example before its update, and those of the other examples after the plugin is added. */
const preparing = /^(npm install|pulumi (package add|stack|config)) /;
const staging = /^pulumi (stack|config|up)/;
const requirements = path.join(__dirname, "../support/languages/requirements.txt");

describe("A program in another language", () => {
    const folder = temporaryFolder();
    let tools: string;
    let tarball: string;
    let registry: NpmRegistry;
    let plugin: string;
    let yaml: Reader;
    let env: Record<string, string>;
    let host: hosts.Host;

    before(async () => {
        const [running, built, packed] = await Promise.all([
            hosts.up({ set, hosts: [{ name: "one", user: "admin" }] }),
            languageTools(),
            pack(folder),
        ]);
        host = running.host("one");
        [tools, tarball] = [built, packed];
        registry = await startRegistry(tarball);
        const PATH = [tools, path.join(engine.repository, ".toolchain/bin"), process.env["PATH"] ?? ""].join(":");
        env = { ...registry.env, PATH };
        yaml = exampleReader("yaml");
        await yaml.follow("examples/yaml/README.md", "SSH keepalive from a YAML program", preparing);
        plugin = path.join(yaml.folder, "node_modules/pulumi-ssh-keepalive/plugin");
    });
    after(async () => {
        registry.close();
        await hosts.down(set);
    });

    /** Makes a reader with only a few files, in a directory of their own. */
    function emptyReader(name: string, files: Record<string, string>, variables = env): Reader {
        const project = path.join(folder, name);
        fs.mkdirSync(project);
        for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(project, file), text);
        return reader({ folder: project, host, env: variables });
    }

    /** Makes a reader of one of the examples, in a directory of their own. */
    function exampleReader(language: string, more: Record<string, string> = {}): Reader {
        const project = path.join(folder, language);
        fs.cpSync(path.join(engine.repository, "examples", language), project, { recursive: true });
        return reader({ folder: project, host, env: { ...env, ...more } });
    }

    /** Follows the example's README from a new stack to a host with proven settings, and through the destroy. */
    async function assertAppliesAndRestores({ run, state }: Reader, follow: () => Promise<unknown>): Promise<void> {
        const before = hosts.snapshot(host);
        await follow();
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["60"]);
        assert.equal((await hosts.sysctl(host)).time, 300);
        const outputs = JSON.parse(await run("pulumi stack output --json")) as Record<string, unknown>;
        assert.equal(outputs["probePeriod"], 120); // OpenSSH 9.2 doubles it.
        assert.match(String(outputs["summary"]), /every 120 s/);
        const secret = host.privateKey.split("\n")[2] ?? "";
        assert.ok(secret.length > 40 && !state().includes(secret), "the private key is in the state");

        assert.match(await run("pulumi up"), /Resources:\s+3 unchanged/);

        await run("pulumi destroy");
        assert.deepEqual(hosts.differences(before, hosts.snapshot(host)), []);
    }

    describe("in YAML", () => {
        const project = (): string => path.join(yaml.folder, "Pulumi.yaml");

        it("has the plugin of a packed tarball among its packages, by one command", () => {
            assert.match(fs.readFileSync(project(), "utf8"), /^ {2}pulumi-ssh-keepalive: \.\/node_modules\//m);
        });

        it("finds in the plugin's folder the schema that is checked in", async () => {
            const details = await yaml.run(`pulumi package get-schema ./node_modules/${name}/plugin`);
            const kept = fs.readFileSync(path.join(plugin, "schema.json"), "utf8");
            assert.deepEqual(outline(details.slice(details.indexOf("{"))), outline(kept));
        });

        it("applies and restores, by the commands of its README", async () => {
            await assertAppliesAndRestores(yaml, () =>
                yaml.follow("examples/yaml/README.md", "SSH keepalive from a YAML program", /^pulumi up/),
            );
        });

        it("takes a project from nothing to a host with proven settings, by the registry's pages", async () => {
            const before = hosts.snapshot(host);
            const program = programOf("docs/_index.md", "Example", "yaml").replaceAll("203.0.113.10", host.address);
            const { follow, run } = emptyReader("started", { "Pulumi.yaml": program });
            await follow("docs/installation-configuration.md", "Installation");
            await follow("docs/installation-configuration.md", "A project from nothing", /^pulumi /);
            assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["60"]);
            await run("pulumi destroy");
            assert.deepEqual(hosts.differences(before, hosts.snapshot(host)), []);
        });

        it("finds the plugin of a packed tarball, without any registry that has the package", async () => {
            const files = { "Pulumi.yaml": "name: packed\nruntime: yaml\n" };
            const packed = emptyReader("packed", files, { PATH: env["PATH"] ?? "" });
            fs.copyFileSync(tarball, path.join(packed.folder, path.basename(tarball)));
            await packed.follow("docs/installation-configuration.md", "From a packed tarball");
            const added = fs.readFileSync(path.join(packed.folder, "Pulumi.yaml"), "utf8");
            assert.match(added, /^ {2}pulumi-ssh-keepalive: \.\/node_modules\//m);
        });

        it("pins the host's key, wherever the document on that gets it", async () => {
            const [own = "", scan = ""] = commandsOf("docs/host-keys.md", "Where to get it");
            assert.ok((await hosts.mustExec(host, own)).startsWith(host.hostKey));
            assert.ok((await yaml.run(scan)).includes(host.hostKey));
        });

        it("reports all bad inputs once, without any value that may be secret", async () => {
            const [output, diagnostics] = await failing(yaml, "pulumi preview", (program) =>
                program
                    .replace("clientAliveInterval: 60", "clientAliveInterval: -5")
                    .replace("privateKey: ${privateKey}", "password: ''\n          privateKey: hunter2-is-no-key"),
            );
            for (const property of ["hosts.web1.password:", "hosts.web1.privateKey:", "server.clientAliveInterval:"])
                assert.equal(diagnostics.split(property).length, 2, diagnostics);

            assert.match(diagnostics, /3 problems; nothing was touched/);
            assert.doesNotMatch(output, /hunter2|with value/);
        });

        it("fails an update in which a host ran something else, even if no output is used", async () => {
            const forced = "/etc/ssh/sshd_config.d/50-forced.conf";
            const reload = 'kill -HUP "$(cat /run/sshd.pid)"';
            await hosts.mustExec(host, `echo 'ForceCommand /bin/echo gone' >${forced} && ${reload}`);
            const [, diagnostics] = await failing(yaml, "pulumi up", (text) => text.replace(/\noutputs:(\n .*)+/, ""));
            await hosts.mustExec(host, `rm ${forced} && ${reload}`);
            await yaml.run("pulumi destroy");
            assert.match(diagnostics, /web1: the host program's report is missing; it printed "gone"/);
            assert.match(diagnostics, /SshKeepalive "keepalive": the errors of these hosts fail this update: web1\./);
        });

        it("reports a host that cannot be reached in one error", async () => {
            const [, diagnostics] = await failing(yaml, "pulumi up", (program) =>
                program.replace("host: ${host}", "$&\n          port: 1\n          dialErrorLimit: 1"),
            );
            assert.equal(diagnostics.split("connection refused").length, 2, diagnostics);
        });
    });

    /**
     * Writes what `pulumi package add` writes into the project. The hosts of Python and Go that can be built do not
     * support its calls.
     */
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
                PYTHONPATH: installed,
                PYTHONDONTWRITEBYTECODE: "1",
                PATH: `${bin}:${env["PATH"] ?? ""}`, // The host of Pulumi 3.66 does not look for the project's venv.
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
            await assertAppliesAndRestores(python, () =>
                python.follow("examples/python/README.md", "SSH keepalive from a Python program", staging),
            );
        });
    });

    describe("in Go", () => {
        let go: Reader;
        before(async () => {
            // The build cache is reused, and nothing is downloaded from within the hosts' network.
            go = exampleReader("go", { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" });
            await addSdk("go");
            const sdk = "example.com/pulumi-ssh-keepalive/sdk/go";
            await go.run(`go mod edit -require ${sdk}@v0.0.0 -replace ${sdk}=./sdks/${name}`);
            await go.run("go mod tidy");
        });

        it("does not compile with a wrong argument", async () => {
            const main = path.join(folder, "go/main.go");
            const program = fs.readFileSync(main, "utf8");
            fs.writeFileSync(main, program.replace("ClientAliveInterval:", "ClientAliveIntervall:"));
            const details = await go.run("! go build -o /dev/null . 2>&1");
            fs.writeFileSync(main, program);
            assert.match(details, /unknown field ClientAliveIntervall/);
        });

        it("applies and restores, by the commands of its README", async () => {
            await go.run("go build -o /dev/null .");
            await assertAppliesAndRestores(go, () =>
                go.follow("examples/go/README.md", "SSH keepalive from a Go program", staging),
            );
        });
    });
});
