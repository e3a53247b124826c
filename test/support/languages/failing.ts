import * as fs from "node:fs";
import * as path from "node:path";
import type { Reader } from "../reader";

/** Runs a command that must fail, with a changed YAML program. Returns its output, and the last diagnostics in that. */
export async function failing(
    { folder, run }: Reader,
    command: string,
    change: (program: string) => string,
): Promise<[output: string, diagnostics: string]> {
    const file = path.join(folder, "Pulumi.yaml");
    const good = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, change(good));
    const output = await run(`! ${command} --color never 2>&1`);
    fs.writeFileSync(file, good);
    return [output, output.slice(output.lastIndexOf("Diagnostics:"))];
}
