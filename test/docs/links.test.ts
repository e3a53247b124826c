import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { runCli } from "../cli/runCli";

const root = join(__dirname, "../..");
const documents = execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const withoutCode = (text: string): string => text.replaceAll(/^```[^]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, "");

describe("every document", () => {
    it("has links that resolve, anchors included", () => {
        const dead = documents.flatMap((file) =>
            [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)]
                .map(([, target = ""]) => target)
                .filter((target) => !/^(https?:|mailto:)/.test(target) && !resolves(file, target))
                .map((target) => `${file}: ${target}`),
        );
        assert.deepEqual(dead, []);
    });

    it("links to nothing that the package leaves out, if the README or a document of the package does", () => {
        const { files } = JSON.parse(read("package.json")) as { files: string[] };
        const inPackage = (path: string): boolean =>
            /^(README|CHANGELOG|LICENSE|SECURITY|CONTRIBUTING)/.test(path) ||
            files.some((each) => path.startsWith(each.replace(/\/$/, "")));
        const missing = ["README.md", "SECURITY.md", "CONTRIBUTING.md"].flatMap((file) =>
            [...withoutCode(read(file)).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
                .map(([, target = ""]) => normalize(join(dirname(file), target)))
                .filter((path) => !path.startsWith("http") && !inPackage(path))
                .map((path) => `${file}: ${path}`),
        );
        assert.deepEqual(
            missing.filter((each) => !/tools\/|Pulumi\.yaml/.test(each)),
            [],
        );
    });

    it("names only make targets and npm scripts that there are", () => {
        const makefile = read("Makefile");
        const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
        const wrong = documents.flatMap((file) =>
            [...read(file).matchAll(/^(?:make ([a-z]+)|npm run (?:--silent |-s )?([a-z:]+))/gm)]
                .filter(([, target, script]) =>
                    target === undefined ? !(script! in scripts) : !new RegExp(`^${target}:`, "m").test(makefile),
                )
                .map(([command]) => `${file}: ${command}`),
        );
        assert.deepEqual(wrong, []);
    });

    it("gives command lines of explain that work", async () => {
        const lines = documents.flatMap((file) =>
            [...read(file).matchAll(/^(?:npx )?pulumi-ssh-keepalive (explain .*)$/gm)].map(([, line = ""]) => ({
                file,
                line,
            })),
        );
        const local = lines.filter(({ line }) => !/--host|>|\|/.test(line));
        assert.ok(local.length > 0);
        // Some of them write files.
        execFileSync(process.execPath, [join(root, "page/build.mjs")]);
        const folder = mkdtempSync(join(tmpdir(), "documents-"));
        const before = process.cwd();
        process.chdir(folder);
        try {
            for (const { file, line } of local) await works(file, line);
        } finally {
            process.chdir(before);
            rmSync(folder, { recursive: true });
        }
    });
});

async function works(file: string, line: string): Promise<void> {
    const words = [...line.replace(/\s+#.*$/, "").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
    const result = await runCli(...words.map(([, double, single, bare]) => double ?? single ?? bare ?? ""));
    // 1: a path that does not keep the session, which is an answer, too.
    assert.ok(result.code <= 1 && /^(Wrote .*\n)?$/.test(result.err), `${file}: ${line}: ${result.err}`);
}

function resolves(from: string, target: string): boolean {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? from : normalize(join(dirname(from), decodeURIComponent(path)));
    if (!existsSync(join(root, file))) return false;
    if (anchor === undefined || statSync(join(root, file)).isDirectory()) return true;
    const seen = new Map<string, number>();
    const headings = [
        ...read(file)
            .replaceAll(/^```[^]*?^```$/gm, "")
            .matchAll(/^#+ (.*)$/gm),
    ].map(([, heading = ""]) => {
        const base = slug(heading);
        const before = seen.get(base) ?? 0;
        seen.set(base, before + 1);
        return before === 0 ? base : `${base}-${before}`;
    });
    return headings.includes(anchor.toLowerCase());
}

function slug(heading: string): string {
    return heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-");
}
