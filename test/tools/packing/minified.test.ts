import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { wholeText } from "../../../components/shell/programs";
import { withShortAwk } from "../../../tools/packing/awk";
import { withoutBlanks } from "../../../tools/packing/blanks";
import { minified } from "../../../tools/packing/minified";
import { withShortNames } from "../../../tools/packing/shortNames";

const shells = ["sh", "bash"];

/** Runs a program with a shell, and returns all its output and how it ends. */
function run(shell: string, program: string, words: readonly string[] = ["first", "second"]): string {
    const { stdout, stderr, status } = spawnSync(shell, ["-s", "--", ...words], {
        input: program,
        encoding: "utf8",
    });
    return `${stdout}\n${stderr}\n${status}`;
}

/** Programs that use names in every way that the grammar has, and text that looks like a name. */
const cases: Readonly<Record<string, string>> = {
    "in every expansion": `word=a/b/c; size=3
        echo "$word \${word} \${word%/*} \${word##*/} \${#word} \${word:-none} \${other_word:=$word} \${word:+word}" $((size + size * 2)) $((0x\${size}))`,
    "in strings, which stay": `word=x; echo word '$word' "word=$word" "\\$word" word=word; printf '%s\\n' 'word() { :; }'`,
    "that read and for give": `printf 'a b\\n' | { read -r one two; echo "$two $one"; }; for one in "$@" two; do echo "$one"; done`,
    "in a here-document":
        "say_it() { echo said; }; word=x; cat <<END\n$word word $(say_it) $((1 + 1))\nEND\ncat <<'END'\n$word\nEND",
    "of functions, and words that look like them": `check() { echo "check $1"; }; check check; echo check; verb=check
        case $verb in check) check "$verb" ;; esac; [ "$verb" = check ] && check 2`,
    "handed to functions": `until_done() { until "$1"; do count=$((count + 1)); done; }; is_done() { [ "$count" -gt 2 ]; }
        count=0; until_done is_done; echo "$count"; at_end() { echo ended; }; trap at_end EXIT`,
    "before a command, and of the environment": `word=x; PATH=$PATH OTHER=$word sh -c 'echo "$OTHER"'; LC_ALL=C; echo "$LC_ALL"`,
    "that an eval has": `eval "word=~root"; echo "$word"`,
    "of awk's variables and of -v": `word=x; printf 'a b\\n' | awk -v word="$word" '
        # a comment
        function add(left, right) { return left + right }
        { count = split($0, list, / /); for (i = 1; i <= count; i++) print list[i] " " word, add(i, -1) }
        /a [b]/ && count > 1 { sub(/a b/, "count (list)"); print (count) $0; print count (1 + 1) - 1 }
        END { if (!(3 in list)) print "none"; else print "list" }'`,
    "with blanks around operators": `true   &&   echo "a  &&  b" | cat   ||\n    echo no; false ||
        echo c; cat <<END && echo after
a && b
END`,
};

describe("a minified shell program", () => {
    for (const [title, program] of Object.entries(cases)) {
        it(`does the same with names ${title}`, () => {
            for (const shell of shells) {
                const expected = run(shell, program);
                for (const shorten of [withShortNames, withShortAwk, withoutBlanks, minified])
                    assert.equal(run(shell, shorten(program)), expected, shorten(program));
            }
        });
    }

    it("gives functions one name only where neither runs while the other does", () => {
        const outer = "outer() { for outer_word in 1 2; do inner; last; echo $outer_word; done; }";
        const inner = "inner() { inner_word=x; echo $inner_word; }; last() { last_word=y; echo $last_word; }";
        const short = withShortNames(`${outer}; ${inner}; outer`);
        const [loop, left, right] = [/for (\w)/, /(\w)=x/, /(\w)=y/].map((found) => found.exec(short)?.[1]);
        assert.notEqual(loop, left);
        assert.equal(left, right);
    });

    it("does not merge a variable that another function reads, or that may keep its value", () => {
        const programs = [
            "set_it() { kept_one=1; }; other() { x=2; echo $x; }; show() { echo $kept_one; }; set_it; other; show",
            "first() { [ $# = 0 ] || kept_one=1; echo ${kept_one:-none}; }; other() { x=2; echo $x; }; first; other; first 1; other; first",
            "first() { case $# in 1) kept_one=1 ;; esac; other; echo ${kept_one-none}; }; other() { x=2; echo $x; }; first 1; first",
            "first() { while kept_one=1 && false; do :; done; (kept_one=2); other; echo $kept_one; }; other() { x=2; echo $x; }; first",
        ];
        for (const program of programs) assert.equal(run("sh", withShortNames(program)), run("sh", program), program);
    });

    /** Calls that each program rejects before it looks at the machine. */
    const refused: readonly (readonly string[])[] = [
        [],
        ["remove"],
        ["check"],
        ["check", "--owner"],
        ["check", "--owner", "a\tb"],
        ["check", "--owner", "a/b/c"],
        ["check", "--owner", "a/b/c", "--host", "x y", "TCPKeepAlive yes"],
        ["check", "--owner", "a/b/c", "Later yes"],
        ["check", "--owner", "a/b/c", "--pattern", "! \u00e9", "Sp\u00e4ter $(id) \\ 'x'"],
        ["restore", "--owner", "a/b/c", "--take-over", "--run=1", "TCPKeepAlive yes"],
    ];
    for (const name of ["server", "userData", "client"] as const) {
        it(`reports the same errors for invalid arguments: ${name}`, () => {
            const [source, short] = [wholeText(name), minified(wholeText(name))];
            for (const shell of shells) {
                for (const words of refused) {
                    const result = run(shell, short, words);
                    assert.match(result, /^\npulumi-ssh-keepalive: .*\n\n2$/s, words.join(" "));
                    assert.equal(result, run(shell, source, words));
                }
            }
        });
    }

    it("keeps the name of main, by which the policy pack knows a program", () => {
        for (const name of ["server", "userData", "client"] as const)
            assert.match(minified(wholeText(name)), /\nmain "\$@"\nexit\n$/);
    });

    it("keeps every message", () => {
        for (const name of ["server", "userData", "client"] as const) {
            const source = wholeText(name);
            const words = (text: string): string[] => text.match(/ [a-z']+ [a-z']+ [a-z']+[ ;:,.]/g) ?? [];
            const left = new Set(words(minified(source)));
            const messages = source.match(/(?:die \d|warn|undo|refuse) "[^"]*"/g) ?? [];
            assert.ok(messages.length > 20);
            const plain = messages.map((message) => message.replace(/\$\{?\w+[^ ]*/g, "$"));
            for (const word of plain.flatMap(words)) assert.ok(left.has(word), word);
        }
    });

    it("fails for text that is not a shell program", () => {
        assert.throws(() => withShortNames("if true; then"), /not a shell program/);
    });
});
