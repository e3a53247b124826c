import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let parent: string | undefined;

/**
 * Makes a new, empty folder, and returns its path. It is removed when the test process ends, not before: a program that a
 * test has started may still write into it.
 */
export function temporaryFolder(): string {
    parent ??= makeParent();
    return mkdtempSync(join(parent, "folder-"));
}

function makeParent(): string {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-ssh-keepalive-test-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
    return folder;
}
