import assert from "node:assert/strict";
import { mustRun } from "../support/testbed/run";

/** Checks the names of the files in the packed package. */
export async function checkContents(tarball: string): Promise<void> {
    const files = (await mustRun(["tar", "-tzf", tarball])).trim().split("\n");
    for (const file of [
        "package.json",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "dist/components/index.js",
        "dist/components/index.d.ts",
        "dist/components/shell/server/main.sh",
        "dist/cli/main.js",
        "policies/PulumiPolicy.yaml",
        "policies/package.json",
        "policies/bin/index.js",
    ])
        assert.ok(files.includes(`package/${file}`), `${file} is not in ${files.join(" ")}`);

    const strangers = files.filter(
        (file) =>
            !/^package\/(dist\/(cli|components|core)\/|(policies|plugin|docs|examples)\/|page\/bin\/page\.html$|[A-Z]+(\.md)?$|package\.json$)/.test(
                file,
            ),
    );
    assert.deepEqual(strangers, []);
    assert.deepEqual(
        files.filter((file) => /\.test\.|node_modules|\.env|Pulumi\..*\.yaml/.test(file)),
        [],
    );
}
