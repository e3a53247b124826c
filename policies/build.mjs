// Bundles the pack and the parts of core/ that it uses into bin/index.js, so that the folder is self-contained.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));

/** Replaces the module that computes the host programs' digests from their parts by the digests themselves. */
const shippedPrograms = {
    name: "shipped-programs",
    setup: ({ onLoad }) =>
        onLoad({ filter: /[/\\]shippedPrograms\.ts$/ }, ({ path }) => {
            const print = `console.log(JSON.stringify([...require(${JSON.stringify(path)}).shippedPrograms()]))`;
            const digests = execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", print], { cwd: folder });
            return { contents: `const digests = new Set(${digests}); export const shippedPrograms = () => digests;` };
        }),
};

const { metafile, outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["index.ts"],
    outfile: "bin/index.js",
    bundle: true,
    // The bundle is published to npm; its sources are in policies/.
    minify: true,
    legalComments: "none",
    platform: "node",
    target: "node20",
    format: "cjs",
    plugins: [shippedPrograms],
    external: ["@pulumi/policy", "@pulumi/pulumi"],
    metafile: true,
    write: false,
    logLevel: "warning",
});

mkdirSync(join(folder, "bin"), { recursive: true });
replace("index.js", outputFiles[0].text);
replace("LICENSES.txt", licencesOf(Object.keys(metafile.inputs)).join("\n"));

/** Replaces the file atomically: a preview that starts at the same time reads either the old or the new version. */
function replace(name, text) {
    const part = join(folder, `.${name}.${process.pid}`);
    writeFileSync(part, text);
    renameSync(part, join(folder, "bin", name));
}

/** The licences of the bundled packages, which must be distributed with them. */
function licencesOf(inputs) {
    const packages = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []));
    return [...packages].sort().map((path) => {
        const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"]
            .map((name) => resolve(folder, path, name))
            .find(existsSync);
        const { name, version, license } = JSON.parse(readFileSync(resolve(folder, path, "package.json"), "utf8"));
        return `${name} ${version}, ${license}\n\n${file === undefined ? "" : readFileSync(file, "utf8")}`;
    });
}
