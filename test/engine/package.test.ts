import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { HostReport } from "../../components";
import * as engine from "../support/engine";
import { npm, pack } from "../support/packed";
import * as hosts from "../support/testbed";
import { mustRun, run } from "../support/testbed/run";
import { common, documentedPrograms, esm, javascript, resolutions, strict, typescript } from "./packagePrograms";

const set = `engine-package-${process.pid}`;
const manifest = JSON.parse(fs.readFileSync(path.join(engine.repository, "package.json"), "utf8")) as {
    version: string;
    devDependencies: Record<string, string>;
};

describe("The npm package", function () {
    this.bail(true);
    let folder: string;
    const workspaces: engine.Workspace[] = [];
    let tarball: string;
    let host: hosts.Host;

    before(async () => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ssh-keepalive-package-"));
        const running = await hosts.up({ set, hosts: [{ name: "one" }] });
        host = running.host("one");
        tarball = await pack(folder);
    });
    after(async () => {
        workspaces.forEach(({ remove }) => remove());
        fs.rmSync(folder, { recursive: true, force: true });
        await hosts.down(set);
    });

    function tool(name: string, ...args: string[]): ReturnType<typeof run> {
        return run([path.join(engine.repository, "node_modules/.bin", name), ...args]);
    }

    /** A fresh project that has nothing but its program and the tarball among its dependencies. */
    async function install(name: string, program: string, files: Record<string, object>): Promise<engine.Workspace> {
        const project = path.join(folder, name);
        fs.mkdirSync(project);
        const all = {
            "package.json": {
                name,
                version: "1.0.0",
                private: true,
                dependencies: { "pulumi-ssh-keepalive": `file:${tarball}` },
            },
            "hosts.json": { one: engine.connectionTo(host) },
            "server.json": { clientAliveInterval: 75 },
            ...files,
        };
        for (const [file, content] of Object.entries(all))
            fs.writeFileSync(path.join(project, file), JSON.stringify(content));

        fs.writeFileSync(path.join(project, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: ${program}\n`);
        await npm(project, "install", "--prefer-offline");
        const workspace = await engine.makeWorkspace({ set, checkout: project });
        workspaces.push(workspace);
        return workspace;
    }

    async function lives(workspace: engine.Workspace): Promise<Record<string, unknown>> {
        const { exitCode, output } = await workspace.up();
        assert.equal(exitCode, 0, output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["75"]);
        const outputs = await workspace.outputs();
        assert.equal((outputs["reports"] as Record<string, HostReport>)["one"]?.effective["ClientAliveInterval"], "75");
        return outputs;
    }

    async function dies(workspace: engine.Workspace): Promise<void> {
        const { exitCode, output } = await workspace.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual((await hosts.effective(host)).get("clientaliveinterval"), ["0"]);
    }

    it("contains what it needs, and none of its tests and tools", async () => {
        const files = (await mustRun(["tar", "-tzf", tarball])).trim().split("\n");
        for (const file of [
            "package.json",
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
            "dist/components/index.js",
            "dist/components/index.d.ts",
            "dist/components/shell/server/main.sh",
            "dist/cli/main.js",
            "policies/PulumiPolicy.yaml",
            "policies/package.json",
            "policies/bin/index.js",
        ])
            assert.ok(files.includes(`package/${file}`), `${file} is not in ${files.join(" ")}`);

        const strangers = files.filter(
            (file) =>
                !/^package\/(dist\/(cli|components|core)\/|(policies|plugin|docs|examples)\/|page\/bin\/page\.html$|[A-Z]+(\.md)?$|package\.json$)/.test(
                    file,
                ),
        );
        assert.deepEqual(strangers, []);
        assert.deepEqual(
            files.filter((file) => /\.test\.|node_modules|\.env|Pulumi\..*\.yaml/.test(file)),
            [],
        );
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

    describe("in a fresh JavaScript program", () => {
        let workspace: engine.Workspace;
        before(async () => {
            workspace = await install("js-program", "index.js", {});
            workspace.write("index.js", javascript);
        });

        it("applies and restores", async () => {
            await lives(workspace);
            await dies(workspace);
        });

        it("includes a policy pack that rejects an aggressive interval in a preview, and accepts the rest", async () => {
            const pack = ["--policy-pack", "node_modules/pulumi-ssh-keepalive/policies"];
            const good = await workspace.preview(...pack);
            assert.equal(good.exitCode, 0, good.output);
            workspace.write("server.json", JSON.stringify({ clientAliveInterval: 5, clientAliveCountMax: 1 }));
            const bad = await workspace.preview(...pack);
            assert.notEqual(bad.exitCode, 0, bad.output);
            assert.match(bad.output, /\[mandatory\].*keepalive-not-too-aggressive/);
        });

        it("includes a command line", async () => {
            const bin = path.join(folder, "js-program/node_modules/.bin/pulumi-ssh-keepalive");
            assert.equal((await run([bin, "--version"])).stdout, `${manifest.version}\n`);
            const explained = await run([bin, "explain", "--interval", "120", "--count", "30"]);
            assert.equal(explained.exitCode, 0, explained.stderr);
            assert.match(explained.stdout, /3720/);
        });
    });

    it("applies and restores in a fresh ES module program", async () => {
        const workspace = await install("esm-program", "index.js", {
            "package.json": {
                ...{ name: "esm-program", version: "1.0.0", private: true, type: "module" },
                dependencies: { "pulumi-ssh-keepalive": `file:${tarball}` },
            },
        });
        workspace.write("index.js", esm);
        await lives(workspace);
        await dies(workspace);
    });

    describe("in a fresh TypeScript program", () => {
        let workspace: engine.Workspace;
        const tsc = (): ReturnType<typeof run> =>
            run(["node_modules/.bin/tsc", "-p", "."], { cwd: path.join(folder, "ts-program") });
        before(async () => {
            const { typescript: compiler, "@types/node": types } = manifest.devDependencies;
            workspace = await install("ts-program", "index.ts", {
                "package.json": {
                    ...{ name: "ts-program", version: "1.0.0", private: true },
                    dependencies: { "pulumi-ssh-keepalive": `file:${tarball}` },
                    devDependencies: { typescript: compiler, "@types/node": types },
                },
                "tsconfig.json": strict,
            });
        });

        it("type-checks, strictly", async () => {
            workspace.write("index.ts", typescript);
            const { exitCode, stdout } = await tsc();
            assert.equal(exitCode, 0, stdout);
        });

        for (const [name, { type, options }] of Object.entries(resolutions)) {
            it(`type-checks each program of the documents, with ${name}`, async () => {
                const project = path.join(folder, "ts-program");
                // /aws is for those who have AWS's SDK.
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
            assert.deepEqual((await lives(workspace))["seconds"], [150]);
            assert.equal((await hosts.sysctl(host)).time, 200);
            await dies(workspace);
            assert.equal((await hosts.sysctl(host)).time, 7200);
        });
    });
});
