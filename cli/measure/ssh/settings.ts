import { execFile } from "node:child_process";
import { type EffectiveValues, parseEffective } from "../../../core/parse/effective";

/** The user's own configuration for the host, or why it cannot be read. ssh before 6.8 has no `-G`. */
export async function readSettings(host: string): Promise<{ settings: EffectiveValues } | { failure: string }> {
    return new Promise((resolve) => {
        execFile("ssh", ["-G", "--", host], { timeout: 30_000 }, (error, stdout, stderr) => {
            if (error === null) resolve({ settings: parseEffective(stdout) });
            else if (error.code === ("ENOENT" as unknown))
                resolve({ failure: "there is no ssh on the PATH; install the OpenSSH client." });
            else if (/(unknown|illegal|invalid) option/i.test(stderr)) resolve({ settings: {} });
            else resolve({ failure: stderr.trim().split(/\r?\n/).slice(-3).join("; ") || "ssh -G printed nothing." });
        });
    });
}
