import * as fs from "node:fs";
import * as path from "node:path";
import { repository } from "./engine";
import { mustRun } from "./testbed/run";

/** Runs npm in a directory. Rejects if it fails. */
function npm(cwd: string, ...args: string[]): Promise<string> {
    return mustRun(["npm", ...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, timeout: 240 });
}

/** Copies the sources, without installed and built files, to a subdirectory. */
export function copySources(folder: string): string {
    const sources = path.join(folder, "sources");
    const built = ["node_modules", ".git", ".toolchain", ".demo", "dist", "policies/bin"];
    const left = built.map((name) => path.join(repository, name));
    fs.cpSync(repository, sources, { recursive: true, filter: (source) => !left.includes(source) });
    return sources;
}

/** Packs the package as `npm publish` would, and returns the tarball's path. */
export async function pack(folder: string): Promise<string> {
    const packed = await npm(copy(folder), "pack", "--json", "--pack-destination", folder);
    const [{ filename } = { filename: "" }] = JSON.parse(packed.slice(packed.indexOf("[\n"))) as { filename: string }[];
    return path.join(folder, filename);
}

/** Copies the sources, because packing builds them, and other tests must not see a half-finished build. */
function copy(folder: string): string {
    const sources = copySources(folder);
    fs.symlinkSync(path.join(repository, "node_modules"), path.join(sources, "node_modules"));
    return sources;
}
