// The reference that TypeDoc generates from the docstrings: docs/api/.
import { execFileSync } from "node:child_process";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** Writes the reference into a folder. */
export function writeApiReference(folder: string): void {
    const entries = ["components/index.ts", "components/aws/index.ts"].flatMap((file) => ["--entryPoints", file]);
    const options = {
        plugin: "typedoc-plugin-markdown",
        tsconfig: "tsconfig.build.json",
        readme: "none",
        outputFileStrategy: "modules",
        logLevel: "Error",
        out: folder,
    };
    const flags = [
        "--disableSources",
        "--excludePrivate",
        "--excludeInternal",
        "--excludeExternals",
        "--hideGenerator",
    ];
    const values = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    execFileSync(path.join(root, "node_modules/.bin/typedoc"), [...entries, ...values, ...flags], {
        cwd: root,
        stdio: ["ignore", "ignore", "inherit"],
    });
}
