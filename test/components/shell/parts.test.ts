import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { partText, programs } from "../../../components/shell/programs";
import { temporaryFolder } from "../../support/temporaryFolder";

const shells = ["sh", "bash"];

/** Runs shell code after these parts alone, with only the few names on which every part may depend. */
function run(shell: string, parts: readonly string[], code: string, ...words: string[]): string {
    const names = "LC_ALL=C; export LC_ALL; run_dir=/run; nl='\n'; tab=$(printf '\\t'); cr=$(printf '\\r'); set -uf";
    const text = [names, ...parts.map(partText), code].join("\n");
    const { stdout, stderr, status } = spawnSync(shell, ["-s", "--", ...words], { input: text, encoding: "utf8" });
    assert.deepEqual([status, stderr], [0, ""]);
    return stdout;
}

function functionsOf(part: string): string[] {
    return [...partText(part).matchAll(/^(\w+)\(\) \{/gm)].flatMap(([, name]) => name ?? []);
}

/** Whether a part has the name of a function where a command begins. The patterns of a `case` do not count. */
function calls(part: string, name: string): boolean {
    const code = partText(part)
        .replace(/^\s*#.*$/gm, "")
        .replace(/^\s*[^\s()$][^()$\n]*\)(?= |$)/gm, ";");
    const before = "(?:^|[;&|({!]|\\b(?:if|then|do|else|elif|while|until))[ \\t]*";
    return new RegExp(`${before}${name}(?![\\w=:-])`, "m").test(code);
}

describe("a part of a shell program", () => {
    const parts = [...new Set(Object.values(programs).flat())].filter((part) => !part.endsWith("/main"));

    for (const part of parts) {
        it(`loads alone and does nothing by itself: ${part}`, () => {
            assert.equal(run("sh", [part], ":"), "");
            const text = partText(part);
            assert.match(text, /^# \S/u, "it begins with its purpose");
            assert.ok(text.split("\n").length <= 251, "it is too long");
        });
    }

    for (const part of parts) {
        it(`declares in its head what it needs from other parts and what it provides: ${part}`, () => {
            const [, needs = "", provided = ""] =
                /^(?:#.*\n)*?# Needs: ([^]*?)\.\n# Provides: ([^]*?)\.\n(?!#)/.exec(partText(part)) ?? [];
            // A part of both programs may use a name from a part of each. User data has one part in place of others.
            const others = Object.values(programs)
                .filter((all) => all.includes(part))
                .flat()
                .filter((other) => other !== part && !/main$|unattended$/.test(other));
            const taken = others.filter((other) => functionsOf(other).some((name) => calls(part, name)));
            const named = new Set(taken.map((other) => `${other.replace(/^(server|client)\//, "")}.sh`));
            assert.deepEqual(new Set(needs.match(/[\w/]+\.sh/g) ?? []), named);
            const words = provided.split(/[^\w]+/);
            const given = functionsOf(part).filter((name) => others.some((other) => calls(other, name)));
            assert.deepEqual(
                given.filter((name) => !words.includes(name)),
                [],
                "a function that other parts call",
            );
        });
    }

    describe("server/words", () => {
        const read = (shell: string, words: string): string[] =>
            run(
                shell,
                ["server/words"],
                'words=$1; read_words; printf "%s|%s|%s\\n" "$main_file" "$daemon_args" "$daemon_line"',
                words,
            )
                .trimEnd()
                .replaceAll("\t", " ")
                .split("|")
                .map((text) => text.trim());
        /** A title names the main file, the options that sshd is queried with, and those that it was started with. */
        const titles: Readonly<Record<string, readonly [string, string, string]>> = {
            "": ["", "", ""],
            "-D": ["", "", ""],
            "-De": ["", "", ""],
            "-f /srv/a.conf": ["/srv/a.conf", "", "-f /srv/a.conf"],
            "-Df /srv/a.conf": ["/srv/a.conf", "", "-f /srv/a.conf"],
            "-Df/srv/a.conf -p22": ["/srv/a.conf", "-p22", "-f /srv/a.conf -p 22"],
            "-4oX=Y": ["", "-4 -oX=Y", "-4 -o X=Y"],
            "-D6q -oX=Y": ["", "-6 -oX=Y", "-6q -o X=Y"],
            "-D -o AuthorizedKeysCommand /a/b %u %f -o AuthorizedKeysCommandUser eic": [
                "",
                "-oAuthorizedKeysCommand /a/b %u %f -oAuthorizedKeysCommandUser eic",
                "-o AuthorizedKeysCommand /a/b %u %f -o AuthorizedKeysCommandUser eic",
            ],
            "-o AuthorizedKeysCommand /a/b -q %u -D": [
                "",
                "-oAuthorizedKeysCommand /a/b -q %u",
                "-o AuthorizedKeysCommand /a/b -q %u",
            ],
            "-o KexAlgorithms -diffie-hellman-group1-sha1 -p 2222": [
                "",
                "-oKexAlgorithms -diffie-hellman-group1-sha1 -p2222",
                "-o KexAlgorithms -diffie-hellman-group1-sha1 -p 2222",
            ],
            "-E /var/log/x -h /etc/key -c /etc/cert -u0": [
                "",
                "-h/etc/key -c/etc/cert",
                "-E /var/log/x -h /etc/key -c /etc/cert -u 0",
            ],
        };
        for (const [title, expected] of Object.entries(titles)) {
            it(`reads "${title}" as sshd's getopt does`, () => {
                for (const shell of shells) assert.deepEqual(read(shell, title), expected, shell);
            });
        }
    });

    it("shared/text makes one line of valid UTF-8 of any bytes", () => {
        const code = `printable "$(printf 'a\\033[31m\\tb\\nc \\303\\244 \\377\\302\\233 \\342\\202\\254 \\355\\240\\200 \\300\\257"')"
            printf '%s\\n' "$plain"; json_text "$plain"; printf '%s\\n' "$json"`;
        for (const shell of shells) {
            const plain = 'a?[31m b c ä ??? € ??? ??"';
            assert.equal(run(shell, ["shared/text"], code), `${plain}\n${JSON.stringify(plain)}\n`, shell);
        }
    });

    describe("shared/owner", () => {
        const [mine, ours] = ["shop/prod/web", "shop/prod/web, host a"];
        const table: [found: string, apply: string, restore: string, check: string][] = [
            ["", "ours", "ours", "ours"],
            [mine, "ours", "ours", "ours"],
            [ours, "ours", "ours", "ours"],
            ["shop/prod/web, host b", "ours", "left", "ours"],
            ["shop/prod/db, host a", "ours", "left", "left"],
            ["shop/prod/my:app:Tier/web, host a", "ours", "left", "left"],
            ["shop/prod/db", "refused", "left", "left"],
            ["shop/prod2/web, host a", "refused", "left", "left"],
            ["shop2/prod/web, host a", "refused", "left", "left"],
            ["shop", "refused", "left", "left"],
            ["*", "refused", "left", "left"],
        ];
        const judge = `nl='
'; stamp() { echo mark; }; verb=$1 owner=$2 host=$3 take_over=no found_owner=$4
            owned_by=$owner\${host:+, host $host}
            (check_owner here; [ -z "$foreign" ] && echo ours || echo left) 2>/dev/null || echo refused`;
        const outcome = (shell: string, verb: string, owner: string, host: string, found: string): string =>
            run(shell, ["shared/text", "shared/owner"], judge, verb, owner, host, found).trim();
        for (const [found, ...expected] of table) {
            it(`reports a host owned by ${found || "nobody"} as ${expected.join(", ")} at apply, restore, check`, () => {
                for (const shell of shells) {
                    const each = ["apply", "restore", "check"].map((verb) => outcome(shell, verb, mine, "a", found));
                    assert.deepEqual(each, expected, shell);
                }
            });
        }
        it("adopts nothing if no host is named, or the owner names no stack", () => {
            assert.equal(outcome("sh", "apply", mine, "", "shop/prod/db, host a"), "refused");
            assert.equal(outcome("sh", "restore", mine, "", "shop/prod/web, host a"), "ours");
            assert.equal(outcome("sh", "apply", "web", "a", "db, host a"), "refused");
        });
        it("adopts what an earlier version of a nested component owns, by the last of its names", () => {
            assert.equal(outcome("sh", "apply", "shop/prod/my:app:Tier/web", "a", "shop/prod/web"), "ours");
        });
    });

    it("server/trust trusts only a path that root alone can write, and names the part that others can", () => {
        const folder = temporaryFolder();
        fs.writeFileSync(path.join(folder, "open"), "");
        fs.chmodSync(path.join(folder, "open"), 0o666);
        fs.symlinkSync(path.join(folder, "open"), path.join(folder, "link"));
        const code = 'for path in "$@"; do root_only "$path" && echo yes || echo "no $untrusted"; done';
        const paths = ["/", "/etc", "/etc/not-there", path.join(folder, "link"), "etc", ""];
        const [root, etc, missing, link, relative, empty] = run("sh", ["server/trust"], code, ...paths).split("\n");
        assert.deepEqual([root, etc, missing], ["yes", "yes", "yes"]);
        assert.match(link ?? "", /^no \/tmp|^no \/\S+/u);
        assert.deepEqual([relative, empty], ["no etc", "no "]);
    });
});
