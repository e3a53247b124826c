import * as fs from "node:fs";
import * as path from "node:path";
import { commandsOf } from "../documents";
import { repository } from "../engine";
import { type Reader } from "../reader";
import { mustRun } from "../testbed/run";

/** How the documents install the package once it is published. */
export const published = "npm install pulumi-ssh-keepalive";
/** How they add the plugin to a project. */
export const add = "pulumi package add ./node_modules/pulumi-ssh-keepalive/plugin";

/** The folder with the language hosts of YAML, Python and Go and with gen-sdk, built first where they are missing. */
export async function languageTools(): Promise<string> {
    await mustRun([path.join(repository, "tools/toolchain/install"), "languages"], { timeout: 900 });
    return path.join(repository, ".toolchain/languages");
}

/** Installs the package and its plugin from a packed tarball, as the document on that says. */
export async function installTarball(reader: Reader, tarball: string): Promise<void> {
    fs.copyFileSync(tarball, path.join(reader.folder, path.basename(tarball)));
    for (const command of commandsOf("docs/installation-configuration.md"))
        if (command !== add) await reader.type(command);
}
