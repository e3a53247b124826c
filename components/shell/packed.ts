import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { ProgramName } from "./programs";

/**
 * A program minified and packed by gzip, in base64, as tools/packing/ makes it. The package has all of them in a file that
 * build.mjs wrote; a checkout packs them at first use, which takes a second, to the very same bytes.
 */
export function packedBase64(name: ProgramName): string {
    all ??= JSON.parse(read()) as Record<ProgramName, string>;
    return all[name];
}

let all: Record<ProgramName, string> | undefined;

function read(): string {
    const built = path.join(__dirname, "packed.json");
    return fs.existsSync(built) ? fs.readFileSync(built, "utf8") : packNow(path.join(__dirname, "../.."));
}

function packNow(checkout: string): string {
    // Without what the calling process has its own Node.js do, such as a debugger.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const args = ["--require", "tsx/cjs", "tools/packing/print.ts"];
    return execFileSync(process.execPath, args, { cwd: checkout, encoding: "utf8", env });
}
