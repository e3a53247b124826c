import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { hasUnknown } from "../../../policies/parsers/unknown";
import { newShell, runScript } from "../../../policies/parsers/shell/run";

const files = ["a", "b", "c"];

describe("following a script and running it", () => {
    const folder = mkdtempSync(join(tmpdir(), "shell-fuzz-"));

    after(() => rmSync(folder, { recursive: true }));

    /** What the shell leaves in each file; undefined for one that is not there. */
    function run(shell: string, script: string): (string | undefined)[] {
        for (const file of files) {
            rmSync(join(folder, file), { force: true });
        }
        // Not Node's own pipe: bash takes a socket on its input for a remote login, and reads start-up files.
        spawnSync(shell, ["-c", script], { cwd: folder, env: { PATH: process.env.PATH, V: "x" }, stdio: "ignore" });
        return files.map((file) =>
            existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : undefined,
        );
    }

    for (const shell of ["dash", "bash"]) {
        it(`leave the same in every file, with ${shell}, where it is read for certain`, function () {
            this.timeout(120_000);
            let compared = 0;
            fc.assert(
                fc.property(script, (text) => {
                    const followed = newShell();
                    followed.folder.path = folder;
                    runScript(text, "", followed);
                    const left = run(shell, text);
                    for (const [i, file] of files.entries()) {
                        const { text: content, whole } = followed.files.read(join(folder, file)) ?? {
                            text: "",
                            whole: false,
                        };
                        if (whole && !hasUnknown(content)) {
                            compared++;
                            assert.equal(left[i], content, `${file} after ${text}`);
                        }
                    }
                }),
                { numRuns: 200 },
            );
            assert.ok(compared > 50, String(compared));
        });
    }
});

const file = fc.constantFrom(...files, '"a"', "./b");
const word = fc.constantFrom("x", "yes", "Key 5", "#Key 0", "net.key = 7", "a'b", "100%", "$V", "tab\there", "#c", "*");

/** The word as a shell is given it. */
const quoted = fc.tuple(word, fc.constantFrom("single", "double", "escaped")).map(([text, how]) => {
    if (how === "single") {
        return `'${text.replaceAll("'", `'\\''`)}'`;
    }
    return how === "double" ? `"${text}"` : text.replace(/[^A-Za-z0-9$]/g, "\\$&");
});

const redirection = fc.tuple(fc.constantFrom(">", ">", ">>", "> ", ">|"), file).map((parts) => parts.join(""));

const printing = fc.oneof(
    fc.array(quoted, { minLength: 1, maxLength: 3 }).map((words) => `echo ${words.join(" ")}`),
    quoted.map((each) => `echo -n ${each}`),
    fc
        .tuple(fc.constantFrom("'%s\\n'", "'%s=%d;'", '"%s\\t%%"', "'x\\n'"), quoted)
        .map(([format, each]) => `printf ${format} ${each} 5`),
    fc.tuple(quoted, quoted).map(([a, b]) => `{ echo ${a}; echo ${b}; }`),
    quoted.map((each) => `echo ${each} | cat`),
    quoted.map((each) => `echo ${each} | tee b`),
    file.map((each) => `cat ${each}`),
);

const sedScript = fc.constantFrom(
    "s/^#\\?Key.*/Key 9/",
    "s/Key \\(.\\)/\\1 &/g",
    "/^#/d",
    "/x/a added",
    "/x/i added",
    "$ a last",
    "/Key/c\\\nchanged",
    "s|5|6|; s,x,y,g",
    "/KEY/Is/0/1/",
    "s/[[:space:]]\\+/_/g",
);

const statement = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(printing, redirection).map((parts) => parts.join(" ")) },
    {
        weight: 2,
        arbitrary: fc
            .tuple(fc.constantFrom("<<E", "<<'E'", "<<-E", '<<"E"'), redirection, fc.array(word, { maxLength: 3 }))
            .map(([here, to, lines]) => `cat ${here} ${to}\n${lines.map((each) => `\t${each}\n`).join("")}E`),
    },
    { weight: 2, arbitrary: fc.tuple(sedScript, file).map(([each, to]) => `sed -i '${each}' ${to}`) },
    {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom("cp", "mv", "mv -f"), file, file).map((parts) => parts.join(" ")),
    },
    { weight: 1, arbitrary: file.map((each) => `rm -f ${each}`) },
    {
        weight: 1,
        arbitrary: fc.constantFrom(
            "# comment > a",
            ": > c",
            "true",
            "f() { echo called >> a; }; f",
            "sh -c 'echo inner > b'",
            "if true; then echo then > a; fi",
            "(echo sub) >> c",
        ),
    },
);

/** A file that one command writes twice at once, or reads while it writes, is left to chance by the shell too. */
const leftToChance = /tee b >.*b"?$|cat (?:"|\.\/)?([abc])"? ?>[>|]? ?(?:"|\.\/)?\1/m;

const script = fc
    .array(statement, { minLength: 1, maxLength: 6 })
    .map((statements) => statements.join("\n"))
    .filter((text) => !leftToChance.test(text));
