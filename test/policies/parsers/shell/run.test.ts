import assert from "node:assert/strict";
import { unknownText } from "../../../../policies/parsers/unknown";
import { newShell, runScript } from "../../../../policies/parsers/shell/run";

/** What the script leaves in /f; undefined when it does not write it. */
function written(script: string, stdin = ""): string | undefined {
    const shell = newShell();
    runScript(script, stdin, shell);
    return shell.files.read("/f")?.text;
}

describe("following a script to the files it writes", () => {
    const cases: [string, string, string | undefined][] = [
        ["an overwritten file", "echo a > /f; echo b > /f", "b\n"],
        ["an appended file", "echo a >> /f; echo b >> /f", "a\nb\n"],
        ["a pipe into tee", "echo a | tee /f >/dev/null", "a\n"],
        ["a here-document", "cat > /f <<'E'\na $b\nE\n", "a $b\n"],
        [
            "an open here-document's expansions and escapes",
            "cat > /f <<E\na $b \\$c \\\\ `d`\nE\n",
            `a ${unknownText} $c \\ ${unknownText}\n`,
        ],
        ["a here-document without leading tabs", "cat > /f <<-'E'\n\t\ta\n\tE\n", "a\n"],
        ["a here-string", "cat > /f <<< 'a b'", "a b\n"],
        ["echo's options", "echo -n a > /f; echo -e 'b\\tc' >> /f", "ab\tc\n"],
        ["echo with a backslash, which shells read differently", "echo 'a\\nb' > /f", `${unknownText}\n`],
        ["printf's formats, again for each argument", "printf '%s=%d;' a 1 b 2 > /f", "a=1;b=2;"],
        ["a conversion that is computed", "printf '%05.1f' 3 > /f", unknownText],
        ["a group and a subshell", "{ echo a; (cd /x; echo b); } > /f", "a\nb\n"],
        ["both branches of a condition", "if true; then echo a; else echo b; fi > /f", "a\nb\n"],
        ["a change, though a failed check takes it away", "echo a > /f; sshd -t || rm -f /f", "a\n"],
        [
            "a change, though a condition takes it back",
            "cp /f /o; echo a >> /f; if ! sshd -t; then mv /o /f; fi",
            "a\n",
        ],
        ["a change that is taken back in any case", "cp /f /o; echo a >> /f; test x && mv /o /f", ""],
        ["a condition's own change", "echo a > /t; x || cp /t /f", "a\n"],
        ["a loop's body once", "for i in 1 2; do echo a; done >> /f", "a\n"],
        ["a case's branches", "case $x in a) echo a;; *) echo b;; esac > /f", "a\nb\n"],
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
        ["a copy of an unknown file, and what is appended", "cp /x /f; echo a >> /f", "a\n"],
        ["an emptied file", "echo a > /f; cat /dev/null > /f; echo b >> /f", "b\n"],
        ["nothing that is thrown away", "echo a > /dev/null; cat /dev/null > /f", ""],
        ["a file that is emptied before it is read", "echo a > /f; cat /f > /f", ""],
        ["a shell in the same folder", "cd /; sh -c 'echo a > f'", "a\n"],
        ["base64", "echo YQo= | base64 -d > /f", "a\n"],
        ["what a command prints", "date > /f", `${unknownText}\n`],
        ["errors that go elsewhere", "echo a 2> /f", undefined],
        ["output that goes to the errors", "{ echo a >&2; echo b; } > /f", "b\n"],
        ["a path from a variable", "echo a > $f", undefined],
        ["nothing after an exit", "exit 0; echo a > /f", undefined],
        ["an exit that a condition guards", "x || exit 1; echo a > /f", "a\n"],
        ["nothing of a script with an open quote", "echo a > /f; echo 'b", undefined],
        ["nothing of a comment", "# echo a > /f", undefined],
        ["a function where it is called", "g() { echo a; }; g > /f", "a\n"],
        ["a function that calls itself", "g() { echo a > /f; g; }; g", "a\n"],
    ];
    for (const [what, script, expected] of cases) {
        it(`follows ${what}`, () => {
            assert.equal(written(script), expected);
        });
    }

    it("hands the standard input to the first command that reads it", () => {
        assert.equal(written("tee /f", "a\n"), "a\n");
        assert.equal(written("sudo sh -s", "echo a > /f"), "a\n");
    });

    it("comes back from scripts that nest without end", () => {
        let script = "echo a > /f";
        for (let i = 0; i < 12; i++) {
            script = `sh <<'E${i}'\n${script}\nE${i}\n`;
        }
        assert.equal(written(script), undefined);
    });

    it("never throws, whatever the text", () => {
        for (const text of [
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
        ]) {
            assert.doesNotThrow(() => runScript(text, "", newShell()), text);
        }
    });
});
