import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { HostReport } from "../../components";
import { commandsOf, programOf } from "../support/documents";
import * as engine from "../support/engine";
import { deadLinks } from "../support/links";
import { type NpmRegistry, startRegistry } from "../support/npmRegistry";
import { pack } from "../support/packed";
import { type Reader, reader } from "../support/reader";
import { temporaryFolder } from "../support/temporaryFolder";
import * as hosts from "../support/testbed";
import { mustRun, run } from "../support/testbed/run";
import { checkContents } from "./packageContents";
import { common, documentedPrograms, javascript, resolutions, strict, typescript } from "./packagePrograms";

const set = `engine-package-${process.pid}`;
const manifest = JSON.parse(fs.readFileSync(path.join(engine.repository, "package.json"), "utf8")) as {
    version: string;
    devDependencies: Record<string, string>;
};

describe("The npm package", function () {
    this.bail(true);
    const folder = temporaryFolder();
    let tarball: string;
    let registry: NpmRegistry;
    let host: hosts.Host;

    before(async () => {
        const running = await hosts.up({ set, hosts: [{ name: "one", user: "admin" }] });
        host = running.host("one");
        tarball = await pack(folder);
        registry = await startRegistry(tarball);
    });
    after(async () => {
        registry.close();
        await hosts.down(set);
    });

    function tool(name: string, ...args: string[]): ReturnType<typeof run> {
        return run([path.join(engine.repository, "node_modules/.bin", name), ...args]);
    }

    /** A new project, made as the document describes. */
    async function start(name: string): Promise<Reader> {
        const project = path.join(folder, name);
        fs.mkdirSync(project);
        const made = reader({ folder: project, host, env: registry.env });
        await made.follow("docs/installation-configuration.md", "A project from nothing", /^(npm|printf) /);
        return made;
    }

    /** Writes a program from a document, for the test's host. */
    function writeProgram({ folder: project }: Reader, file: string, text: string): void {
        fs.writeFileSync(path.join(project, file), text.replaceAll("203.0.113.10", host.address));
    }

    /** A stack of the project that a test can inspect, and the inputs of the tests' own programs. */
    async function stackOf({ folder: project }: Reader): Promise<engine.Workspace> {
        const workspace = await engine.makeWorkspace({ set, checkout: project });
        workspace.write("hosts.json", JSON.stringify({ one: engine.connectionTo(host) }));
        workspace.write("server.json", JSON.stringify({ clientAliveInterval: 75 }));
        return workspace;
    }

    /** Asserts that the settings of the documents' programs are effective, and that a destroy restores them. */
    async function assertAppliesAndRestores({ run }: Reader, before: hosts.Snapshot): Promise<void> {
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["60"]);
        const reports = JSON.parse(await run("pulumi stack output reports --json")) as Record<string, HostReport>;
        assert.equal(reports["web1"]?.effective["ClientAliveInterval"], "60");
        await run("pulumi destroy");
        assert.deepEqual(hosts.differences(before, hosts.snapshot(host)), []);
    }

    async function assertApplied(workspace: engine.Workspace): Promise<Record<string, unknown>> {
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["75"]);
        const outputs = await workspace.outputs();
        assert.equal((outputs["reports"] as Record<string, HostReport>)["one"]?.effective["ClientAliveInterval"], "75");
        return outputs;
    }

    async function assertRestored(workspace: engine.Workspace): Promise<void> {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["0"]);
    }

    it("contains what it needs, and none of its tests and tools", () => checkContents(tarball));

    it("has documents whose links lead to what it contains", async () => {
        const unpacked = path.join(folder, "unpacked");
        fs.mkdirSync(unpacked);
        await mustRun(["tar", "-xzf", tarball, "-C", unpacked, "--strip-components=1"]);
        const contents = fs.readdirSync(unpacked, { recursive: true, encoding: "utf8" });
        const documents = contents.filter((file) => file.endsWith(".md"));
        assert.ok(documents.length > 40, documents.join());
        assert.deepEqual(deadLinks(unpacked, documents), []);
    });

    it("passes publint", async () => {
        const { exitCode, stdout } = await tool("publint", "run", tarball, "--strict");
        assert.equal(exitCode, 0, stdout);
    });

    it("has types for every kind of module resolution, including those of /aws", async () => {
        const { exitCode, stdout } = await tool("attw", tarball, "--no-color", "--format", "ascii");
        assert.equal(exitCode, 0, stdout);
        assert.match(stdout, /"pulumi-ssh-keepalive\/aws"/);
    });

    describe("in a CommonJS project from nothing", () => {
        let js: Reader;
        let workspace: engine.Workspace;
        before(async () => {
            js = await start("js-program");
            workspace = await stackOf(js);
            workspace.write("index.js", javascript);
        });

        it("applies and restores", async () => {
            await assertApplied(workspace);
            await assertRestored(workspace);
        });

        it("includes a policy pack that rejects an aggressive interval in a preview, and accepts the rest", async () => {
            await js.run("pulumi stack init policies");
            await js.follow("README.md", "Policies", /node_modules/);
            const [command = ""] = commandsOf("policies/README.md", "SSH keepalive policies", /node_modules/);
            workspace.write("server.json", JSON.stringify({ clientAliveInterval: 5, clientAliveCountMax: 1 }));
            assert.match(await js.run(`! ${command} 2>&1`), /\[mandatory\].*keepalive-not-too-aggressive/);
        });

        it("includes a command line, which explains settings and hosts, and opens a page", async () => {
            assert.equal(await js.run("npx pulumi-ssh-keepalive --version"), `${manifest.version}\n`);
            const [explained = ""] = await js.follow("README.md", "Explain and measure", / explain /);
            assert.match(explained, /aws-nat-gateway/);
            const [lost = ""] = commandsOf("docs/timing.md", "Using the model", / explain --interval/);
            assert.match(await js.run(`${lost} || test $? = 1`), /Azure Load Balancer/); // The document says this about such a path.
            const [live = ""] = await js.follow("docs/timing.md", "Using the model", / explain --host/);
            assert.match(live, /admin@web1\.example\.com, OpenSSH 9\.2/);

            const opened = path.join(js.folder, "opened");
            const opener = path.join(js.folder, ".home/bin/xdg-open");
            fs.writeFileSync(opener, `#!/bin/sh\necho "$1" >'${opened}'\n`, { mode: 0o755 });
            await js.follow("docs/page.md", "The page");
            assert.match(fs.readFileSync(opened, "utf8"), /^file:.*page\.html/);
            for (const file of ["keepalive.html", "stig.html"])
                assert.match(fs.readFileSync(path.join(js.folder, file), "utf8"), /^<!doctype html>/i, file);
        });

        it("installs and uninstalls as the documents say", async () => {
            await js.follow("examples/pipeline-github-actions/README.md", "Policies in a pipeline");
            await js.run("npm uninstall pulumi-ssh-keepalive");
            assert.ok(!fs.existsSync(path.join(js.folder, "node_modules/pulumi-ssh-keepalive")));
        });
    });

    it("applies and restores by the README's program, in an ES module project from nothing", async () => {
        const before = hosts.snapshot(host);
        const esm = await start("esm-program");
        await esm.run("npm pkg set type=module");
        writeProgram(esm, "index.js", programOf("README.md", "A program", "ts"));
        fs.copyFileSync(path.join(esm.folder, ".home/.ssh/id_ed25519"), path.join(esm.folder, "id_ed25519"));
        await esm.follow("README.md", "A program");
        await esm.run("pulumi stack init dev");
        await esm.run("pulumi up");
        assert.equal((await hosts.sysctl(host)).time, 300);
        await assertAppliesAndRestores(esm, before);
    });

    describe("in a TypeScript project from nothing", () => {
        let ts: Reader;
        let workspace: engine.Workspace;
        const tsc = (): ReturnType<typeof run> => run(["node_modules/.bin/tsc", "-p", "."], { cwd: ts.folder });
        before(async () => {
            ts = await start("ts-program");
        });

        it("applies and restores by the registry's first program", async () => {
            const before = hosts.snapshot(host);
            writeProgram(ts, "index.ts", programOf("docs/_index.md", "Example", "typescript"));
            await ts.follow("docs/installation-configuration.md", "A project from nothing", /^pulumi /);
            await assertAppliesAndRestores(ts, before);

            // Only the following tests need this.
            const { typescript: compiler, "@types/node": types } = manifest.devDependencies;
            await ts.run(`npm install --save-dev 'typescript@${compiler}' '@types/node@${types}'`);
            workspace = await stackOf(ts);
            workspace.write("tsconfig.json", JSON.stringify(strict));
        });

        it("type-checks, strictly", async () => {
            workspace.write("index.ts", typescript);
            const { exitCode, stdout } = await tsc();
            assert.equal(exitCode, 0, stdout);
        });

        for (const [name, { type, options }] of Object.entries(resolutions)) {
            it(`type-checks each program of the documents, with ${name}`, async () => {
                const project = path.join(folder, "ts-program");
                // /aws needs the AWS SDK.
                const sdk = path.join(project, "node_modules/@pulumi/aws");
                if (!fs.existsSync(sdk)) fs.symlinkSync(path.join(engine.repository, "node_modules/@pulumi/aws"), sdk);
                const programs = documentedPrograms().map((text, at) => ({ file: `program${at}.ts`, text }));
                for (const { file, text } of programs) fs.writeFileSync(path.join(project, file), text);
                const packageFile = path.join(project, "package.json");
                const before = fs.readFileSync(packageFile, "utf8");
                fs.writeFileSync(packageFile, JSON.stringify({ ...(JSON.parse(before) as object), type }));
                const compilerOptions = { ...common, ...options };
                const files = programs.map(({ file }) => file);
                fs.writeFileSync(path.join(project, "tsconfig.docs.json"), JSON.stringify({ compilerOptions, files }));
                const { exitCode, stdout } = await run(["node_modules/.bin/tsc", "-p", "tsconfig.docs.json"], {
                    cwd: project,
                });
                fs.writeFileSync(packageFile, before);
                assert.equal(exitCode, 0, stdout);
            });
        }

        it("does not type-check with a wrong argument", async () => {
            workspace.write("index.ts", typescript.replace("pulumi.output(75)", '"75"').replace("{ time:", "{ tiem:"));
            const { exitCode, stdout } = await tsc();
            assert.notEqual(exitCode, 0);
            assert.match(stdout, /index\.ts\(7,\d+\): error TS2322: Type 'string' is not assignable/);
            assert.match(stdout, /'tiem' does not exist in type/);
        });

        it("applies and restores", async () => {
            workspace.write("index.ts", typescript);
            assert.deepEqual((await assertApplied(workspace))["seconds"], [150]);
            assert.equal((await hosts.sysctl(host)).time, 200);
            await assertRestored(workspace);
            assert.equal((await hosts.sysctl(host)).time, 7200);
        });
    });
});
