import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../cli/runCli";
import { deadLinks } from "../support/links";
import { temporaryFolder } from "../support/temporaryFolder";

const root = join(__dirname, "../..");
const documents = execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));
const read = (file: string): string => readFileSync(join(root, file), "utf8");

describe("every document", () => {
    it("has links that resolve, anchors included", () => {
        assert.deepEqual(deadLinks(root, documents), []);
    });

    it("is short, if it is the README", () => {
        const lines = read("README.md").split("\n").length;
        assert.ok(lines < 150, `${lines} lines`);
    });

    it("gives command lines of the CLI that work", async () => {
        const line = /(?:^|`)(?:npx )?pulumi-ssh-keepalive ((?:explain|hops|profiles)\b[^`\n]*)/gm;
        const lines = documents.flatMap((file) =>
            [...read(file).matchAll(line)].map(([, line = ""]) => ({ file, line })),
        );
        const local = lines.filter(({ line }) => !/--host|>|\|/.test(line));
        assert.ok(local.length > 0);
        // Some of them write files.
        execFileSync(process.execPath, [join(root, "page/build.mjs")]);
        const folder = temporaryFolder();
        const before = process.cwd();
        process.chdir(folder);
        try {
            for (const { file, line } of local) await works(file, line);
        } finally {
            process.chdir(before);
        }
    });
});

async function works(file: string, line: string): Promise<void> {
    const words = [...line.replace(/\s+#.*$/, "").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
    const result = await runCli(...words.map(([, double, single, bare]) => double ?? single ?? bare ?? ""));
    // Exit code 1 means that the path does not keep the session, which is a valid result.
    assert.ok(result.code <= 1 && /^(Wrote .*\n)?$/.test(result.err), `${file}: ${line}: ${result.err}`);
}
