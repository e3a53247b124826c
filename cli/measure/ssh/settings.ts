import { type EffectiveValues, parseEffective } from "../../../core/parse/effective";
import { noSsh, runSsh } from "../../runSsh";

/** A `Match exec` may run a slow program. */
const timeoutSeconds = 30;

/** The user's own configuration for the host, or why it cannot be read. ssh before 6.8 has no `-G`. */
export async function readSettings(
    host: string,
    signal: AbortSignal,
): Promise<{ settings: EffectiveValues } | { failure: string }> {
    const { error, stdout, stderr } = await runSsh(["-G", "--", host], { timeoutSeconds, signal });
    if (error === null) return { settings: parseEffective(stdout) };
    if (error.code === "ENOENT") return { failure: noSsh };
    if (/(unknown|illegal|invalid) option/i.test(stderr)) return { settings: {} };
    if (error.killed) return { failure: `ssh -G did not end within ${timeoutSeconds} s.` };
    return { failure: stderr.trim().split(/\r?\n/).slice(-3).join("; ") || "ssh -G printed nothing." };
}
