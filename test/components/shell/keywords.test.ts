import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partText, programText } from "../../../components/shell/programs";
import { type Directive, sshClientDirectives, sshdDirectives, sysctlKeys } from "../../../core/directives";
import { withHeader } from "../../../core/render/header";
import { sshClientLines } from "../../../core/render/sshConfig";
import { sshdLines } from "../../../core/render/sshdConfig";
import { sysctlLines } from "../../../core/render/sysctl";

/** A value for each property, whatever tables there are. */
const values = { boolean: false, seconds: 60, count: 2, channelTimeouts: { "session:*": 900 } } as const;

function settingsFor(table: readonly Directive[]): Record<string, never> {
    return Object.fromEntries(table.map(({ property, kind }) => [property, values[kind]])) as Record<string, never>;
}

const lines = {
    sshd: sshdLines(settingsFor(sshdDirectives)),
    sysctl: sysctlLines(settingsFor(sysctlKeys)),
    ssh: sshClientLines(settingsFor(sshClientDirectives)),
};

/** Runs parts of a program, and then a script that has the lines as its arguments. */
function sh(parts: readonly string[], script: string, args: readonly string[] = []): string[] {
    const text = [...parts.map(partText), "nl='\n'\ntab=$(printf '\\t')", script].join("\n");
    return execFileSync("sh", ["-c", text, "sh", ...args], { encoding: "utf8" })
        .split("\n")
        .slice(0, -1);
}

describe("the shell programs' own lists of keywords", () => {
    it("have each row of the tables, and tell sshd's from the kernel's", () => {
        const kinds = sh(["server/arguments"], 'for line; do kind_of "$line"; echo "$kind"; done', [
            ...lines.sshd,
            ...lines.sysctl,
            "PermitRootLogin no",
        ]);
        assert.deepEqual(kinds, [...lines.sshd.map(() => "sshd"), ...lines.sysctl.map(() => "kernel"), ""]);
    });

    it("know how each directive is spelled, and that RekeyLimit changes the clock", () => {
        const keywords = [...sshdDirectives.map(({ keyword }) => keyword), "RekeyLimit"];
        const spelled = sh(
            ["server/check"],
            'for word; do keyword "$word"; echo "$keyword"; done',
            keywords.map((keyword) => keyword.toLowerCase()),
        );
        assert.deepEqual(spelled, keywords);
    });

    it("find each directive in what sshd prints, in any spelling", () => {
        for (const spell of [(line: string) => line.toLowerCase(), (line: string) => line]) {
            const answer = lines.sshd.map((line) => spell(line).replace(/ (no|false)$/, " false")).join("\n");
            const found = sh(["server/sshd"], 'judge "" "$1" "$2"', [answer, lines.sshd.join("\n")]);
            const effective = found.filter((line) => line.startsWith("E\t")).map((line) => line.slice(2));
            const expected = lines.sshd.map((line) =>
                line.replace(/^\S+/, (word) => word.toLowerCase()).replace(" ", "\t"),
            );
            assert.deepEqual(effective.sort(), expected.sort());
            assert.deepEqual(
                found.filter((line) => line.startsWith("wrong")),
                [],
            );
        }
    });

    it("are the client's directives, too", () => {
        const accepted = sh(
            ["client/arguments"],
            'settings=; die() { echo "$2"; exit; }; for line; do read_setting "$line"; done; printf %s "$settings"',
            lines.ssh,
        );
        assert.deepEqual(accepted, lines.ssh);
        const answer = lines.ssh.map((line) => line.replace(/^\S+/, (word) => word.toLowerCase())).join("\n");
        const read = sh(["client/apply"], `IFS=$nl; values "$1"; printf %s "$values"`, [answer]);
        assert.deepEqual(
            read,
            lines.ssh.map((line) => line.replace(" ", "\t")),
        );
    });

    it("are read and set in the kernel by all of its keys", () => {
        for (const { keyword } of sysctlKeys) assert.ok(partText("server/look").includes(`${keyword} = $`), keyword);
        const journal = /\/(\^\(TCPKeepAlive.*\) )\/d/.exec(partText("server/journal"))?.[1] ?? assert.fail();
        for (const line of lines.sshd) assert.match(line, new RegExp(journal));
    });
});

describe("the top of the managed files", () => {
    it("is the same from every writer", () => {
        const [managed = "", owner = ""] = withHeader("a/b/c", []).split("\n");
        for (const name of ["server", "client"] as const) {
            const text = programText(name);
            assert.ok(text.includes(`header='${managed}'`), name);
            assert.ok(text.includes("owner_mark='# owner: '") && owner === "# owner: a/b/c", name);
        }
    });
});

describe("the docstrings of the components' settings", () => {
    for (const [file, table] of [
        ["server", sshdDirectives],
        ["server", sysctlKeys],
        ["client", sshClientDirectives],
    ] as const) {
        it(`name keyword and range as the table does: ${file}, ${table[0]?.keyword}`, () => {
            const text = readFileSync(join(__dirname, "..", "..", "..", "components", file, "args.ts"), "utf8");
            for (const { property, keyword, kind, min, max } of table as readonly Directive[]) {
                const doc = new RegExp(`/\\*\\* (\`${keyword}\`[^]*?) \\*/\\n    ${property}\\?:`).exec(text)?.[1];
                assert.ok(doc !== undefined, `${property} has a docstring that begins with ${keyword}`);
                const range = /(\d+) to (\d+)/.exec(doc);
                if (range !== null) {
                    assert.deepEqual([Number(range[1]), Number(range[2])], [min, max], doc);
                } else {
                    assert.ok(
                        kind === "boolean" || kind === "channelTimeouts" || property === "unusedConnectionTimeout",
                        doc,
                    );
                }
            }
        });
    }
});
