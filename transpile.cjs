// Lets Node.js run TypeScript: esbuild transpiles it, and no type is checked. `--import tsx` does this too, but looks for
// TypeScript in all of node_modules, which costs half a second at each start.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const esbuild = require("esbuild");

const options = { format: "cjs", target: `node${process.versions.node}` };
const transpiled = new Map();

// What the stack is made of is transpiled in one go, by a process of its own, while this one loads Pulumi's SDK.
const inFolder = (folder) =>
    readdirSync(join(__dirname, folder), { recursive: true })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => join(__dirname, folder, file));
const entryPoints = [join(__dirname, "index.ts"), ...["components", "core", "stack"].flatMap(inFolder)];
esbuild
    .build({ ...options, entryPoints, outdir: __dirname, outbase: __dirname, write: false, logLevel: "silent" })
    .then(({ outputFiles }) => outputFiles.forEach(({ path, text }) => transpiled.set(path.replace(/js$/, "ts"), text)))
    .catch(() => undefined)
    .finally(() => esbuild.stop());

// What is not there by then, or has a mistake in it, is transpiled as it is loaded.
require.extensions[".ts"] = (module, filename) => {
    const code =
        transpiled.get(filename) ??
        esbuild.transformSync(readFileSync(filename, "utf8"), { ...options, loader: "ts", sourcefile: filename }).code;
    module._compile(code, filename);
};
