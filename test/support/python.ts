import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { withLock } from "./testbed/lock";
import { cacheFolder } from "./testbed/roots";
import { mustRun } from "./testbed/run";

/**
 * Returns the directory of a Python environment with the packages of a requirements file, from PyPI. It is created
 * atomically, by one process at a time, and kept for later runs.
 */
export async function pythonEnvironment(name: string, requirements: string): Promise<string> {
    const hash = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex").slice(0, 12);
    const folder = path.join(path.dirname(cacheFolder()), `${name}-${hash}`);
    const complete = path.join(folder, "complete");
    if (fs.existsSync(complete)) return folder;
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    return withLock(`${folder}.lock`, async () => {
        if (fs.existsSync(complete)) return folder;
        fs.rmSync(folder, { recursive: true, force: true }); // A killed run may have left it.
        await mustRun(["python3", "-m", "venv", folder]);
        const pip = [path.join(folder, "bin/pip"), "install", "--quiet", "--disable-pip-version-check"];
        await mustRun([...pip, "--requirement", requirements], { timeout: 300 });
        fs.writeFileSync(complete, "");
        return folder;
    });
}
