import assert from "node:assert/strict";
import { ways } from "./ways";

describe("following each branch of a script", () => {
    const branches: [string, string, (string | undefined)[]][] = [
        ["a condition", "if [ -e /x ]; then echo a; else echo b; fi > /f", ["a\n", "b\n"]],
        ["a check that takes a change back", "echo a > /f; sshd -t || rm -f /f", [undefined, "a\n"]],
        ["a condition that guards an exit", "sshd -t || exit 1; echo a > /f", [undefined, "a\n"]],
        ["a test of two unknown variables", 'if [ -z "$x$y" ]; then echo a; else echo b; fi > /f', ["a\n", "b\n"]],
        ["a word that may be empty", '[ "$x$y" ] && echo a > /f', [undefined, "a\n"]],
        ["a case of unknown text", "case $x in a) echo a;; b) echo b;; esac > /f", ["a\n", "b\n", ""]],
        [
            "functions that differ",
            "if [ $x = 1 ]; then f() { echo a; }; else f() { echo b; }; fi; f > /f",
            ["a\n", "b\n"],
        ],
        [
            "exit traps that differ",
            "if [ $x = 1 ]; then trap 'echo a > /f' EXIT; else trap 'echo b > /f' EXIT; fi",
            ["a\n", "b\n"],
        ],
        [
            "aliases that differ",
            "shopt -s expand_aliases; if [ $x = 1 ]; then alias e='echo a'; else alias e='echo b'; fi\ne > /f",
            ["a\n", "b\n"],
        ],
        ["links that differ", "if [ $x = 1 ]; then ln -s /f /l; else ln -s /g /l; fi; echo a > /l", ["a\n", undefined]],
        ["a copy that keeps a newer file", "echo a > /f; echo b > /t; cp -u /t /f", ["a\n", "b\n"]],
        ["variables that differ", "if [ $x = 1 ]; then v=a; else v=b; fi; echo $v > /f", ["a\n", "b\n"]],
    ];
    for (const [what, script, expected] of branches) {
        it(`follows each way of ${what}`, () => {
            assert.deepEqual(new Set(ways(script)), new Set(expected));
        });
    }

    it("follows a script with many independent conditions in few branches", () => {
        const script = Array.from({ length: 40 }, (_, i) => `if [ -e /x${i} ]; then touch /y${i}; fi`).join("\n");
        assert.deepEqual(ways(`${script}\necho a > /f`), ["a\n"]);
    });
});
