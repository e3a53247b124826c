// Lets Node.js run TypeScript: esbuild transpiles a file as it is loaded, and no type is checked. `--import tsx` does this
// too, but looks for TypeScript in all of node_modules, which costs half a second at each start.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { buildSync, transformSync } = require("esbuild");

const options = { format: "cjs", target: `node${process.versions.node}` };

// What the stack is made of goes through esbuild in one call, which takes half the time of one call a file.
const entryPoints = ["core", "components"].flatMap((folder) =>
    readdirSync(join(__dirname, folder), { recursive: true })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => join(__dirname, folder, file)),
);
const whole = { ...options, entryPoints, outdir: __dirname, outbase: __dirname, write: false };
let transpiled;

require.extensions[".ts"] = (module, filename) => {
    transpiled ??= new Map(buildSync(whole).outputFiles.map(({ path, text }) => [path, text]));
    const code =
        transpiled.get(filename.replace(/\.ts$/, ".js")) ??
        transformSync(readFileSync(filename, "utf8"), { ...options, loader: "ts", sourcefile: filename }).code;
    module._compile(code, filename);
};
