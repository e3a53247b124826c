import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Block, commands, documents, inlineCommands, shellBlocks } from "../support/documents";

const root = join(__dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The reasons that a block's first line may give for why no test runs the block. */
const marks = /^needs (a cloud account|another program: [a-z]+)$/;

/** Commands that run the tests, or with which a run of them begins: how documents write them, and what must hold. */
const ofTheSuite: readonly (readonly [command: RegExp, isSo: (command: string) => boolean])[] = [
    [/^make test$/, () => /^exec make .*\btest$/m.test(read(".ci/run"))],
    [/^npm ci$/, () => /^ +npm ci\b/m.test(read("tools/setup/npm"))],
    [/^make (unit|setup)$/, (command) => spawnSync("make", ["-n", command.slice(5)], { cwd: root }).status === 0],
    [/^mocha=/, (command) => command === 'mocha="npx mocha --config .mocharc.engine.json"'],
    [/^\$mocha test\/live\/\S+$/, (command) => existsSync(join(root, command.slice("$mocha ".length)))],
];

const blocks: readonly Block[] = documents().flatMap((file) => shellBlocks(file, read(file)));

/**
 * The blocks that tests take from documents and run: each call of `follow` or `commandsOf` has a section, and may have
 * a pattern.
 */
const takers = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => /^(engine|hosts|live)\/.*\.test\.ts$/.test(file))
    .flatMap((file) => [
        ...read(join("test", file)).matchAll(
            /\b(?:follow|commandsOf)\(\s*"(?<file>[^"]+)",\s*"(?<section>[^"]+)"(?:,\s*(?:\/(?<which>(?:\\.|[^/\\])+)\/|(?<named>[a-z]+)))?,?\s*\)/gi,
        ),
    ])
    .map(({ groups = {} }) => ({ ...groups, which: new RegExp(groups["which"] ?? named(groups["named"])) }))
    .map((taker) => taker as unknown as { file: string; section: string; which: RegExp });

/** Returns the pattern that the tests of examples in other languages keep in this variable. */
function named(name: string | undefined): string {
    if (name === undefined) return "^";
    const definition = new RegExp(`^const ${name} = /(.*)/;$`, "m").exec(read("test/engine/languages.test.ts"));
    assert.ok(definition, name);
    return definition[1] ?? "";
}

function isTaken(file: string, section: string, command: string): boolean {
    return takers.some((taker) => taker.file === file && taker.section === section && taker.which.test(command));
}
/** The commands of each block that tests run entirely. The same block in another document counts as tested, too. */
const taken = new Set(
    blocks
        .filter(({ file, section, text }) => commands(text).every((command) => isTaken(file, section, command)))
        .map(({ text }) => commands(text).join("\n")),
);

describe("every shell block of a document", () => {
    it("parses", () => {
        const broken = blocks.filter(({ text }) => spawnSync("sh", ["-n"], { input: text }).status !== 0);
        assert.deepEqual(broken, []);
        assert.ok(blocks.length > 20, `only ${blocks.length} blocks`);
    });

    it("states a known reason if no test can run it", () => {
        const unknown = blocks.filter(({ reason }) => reason !== undefined && !marks.test(reason));
        assert.deepEqual(unknown, []);
    });

    it("has its commands run by a test that reads them there, or states why not", () => {
        const left = blocks
            .filter(({ reason, text }) => reason === undefined && !taken.has(commands(text).join("\n")))
            .flatMap(({ file, section, text }) =>
                commands(text)
                    .filter((command) => !isTaken(file, section, command))
                    .filter((command) => !ofTheSuite.some(([which, isSo]) => which.test(command) && isSo(command)))
                    .map((command) => `${file}, ${section}: ${command}`),
            );
        assert.deepEqual(left, []);
        assert.ok(takers.length > 15, `only ${takers.length} tests take commands`);
    });

    it("is the one that a test means to take", () => {
        const stale = takers.filter(
            ({ file, section, which }) =>
                !blocks.some(
                    (block) =>
                        block.file === file &&
                        block.section === section &&
                        block.reason === undefined &&
                        commands(block.text).some((command) => which.test(command)),
                ),
        );
        assert.deepEqual(stale, []);
    });

    it("is named as one, so that the scan sees it", () => {
        const nameless = documents().flatMap((file) =>
            [...read(file).matchAll(/^ *```(?:text)?\n(?:\$ )?(?:npx|npm|make|pulumi|sudo|ssh-[a-z]+) .*$/gm)].map(
                ([text]) => `${file}: ${text}`,
            ),
        );
        assert.deepEqual(nameless, []);
    });
});

describe("every command in the text of a document", () => {
    const inline = documents()
        .filter((file) => !/^(CHANGELOG|docs\/(api|decisions)\/)/.test(file))
        .flatMap((file) => inlineCommands(read(file)).map((command) => ({ file, command })));

    it("is of a make target, an npm script or a program that there is", () => {
        const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
        const isThere = (command: string): boolean => {
            const [, target, script, program] =
                /^(?:make ([a-z]+)|npm run (?:-s |--silent )?([a-z:]+)|(?:npx tsx|node|bash) (\S+))/.exec(command) ??
                [];
            if (target !== undefined) return new RegExp(`^${target}:`, "m").test(read("Makefile"));
            if (script !== undefined) return script in scripts;
            return program === undefined || existsSync(join(root, program));
        };
        assert.deepEqual(
            inline.filter(({ command }) => !isThere(command)),
            [],
        );
        assert.ok(inline.length > 50, `only ${inline.length}`);
    });
});

describe("the scan for shell blocks", () => {
    it("sees those of every name, indented ones, the heading and the first line's mark", () => {
        const text =
            "# A\n\n```bash\n# needs a cloud account\na\n```\n\n- x\n\n    ```console\n    $ b\n    ```\n\n```ts\nc\n```\n";
        assert.deepEqual(shellBlocks("f", text), [
            { file: "f", section: "A", text: "# needs a cloud account\na\n", reason: "needs a cloud account" },
            { file: "f", section: "A", text: "b\n", reason: undefined },
        ]);
    });

    it("takes a command without its comment, and joins continued lines", () => {
        assert.deepEqual(commands("# x\n\na 'b # c'  # d's\ne#g \\\n  f\n"), ["a 'b # c'", "e#g f"]);
    });

    it("sees commands in the text, also where a line ends in one", () => {
        assert.deepEqual(inlineCommands("Run `make x`, `y` or `npm\nrun z`.\n```sh\n`make q`\n```\n"), [
            "make x",
            "npm run z",
        ]);
    });
});
