import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { withShortAwk } from "../../../tools/packing/awk";

/** awk programs with names in every position of the grammar, and with text that looks like a name. */
const programs: Readonly<Record<string, string>> = {
    "built-in functions and variables":
        '{ text = toupper(substr($0, 1, 2)) tolower("A") length(text) index($0, "b"); print text, NR, NF, FILENAME, RSTART; fflush() }',
    "functions with parameters that hide others":
        'function twice(text, left) { left = text text; return left } { left = "kept"; print twice($1), left }',
    "strings and regular expressions with names in them":
        '/text [a-z]+|left/ { next } { text = $1; left = "text left"; print left, text ~ "^" text, "\\"text\\"", /b text/ }',
    "getline and arrays":
        'BEGIN { while (("echo line; echo last" | getline line) > 0) list[line] = ++count; for (key in list) sum += list[key]; print sum, count, ("line" in list); delete list["line"]; print length(line) }',
    fields: "{ last = NF; print $last, $(last - 1), $NF }",
    "operators that touch":
        '{ one = 1; print one + +one, one + ++one, one - -one, one++ + one, !one, one ? "one" : 2, one (2) }',
    "concatenation and a name before parentheses": '{ word = $1; print word (1 + 1) word " " word, (word) (word) }',
    "comments with quotes": '{ word = 1 # it is "word / line\n print word # another "\n}',
    environment: 'BEGIN { word = ENVIRON["WORD"]; print word }',
    "printf, system and output":
        '{ format = "%s|%s\\n"; printf format, $1, $2; out = "cat"; printf("%s\\n", out) | out; close(out); print out > "/dev/null" }',
    loops: "{ for (at = 1; at <= NF; at++) { if (at == 2) continue; do { total += at; if (total > 9) break } while (total < 3) } print total; exit total }",
};

function run(program: string): string {
    const { stdout, stderr, status } = spawnSync("sh", ["-s"], {
        input: program,
        encoding: "utf8",
        env: { ...process.env, WORD: "x" },
    });
    assert.equal(stderr, "");
    return `${stdout}${status}`;
}

describe("a text in awk with short names", () => {
    for (const [title, text] of Object.entries(programs)) {
        it(`does the same with ${title}`, () => {
            const program = `printf 'a b\\nc text\\n' | awk '${text}'`;
            const short = withShortAwk(program);
            assert.equal(run(short), run(program), short);
            assert.ok(short.length < program.length);
        });
    }

    it("has the names that -v gives, in quotes or not, and those of texts in variables", () => {
        const program = `awk_add='function add(left, right) { return left + right }'; word='left right'
            printf 'a\\n' | awk -F : -v first="$word" -v "second=2" "$awk_add"'{ print first, add(second, 1) }' -
            awk -F'left' "\${awk_add}"'BEGIN { print FS, add(1, 2) }' 'some file'`;
        const short = withShortAwk(program);
        assert.equal(run(short), run(program), short);
        assert.match(short, /-v \w="\$word" -v "\w=2"/);
        assert.match(short, /-F'left'.*'some file'$/);
    });

    /** Programs of which withShortAwk cannot be sure. */
    const rejected: Readonly<Record<string, RegExp>> = {
        "awk '{ print total / count / 2 }'": /reads this as a division/,
        "awk '{ print $1/count/2 }'": /reads this as a division/,
        "awk '{ print (total)/count/2 }'": /reads this as a division/,
        "awk '{ print systime() }'": /the function systime is neither/,
        "awk '{ print gensub(/a/, word, 1) }'": /the function gensub is neither/,
        'awk "{ print word }"': /must be in single quotes or in \$awk_/,
        "awk '{ print \"'\"$word\"'\" }'": /must be in single quotes or in \$awk_/,
        "awk '{ print \"it'\\''s\", word }'": /must be in single quotes or in \$awk_/,
        "awk $text": /must be in single quotes or in \$awk_/,
        'awk_text="{ print word }"': /must be in single quotes or in \$awk_/,
        "awk -vword=1 '{ print word }'": /awk's option -vword=1 is not supported/,
        "awk -f program.awk": /awk's option -f is not supported/,
        "awk '{ print word }' word=1 file": /with -v, not with word=1/,
        "awk '{ print word }' \"word=$x\" file": /with -v, not with "word=\$x"/,
        'busybox awk "$awk_text"': /only awk accepts an awk program: busybox/,
    };
    for (const [program, message] of Object.entries(rejected))
        it(`is rejected: ${program}`, () => assert.throws(() => withShortAwk(program), { message }));
});
