// Makes the package: dist/ with JavaScript, types and the host programs, as they are and packed, and the policy pack's bundle.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = import.meta.dirname;
const dist = path.join(root, "dist");

fs.rmSync(dist, { recursive: true, force: true });
run(path.join(root, "node_modules/typescript/bin/tsc"), "-p", path.join(root, "tsconfig.build.json"));
for (const file of [...shellPrograms("components"), ...shellPrograms("cli")]) {
    fs.mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(dist, file));
}
const packing = ["--require", "tsx/cjs", "tools/packing/print.ts"];
fs.writeFileSync(
    path.join(dist, "components/shell/packed.json"),
    execFileSync(process.execPath, packing, { cwd: root }),
);
fs.chmodSync(path.join(dist, "cli/main.js"), 0o755);
run(path.join(root, "policies/build.mjs"));
run(path.join(root, "page/build.mjs"));

function shellPrograms(folder) {
    return fs
        .readdirSync(path.join(root, folder), { recursive: true })
        .filter((file) => file.endsWith(".sh"))
        .map((file) => path.join(folder, file));
}

function run(script, ...args) {
    execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
}
