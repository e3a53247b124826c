import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { Project, root } from "./support";

const body = `new command.local.Command("bad", { create: "test -e /no-such-file && echo 'ClientAliveInterval 0' >> /etc/ssh/sshd_config" });`;

describe("the pack outside the checkout", () => {
    const project = new Project().program(body);

    before(() => void execFileSync("node", [join(root, "policies", "build.mjs")]));

    it("imports nothing but its own dependencies", () => {
        const own = JSON.parse(readFileSync(join(root, "policies", "package.json"), "utf8")) as {
            dependencies: Record<string, string>;
        };
        const bundle = readFileSync(join(root, "policies", "bin", "index.js"), "utf8");
        const required = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!.replace(/^node:/, ""));
        const outside = required.filter((name) => !builtinModules.includes(name));
        assert.deepEqual([...new Set(outside)].sort(), Object.keys(own.dependencies).sort());
    });

    it("checks as the folder that npm packs, with only its dependencies installed", () => {
        const packed = join(project.folder, "elsewhere");
        mkdirSync(packed);
        const [archive] = JSON.parse(
            execFileSync("npm", ["pack", "--json", "--pack-destination", packed], {
                cwd: join(root, "policies"),
                encoding: "utf8",
            }),
        ) as { filename: string; files: { path: string }[] }[];
        assert.ok(archive);
        const names = archive.files.map(({ path }) => path).sort();
        assert.deepEqual(names, ["PulumiPolicy.yaml", "README.md", "bin/LICENSES.txt", "bin/index.js", "package.json"]);
        execFileSync("tar", ["-xzf", join(packed, archive.filename), "-C", packed]);
        const folder = join(packed, "package");
        // Installs its two dependencies as npm install would, without access to a registry.
        symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
        const { violations, output } = project.run("preview", "--policy-pack", folder);
        assert.deepEqual(violations, ["mandatory keepalive-enabled bad"], output);
    });

    it("checks from inside the npm package", () => {
        const folder = join(project.folder, "installed", "node_modules", "pulumi-ssh-keepalive", "policies");
        for (const name of ["PulumiPolicy.yaml", "package.json", "bin"])
            cpSync(join(root, "policies", name), join(folder, name), { recursive: true });

        symlinkSync(
            join(root, "node_modules", "@pulumi"),
            join(project.folder, "installed", "node_modules", "@pulumi"),
        );
        const { violations, output } = project.run("preview", "--policy-pack", folder);
        assert.deepEqual(violations, ["mandatory keepalive-enabled bad"], output);
    });
});
