import * as path from "node:path";
import { repository } from "../engine";
import { mustRun } from "../testbed/run";

/** The folder with the language hosts of YAML, Python and Go and with gen-sdk, built first where they are missing. */
export async function languageTools(): Promise<string> {
    await mustRun([path.join(repository, "tools/toolchain/install"), "languages"], { timeout: 900 });
    return path.join(repository, ".toolchain/languages");
}
