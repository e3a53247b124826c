import * as fs from "node:fs";
import * as path from "node:path";
import { repository } from "../engine";
import { mustRun } from "../testbed/run";

/** The folder with the language hosts of YAML and Python and with gen-sdk, built first where they are missing. */
export async function languageTools(): Promise<string> {
    await mustRun([path.join(repository, "tools/toolchain/install"), "languages"], { timeout: 900 });
    return path.join(repository, ".toolchain/languages");
}

/** Makes a plugin's folder as a tarball has it, with that tarball as its dependency instead of the published package. */
export async function unpackPlugin(tarball: string, name: string, folder: string): Promise<string> {
    fs.mkdirSync(folder, { recursive: true });
    await mustRun(["tar", "-xzf", tarball, "-C", folder, "--strip-components=1", `package/${name}`]);
    const plugin = path.join(folder, name);
    const file = path.join(plugin, "package.json");
    const manifest = JSON.parse(fs.readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
    manifest.dependencies["pulumi-ssh-keepalive"] = `file:${tarball}`;
    fs.writeFileSync(file, JSON.stringify(manifest));
    return plugin;
}

/**
 * An executable by which an engine finds the plugin on PATH: language hosts of before 2025 start a plugin from its folder
 * with a flag that Pulumi's host of Node.js no longer has. Gives the executable's folder.
 */
export function putOnPath(plugin: string, name: string, folder: string): string {
    fs.mkdirSync(folder, { recursive: true });
    const runner = path.join(plugin, "node_modules/@pulumi/pulumi/cmd/run-plugin");
    const file = path.join(folder, `pulumi-resource-${name}`);
    fs.writeFileSync(file, `#!/bin/sh\nexec node '${runner}' '${plugin}' "$@"\n`, { mode: 0o755 });
    return folder;
}
