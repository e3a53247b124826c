import * as path from "node:path";

/** The root of this repository. */
export const repository = path.join(__dirname, "../../..");

/** Pulumi's environment: this repository's own CLI, state in a directory, and no network requests. */
export function pulumiEnvironment(stateFolder: string, passphrase: string): Record<string, string> {
    return {
        PATH: `${path.join(repository, ".toolchain/bin")}:${process.env["PATH"] ?? ""}`,
        PULUMI_BACKEND_URL: `file://${stateFolder}`,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
}
