// Lets Node.js run TypeScript: each file is transpiled by esbuild as it is loaded, and no type is checked.
// `--import tsx` does this too, but looks for TypeScript in all of node_modules, which costs half a second at each start.
const { readFileSync } = require("node:fs");
const { transformSync } = require("esbuild");

const options = { loader: "ts", format: "cjs", target: `node${process.versions.node}` };

require.extensions[".ts"] = (module, filename) => {
    const { code } = transformSync(readFileSync(filename, "utf8"), { ...options, sourcefile: filename });
    module._compile(code, filename);
};
