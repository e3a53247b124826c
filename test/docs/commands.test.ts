import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Block, commands, documents, shellBlocks } from "../support/documents";

const root = join(__dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** What a comment just above a block may say: why no test runs the block. */
const marks = [
    "needs the published package",
    "needs a cloud account",
    "needs a host of your own",
    "needs another program",
] as const;

/** The documents whose own lines a test takes and runs, all that have no mark, and that test. */
const typedBy: Readonly<Record<string, string>> = {
    "docs/installation-configuration.md": "test/support/languages/plugin.ts",
    "examples/go/README.md": "test/engine/languages.test.ts",
    "examples/python/README.md": "test/engine/languages.test.ts",
    "examples/yaml/README.md": "test/engine/languages.test.ts",
};

/** Commands of other documents: how they write them, the file that runs the same, and the words by which it does. */
const runBy: readonly (readonly [command: RegExp, file: string, words: RegExp])[] = [
    [/^make demo$/, "examples/demo/demo.ts", /destroy/],
    [/^make test$/, ".ci/run", /^exec make .*\btest$/m],
    [/^make( (unit|setup|toolchain))?$/, "test/docs/links.test.ts", /names only make targets/],
    [/^npm (ci|install)$/, "tools/setup/npm", /npm ci/],
    [/^pulumi stack init [a-z]+$/, "test/support/engine/workspace.ts", /"stack", "init"/],
    [/^pulumi config set (--path|--secret)? ?\S+/, "test/support/engine/workspace.ts", /"config", "set"/],
    [/^pulumi up$/, "test/engine/stack.test.ts", /workspace\.up\(\)/],
    [/^pulumi up --yes --skip-preview --stack [a-z]+$/, "test/support/engine/workspace.ts", /"--skip-preview"/],
    [/^export PULUMI_SKIP_CHECKPOINTS=true$/, "test/engine/killed.test.ts", /PULUMI_SKIP_CHECKPOINTS/],
    [/^export PULUMI_DIY_BACKEND_ZSTD=true$/, "tools/bench/peers/sshKeepalive.ts", /PULUMI_DIY_BACKEND_ZSTD/],
    [
        /^pulumi preview --policy-pack node_modules\/pulumi-ssh-keepalive\/policies$/,
        "test/engine/package.test.ts",
        /"--policy-pack", "node_modules\/pulumi-ssh-keepalive\/policies"/,
    ],
    [/^pulumi preview --policy-pack policies$/, "test/engine/policies/pack.test.ts", /--policy-pack/],
    [
        /^pulumi preview --policy-pack policies --policy-pack-config policy-config\.json$/,
        "test/engine/policies/pack.test.ts",
        /--policy-pack-config/,
    ],
    [
        /^SSH_KEEPALIVE_STANDARD=stig pulumi preview --policy-pack policies$/,
        "test/engine/policies/pack.test.ts",
        /SSH_KEEPALIVE_STANDARD/,
    ],
    [/^npx pulumi-ssh-keepalive explain --host /, "test/hosts/cli/explainHost.test.ts", /"--host"/],
    [/^npx pulumi-ssh-keepalive explain /, "test/docs/links.test.ts", /gives command lines of explain that work/],
    [/^npx pulumi-ssh-keepalive measure /, "test/live/measure/nats.test.ts", /"measure"/],
    [/^(mocha=".*"|\$mocha test\/live\/\w+\.test\.ts)$/, "test/run.mjs", /"live"/],
];

const blocks: readonly Block[] = documents().flatMap((file) => shellBlocks(file, read(file)));
const left = blocks
    .filter(({ file, mark }) => mark === undefined && !(file in typedBy))
    .flatMap(({ file, text }) => commands(text).map((command) => ({ file, command })));

describe("every shell block of a document", function () {
    this.timeout(60_000); // A shell is started for each.
    it("parses", () => {
        const broken = blocks.filter(({ text }) => spawnSync("sh", ["-n"], { input: text }).status !== 0);
        assert.deepEqual(broken, []);
        assert.ok(blocks.length > 20, `only ${blocks.length} blocks`);
    });

    it("is marked with a reason that is known, if it is marked", () => {
        const unknown = blocks.filter(({ mark }) => mark !== undefined && !isMark(mark));
        assert.deepEqual(unknown, []);
    });

    it("is run by a test, a command at a time, or marked as one that cannot be", () => {
        assert.deepEqual(
            left.filter(({ command }) => !runBy.some(([pattern]) => pattern.test(command))),
            [],
        );
        const untaken = Object.entries(typedBy).filter(
            ([document, test]) =>
                !blocks.some(({ file }) => file === document) || !read(test).includes(`("${document}")`),
        );
        assert.deepEqual(untaken, []);
    });

    it("has no unused row in that table, and none whose test is gone", () => {
        const wrong = runBy.filter(
            ([pattern, file, words]) =>
                !left.some(({ command }) => pattern.test(command)) ||
                !existsSync(join(root, file)) ||
                !words.test(read(file)),
        );
        assert.deepEqual(wrong, []);
    });
});

describe("the scan for shell blocks", () => {
    it("sees those of every name, indented ones, and the mark above", () => {
        const text =
            "<!-- needs a cloud account -->\n\n```bash\na\n```\n\n- x\n\n    ```console\n    $ b\n    ```\n\n```ts\nc\n```\n";
        assert.deepEqual(shellBlocks("f", text), [
            { file: "f", text: "a\n", mark: "needs a cloud account" },
            { file: "f", text: "b\n", mark: undefined },
        ]);
    });

    it("takes a command without its comment, and joins continued lines", () => {
        assert.deepEqual(commands("# x\n\na 'b # c'  # d's\ne#g \\\n  f\n"), ["a 'b # c'", "e#g f"]);
    });
});

function isMark(mark: string): boolean {
    return (marks as readonly string[]).includes(mark);
}
