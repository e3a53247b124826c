import assert from "node:assert/strict";
import { OverBudget } from "../../../../policies/parsers/budget";
import { simulateScript } from "../../../../policies/parsers/shell/run";
import { unknownLine, unknownText } from "../../../../policies/parsers/unknown";
import { ways } from "./ways";

/** The content of /f after a script with only one path through it. */
function written(script: string, stdin = ""): string | undefined {
    const all = ways(script, stdin);
    assert.equal(all.length, 1, JSON.stringify(all));
    return all[0]?.replaceAll(unknownLine, "?\n");
}

describe("following a script to the files it writes", () => {
    const cases: [string, string, string | undefined][] = [
        ["an overwritten file", "echo a > /f; echo b > /f", "b\n"],
        ["an appended file", "echo a >> /f; echo b >> /f", "?\na\nb\n"],
        ["a pipe into tee", "echo a | tee /f >/dev/null", "a\n"],
        ["a here-document", "cat > /f <<'E'\na $b\nE\n", "a $b\n"],
        [
            "an open here-document's expansions and escapes",
            "cat > /f <<E\na $b \\$c \\\\ `d`\nE\n",
            `a ${unknownText} $c \\ ?\n`,
        ],
        ["a here-document without leading tabs", "cat > /f <<-'E'\n\t\ta\n\tE\n", "a\n"],
        ["a here-string", "cat > /f <<< 'a b'", "a b\n"],
        ["echo's options", "echo -n a > /f; echo -e 'b\\tc' >> /f", "ab\tc\n"],
        ["echo with a backslash, which shells read differently", "echo 'a\\nb' > /f", "?\n"],
        ["printf's formats, again for each argument", "printf '%s=%d;' a 1 b 2 > /f", "a=1;b=2;"],
        ["a conversion that is computed", "printf '%05.1f' 3 > /f", unknownText],
        ["a group and a subshell", "{ echo a; (cd /x; echo b); } > /f", "a\nb\n"],
        ["the wrappers of a command", "sudo -u root env A=1 nice -n 5 timeout 3 tee /f <<< a", "a\n"],
        ["a shell's own script", "sudo sh -ec 'echo a > /f'", "a\n"],
        ["a shell that reads its script", "bash -s -- x <<'E'\necho a > /f\nE\n", "a\n"],
        ["an eval of plain text", "eval 'echo a' '> /f'", "a\n"],
        ["a remote shell", "ssh -i key -p 22 me@host -- 'echo a > /f'", "a\n"],
        ["another user's shell", "su - root -c 'echo a > /f'", "a\n"],
        ["a relative path after cd", "cd / && echo a > f", "a\n"],
        ["a relative path in an unknown folder", "echo a > f", undefined],
        ["a moved file", "echo a > /t && mv -f /t /f", "a\n"],
        ["a file installed from the standard input", "install -m 600 /dev/stdin /f <<< a", "a\n"],
        ["a removed file", "echo a > /f; rm -f /f", undefined],
        ["an emptied file", "echo a > /f; cat /dev/null > /f; echo b >> /f", "b\n"],
        ["nothing that is thrown away", "echo a > /dev/null; cat /dev/null > /f", ""],
        ["a file that is emptied before it is read", "echo a > /f; cat /f > /f", ""],
        ["a shell in the same folder", "cd /; sh -c 'echo a > f'", "a\n"],
        ["base64", "echo YQo= | base64 -d > /f", "a\n"],
        ["what a command prints", "date > /f", `?\n#${unknownText}any\n?\n`],
        ["errors that go elsewhere", "echo a 2> /f", undefined],
        ["output that goes to the errors", "{ echo a >&2; echo b; } > /f", "b\n"],
        ["nothing after an exit", "exit 0; echo a > /f", undefined],
        ["nothing of a line with an open quote", "echo a > /f; echo 'b", undefined],
        ["what precedes the line of a syntax error", "echo a > /f\nexit 0\n)\necho b > /f", "a\n"],
        ["a known condition's branch", "if true; then echo a; else echo b; fi > /f", "a\n"],
        ["nothing after a false condition", "if false; then echo a > /f; fi; false && echo b > /f", undefined],
        ["a change that is taken back", "cp /f /o; echo a >> /f; mv /o /f", "?\n"],
        ["an append to what was there", "cp /x /f; echo a >> /f", "?\na\n"],
        ["a path from a variable of the script's", "D=/; F=f; echo a > $D$F", "a\n"],
        ["a default", "echo ${X:-a} ${Y-b} ${Z:+c} > /f", "a b\n"],
        [
            "a function's arguments and locals",
            "v=1; g() { local v=$2; echo $1 $v $#; }; g a b > /f; echo $v >> /f",
            "a b 2\n1\n",
        ],
        ["a return", "g() { echo a > /f; return; echo b > /f; }; g", "a\n"],
        ["a loop over words", 'for i in a "b c" {1..2}; do echo "$i"; done > /f', "a\nb c\n1\n2\n"],
        ["a loop over an array", 'l=(a "b c"); for i in "${l[@]}"; do echo "$i"; done > /f', "a\nb c\n"],
        [
            "a loop that reads lines",
            "while read -r k v; do echo $v $k; done > /f <<'E'\na 1\nb 2 3\nE\n",
            "1 a\n2 3 b\n",
        ],
        ["a loop with another separator", "while IFS== read -r k v; do echo $v; done > /f <<'E'\na=1\nE\n", "1\n"],
        [
            "a break and a continue",
            "for i in 1 2 3; do [ $i = 1 ] && continue; echo $i; [ $i = 2 ] && break; done > /f",
            "2\n",
        ],
        ["arithmetic", "i=2; echo $((i * 3 + 1)) > /f", "7\n"],
        ["the output of a known command", 'echo "x $(echo a; echo b)" > /f', "x a\nb\n"],
        ["a case of known text", "x=a; case $x in a|b) echo 1;; *) echo 2;; esac > /f", "1\n"],
        ["a script that was written before", "printf 'echo $1 > /f' > /s; chmod +x /s; /s a", "a\n"],
        ["a script that is read by a shell", "echo 'echo a > /f' > /s; bash /s", "a\n"],
        ["a script that is sourced", "echo 'v=a' > /s; . /s; echo $v > /f", "a\n"],
        ["sudo -s with a here-document", "sudo -s <<'E'\necho a > /f\nE\n", "a\n"],
        ["dd", "echo a | dd of=/f status=none", "a\n"],
        ["a link", "ln -s /t /f; echo a > /f; cp /t /f2; rm /f; cp /f2 /f", "a\n"],
        ["cp into a folder", "mkdir /d; echo a > /t; cp -t /d /t; mv /d/t /f", "a\n"],
        ["a glob of known files", "echo a > /d/x; rm /d/*; echo b > /d/y; cat /d/y > /f", "b\n"],
        ["sed in a pipe", "echo 'Key 1' | sed 's/1/2/' > /f", "Key 2\n"],
        ["grep on known text", "printf 'a\nb\n' | grep -v a > /f", "b\n"],
        ["grep -q on a known file", "echo a > /t; grep -q b /t || echo c > /f", "c\n"],
        ["a word with a known piece", '[ "a$x" ] && echo a > /f; [ -n "$x-" ] && echo b >> /f', "a\nb\n"],
        ["a background exit", "exit 0 & echo a > /f", "a\n"],
        ["a trap at the end", "trap 'rm -f /f' EXIT; echo a > /f", undefined],
        ["words in pieces", "echo Cli''ent\"Alive\"$'x' > /f", "ClientAlivex\n"],
        ["a moved folder", "echo a > /d/f; mv /d /e; cat /e/f > /f", "a\n"],
        ["an environment for one command", "V=1 sh -c 'echo ${V:-0} > /f'", "1\n"],
        ["no variable that is not exported", "V=1; sh -c 'echo ${V:-0} > /f'", "0\n"],
        ["nothing of a comment", "# echo a > /f", undefined],
        ["a function where it is called", "g() { echo a; }; g > /f", "a\n"],
    ];
    for (const [what, script, expected] of cases) {
        it(`follows ${what}`, () => {
            assert.equal(written(script), expected);
        });
    }

    it("passes the standard input to the first command that reads it", () => {
        assert.equal(written("tee /f", "a\n"), "a\n");
        assert.equal(written("sudo sh -s", "echo a > /f"), "a\n");
    });

    const edits = [
        "perl -pi -e 's/a/b/' /f",
        "python3 -c 'print(1)'",
        "augtool set x",
        "ed -s /f",
        "vi /f",
        "curl -o /f https://example.com",
        "wget -O /f https://example.com",
        "rsync -a host:/f /f",
        "tar -xf x.tar -C /",
        ". ./x",
        "./x",
        "/opt/x/install",
        'eval "$X"',
        "$X",
        "harden",
        'sed -i "$X" /f',
        "sed -i 'y/a/b/' /f",
        'F=$(x); echo b >> "$F"',
        'for f in $(x); do sed -i s/a/b/ "$f"; done',
        "find / -name f -delete",
        "find / -name f -exec sed -i s/a/b/ {} +",
        "x | xargs sed -i s/a/b/",
        "truncate -s 3 /f",
        "patch -p0 < x",
        "x > /f",
        'cp "$X" /f',
        "mv /x /f",
        "make install",
        'while read -r f; do rm "$f"; done < /list',
    ];
    for (const edit of edits) {
        it(`treats the earlier content as unknown after ${edit}`, () => {
            for (const text of ways(`echo a > /f\n${edit}\necho c >> /f`)) {
                assert.doesNotMatch(text ?? "", /^a/m);
                assert.match(text ?? "", /c\n$/);
            }
        });
    }

    it("gives up on endless scripts", () => {
        for (const script of [
            "g() { g; }; g",
            "g() { g; g; }; g",
            "x='echo a'; eval 'eval \"$x\"'; while true; do :; done; g() { h; }; h() { g; }; g",
        ])
            assert.throws(() => simulateScript(script), OverBudget);
    });

    for (const count of ["0", "-1", "''", "0.5"]) {
        it(`does not know the words that xargs -n ${count} gives a command, since xargs rejects it`, () => {
            assert.deepEqual(ways(`printf 'a b' | xargs -n ${count} echo >/f`), [`${unknownText}\n`]);
        });
    }

    const removals = [
        "rm -rf /d/*",
        "rm -rf /d",
        "unlink /d/g",
        "truncate -s 0 /d/g",
        "mv /d /elsewhere",
        "> /d/g",
        "shred -u /d/g",
    ];
    for (const removal of removals) {
        it(`removes what ${removal} removes`, () => {
            const [files] = simulateScript(`echo a > /d/g; ${removal}`);
            assert.doesNotMatch(files?.read("/d/g") ?? "", /a/);
        });
    }

    it("never throws for any text", () => {
        const texts = [
            "",
            "\0",
            "((",
            "$(",
            "`",
            "<<",
            "echo ${x",
            "a() {",
            "sed -i",
            "printf",
            "cat <<E",
            "ssh",
            "su -c",
        ];
        for (const text of [
            ...texts,
            "sysctl",
            "dd",
            "cp",
            "read",
            "[",
            "shift",
            "trap",
            "mapfile",
            "ln -s",
            "sudo",
            "env",
        ])
            assert.doesNotThrow(() => simulateScript(text), text);
    });
});
