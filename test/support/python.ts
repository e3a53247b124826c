import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { withLock } from "./testbed/lock";
import { cacheFolder } from "./testbed/places";
import { mustRun } from "./testbed/run";

/**
 * The folder of a Python environment with what a file of requirements names, from PyPI; made wholly or not at all, by
 * one process at a time, and kept for later runs.
 */
export async function pythonEnvironment(name: string, requirements: string): Promise<string> {
    const hash = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex").slice(0, 12);
    const folder = path.join(path.dirname(cacheFolder()), `${name}-${hash}`);
    const complete = path.join(folder, "complete");
    if (fs.existsSync(complete)) return folder;
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    return withLock(`${folder}.lock`, async () => {
        if (fs.existsSync(complete)) return folder;
        fs.rmSync(folder, { recursive: true, force: true }); // What a killed run left.
        await mustRun(["python3", "-m", "venv", folder]);
        const pip = [path.join(folder, "bin/pip"), "install", "--quiet", "--disable-pip-version-check"];
        await mustRun([...pip, "--requirement", requirements], { timeout: 300 });
        fs.writeFileSync(complete, "");
        return folder;
    });
}
