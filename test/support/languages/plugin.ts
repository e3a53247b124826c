import * as path from "node:path";
import { repository } from "../engine";
import { mustRun } from "../testbed/run";

/**
 * Returns the directory with gen-sdk and the language hosts of YAML, Python and Go, and builds those that are missing.
 */
export async function languageTools(): Promise<string> {
    await mustRun([path.join(repository, "tools/toolchain/install"), "languages"], { timeout: 900 });
    return path.join(repository, ".toolchain/languages");
}
