import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partText, programs } from "../../../components/shell/programs";
import { type Directive, sshClientDirectives, sshdDirectives, sysctlKeys } from "../../../core/directives";
import { sshClientLines } from "../../../core/render/sshConfig";
import { renderSshdConfig, sshdLines } from "../../../core/render/sshdConfig";
import { sysctlLines } from "../../../core/render/sysctl";
import { writtenParts } from "../../../tools/docs/shellParts";

/** A value for each property, in whatever table it is. */
const values = { boolean: false, seconds: 60, count: 2, channelTimeouts: { "session:*": 900 } } as const;

function settingsFor(table: readonly Directive[]): Record<string, never> {
    return Object.fromEntries(table.map(({ property, kind }) => [property, values[kind]])) as Record<string, never>;
}

const lines = {
    sshd: sshdLines(settingsFor(sshdDirectives)),
    sysctl: sysctlLines(settingsFor(sysctlKeys)),
    ssh: sshClientLines(settingsFor(sshClientDirectives)),
};

/** Runs parts of a program, and then a script with the lines as its arguments. */
function sh(parts: readonly string[], script: string, args: readonly string[] = []): string[] {
    const text = [...parts.map(partText), "nl='\n'\ntab=$(printf '\\t')", script].join("\n");
    return execFileSync("sh", ["-c", text, "sh", ...args], { encoding: "utf8" })
        .split("\n")
        .slice(0, -1);
}

describe("the shell programs' own lists of keywords", () => {
    it("have each row of the tables, and distinguish sshd's from the kernel's", () => {
        const kinds = sh(["server/keywords"], 'for line; do kind_of "$line"; echo "$kind"; done', [
            ...lines.sshd,
            ...lines.sysctl,
            "PermitRootLogin no",
        ]);
        assert.deepEqual(kinds, [...lines.sshd.map(() => "sshd"), ...lines.sysctl.map(() => "kernel"), ""]);
    });

    it("know how each directive is spelled, and that RekeyLimit changes the clock", () => {
        const keywords = [...sshdDirectives.map(({ keyword }) => keyword), "RekeyLimit"];
        const spelled = sh(
            ["server/keywords"],
            'for word; do keyword "$word"; echo "$keyword"; done',
            keywords.map((keyword) => keyword.toLowerCase()),
        );
        assert.deepEqual(spelled, keywords);
    });

    it("find each directive in what sshd prints, in any spelling", () => {
        for (const spell of [(line: string) => line.toLowerCase(), (line: string) => line]) {
            const answer = lines.sshd.map((line) => spell(line).replace(/ (no|false)$/, " false")).join("\n");
            const found = sh(["server/keywords", "server/sshd"], 'compare "" "$1" "$2"', [
                answer,
                lines.sshd.join("\n"),
            ]);
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

    it("include the client's directives", () => {
        const accepted = sh(
            ["client/keywords", "client/arguments"],
            'settings=; die() { echo "$2"; exit; }; for line; do read_argument "$line"; done; printf %s "$settings"',
            lines.ssh,
        );
        assert.deepEqual(accepted, lines.ssh);
        const answer = lines.ssh.map((line) => line.replace(/^\S+/, (word) => word.toLowerCase())).join("\n");
        const read = sh(["client/keywords", "client/apply"], `IFS=$nl; values "$1"; printf %s "$values"`, [answer]);
        assert.deepEqual(
            read,
            lines.ssh.map((line) => line.replace(" ", "\t")),
        );
    });

    it("name each key of the kernel, and each keyword in the pattern that distinguishes an interrupted change from others", () => {
        const [files, ...matched] = sh(
            ["server/keywords"],
            'echo "$kernel_files"; for line; do echo "$line" | grep -cE "^($sshd_keywords) "; done',
            lines.sshd,
        );
        assert.deepEqual(
            files?.split(" ").map((file) => `net.ipv4.${file}`),
            sysctlKeys.map(({ keyword }) => keyword),
        );
        assert.deepEqual(
            matched,
            lines.sshd.map(() => "1"),
        );
    });
});

describe("the parts of the shell programs that are made from core/", () => {
    for (const [part, text] of Object.entries(writtenParts))
        it(`are as \`npm run docs\` writes them: ${part}`, () => assert.equal(partText(part), text()));

    it("compose the text of a managed file as core/render does", () => {
        const [text] = sh(
            ["shared/managed"],
            `owned_by=a/b/c; managed_text "$1$nl"; printf %s "$managed" | tr '\\n' '|'; echo`,
            ["ClientAliveInterval 60"],
        );
        assert.equal(text, renderSshdConfig({ clientAliveInterval: 60 }, "a/b/c").replaceAll("\n", "|"));
    });

    it("are the only ones that spell a keyword of theirs in code", () => {
        const written = new Set(Object.keys(writtenParts));
        for (const part of Object.values(programs)
            .flat()
            .filter((name) => !written.has(name))) {
            const code = partText(part).replaceAll(/^\s*#.*$/gm, "");
            for (const { keyword } of [...sshdDirectives, ...sysctlKeys, ...sshClientDirectives])
                assert.ok(!code.includes(keyword), `${part} spells ${keyword}`);
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
