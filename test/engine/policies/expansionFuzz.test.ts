import fc from "fast-check";
import { assertSameOutput } from "./realOutput";

describe("expanding words and running them", () => {
    for (const [name, line] of Object.entries(lines())) {
        it(`print the same for ${name}, wherever the output is known`, () =>
            assertSameOutput(line.map((each) => ["", `${setup}\n${each}`])));
    }
});

const setup = `set -- one 'two three' 4; v=value; e=; p='a/b.c.d'; n=7; list=(x 'y z' 9); declare -A map=([k]=60)`;

/** Lines of a script by what they use. */
function lines(): Record<string, fc.Arbitrary<string>> {
    const name = fc.constantFrom(
        "v",
        "e",
        "p",
        "n",
        "unset",
        "1",
        "2",
        "list",
        "@",
        "*",
        "#",
        "list[1]",
        "list[@]",
        "map[k]",
    );
    const pattern = fc.constantFrom(
        "a",
        "*",
        "?",
        "*/",
        ".*",
        "*.",
        "[a-m]",
        "[!a-m]*",
        "v*e",
        "x y",
        "'*'",
        "\\*",
        "$n",
        "",
    );
    const text = fc.constantFrom("x", "", "'a b'", '"$v"', "$n", "*", "\\$", "a\\ b");
    const operation = fc.oneof(
        fc.tuple(fc.constantFrom(":-", "-", ":+", "+"), text).map((parts) => parts.join("")),
        fc.tuple(fc.constantFrom("#", "##", "%", "%%"), pattern).map((parts) => parts.join("")),
        fc
            .tuple(fc.constantFrom("/", "//", "/#", "/%"), pattern, fc.constantFrom("/", "/-", "/x y", '/"$n"', ""))
            .map((parts) => parts.join("")),
        fc.constantFrom("^", "^^", ",", ",,", "@U", "@L", "@Q", ":1", ":1:2", ": -2", ":0:-1", ":n:1", ":(-3):2"),
    );
    const expansion = fc.oneof(
        fc
            .tuple(
                name.filter((each) => each !== "#"),
                operation,
            )
            .map(([each, operated]) => `\${${each}${operated}}`),
        name.map((each) => `\${${each}}`),
        name.filter((each) => each !== "#").map((each) => `\${#${each}}`),
        fc.constantFrom("${!list[@]}", "${!map[@]}", "${!n}", "$#", "$*", "$@", "$1$2", "$v$e$p", "$'a\\tb'"),
    );
    const number = fc.constantFrom("n", "0", "3", "10", "-2", "$n", "${#v}", "0x10");
    const arithmetic: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
        value: fc.oneof(
            { depthSize: "small" },
            number,
            fc
                .tuple(
                    tie("value"),
                    fc.constantFrom("+", "-", "*", "/", "%", "<", ">=", "==", "&&", "||", "<<", "&"),
                    tie("value"),
                )
                .map((parts) => parts.join(" ")),
            tie("value").map((each) => `(${each})`),
            tie("value").map((each) => `!${each}`),
            fc.tuple(tie("value"), tie("value"), tie("value")).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
            fc.constantFrom("(n++)", "(++n)", "(n += 2)", "(n = 3)", "(m = n - 1)"),
        ),
    })).value;
    const brace = fc.constantFrom(
        "{a,b}",
        "x{1..3}y",
        "{c..a}",
        "{a,{b,c}}d",
        "{a}",
        "{1..3..2}",
        "{01..03}",
        '{"a b",c}',
        "{,x}",
        "{a,b}{1,2}",
        "$v{1,2}",
        "'{a,b}'",
        "{a\\,b,c}",
        "{1..x}",
    );
    const word = fc.constantFrom(
        '"$v"',
        '"$e"',
        "$n",
        "7",
        "value",
        '"v*"',
        "v*",
        "?alue",
        "x",
        '"two three"',
        '"$2"',
        "[uv]*",
    );
    const condition = fc.oneof(
        fc
            .tuple(word, fc.constantFrom("=", "!=", "-eq", "-lt", "-ge", "=="), word)
            .map(([a, operator, b]) => `[ ${a.replaceAll("*", "\\*")} ${operator} ${b.replaceAll("*", "\\*")} ]`),
        fc
            .tuple(word, fc.constantFrom("=", "!=", "==", "=~", "<", "-gt"), word)
            .map(([a, operator, b]) => `[[ ${a} ${operator} ${b} ]]`),
        fc.tuple(fc.constantFrom("-n", "-z"), word).map(([operator, a]) => `[ ${operator} ${a} ]`),
        fc.constantFrom(
            "[[ -n $v && -z $e ]]",
            "[[ -z $v || $n -gt 3 ]]",
            "[[ ! $v == v* ]]",
            "[[ $p =~ ^(.)/(.) ]] && echo ${BASH_REMATCH[2]}",
            "((n > 5))",
            "((n == 0))",
            "test -n",
            "[ -d /etc ]",
            "[ -f /etc/passwd ] && [ $n -le 7 ]",
            '[[ $v == "v*" ]]',
        ),
    );
    const choice = fc.tuple(
        word,
        fc.array(fc.constantFrom("v*)", "value|x)", "'v*')", "[0-9])", "*)", "two\\ *)", '"$v")', "(x)", "?)"), {
            minLength: 1,
            maxLength: 3,
        }),
        fc.constantFrom(";;", ";;", ";&", ";;&"),
    );
    const piece = fc.constantFrom(
        "a\\ b",
        '"a b"',
        "'a\"b'",
        "$'a\\tb\\x41'",
        '"\\$v"',
        '"a\\"b"',
        '\\"',
        "\"$(echo 'x y')\"",
        "$(echo 'x y')",
        "`echo x`",
        "${v}x",
        'a$v"b"',
        "\"${v}\"'c'",
        '"$1 $n"',
        '"\\a\\\\"',
        "''",
        '"$(printf "%s-%s" a "b c")"',
        "$((n + 1))",
        '"${list[@]}z"',
        "#x",
        "a#b",
        "x=$v",
        "'it'\\''s'",
    );
    const here = fc.constantFrom(
        "plain text",
        "  $v and ${n}",
        "\\$v \\\\ \\x",
        "`echo x` $(echo 'y  z')",
        "\"quoted $v\" 'and $n'",
        "\ttab $((n * 2))",
        "a \\",
        "# comment $e.",
        "${list[1]} ${#v} $#",
    );
    return {
        quoting: fc
            .array(piece, { minLength: 1, maxLength: 4 })
            .chain((pieces) => fc.constantFrom(" ", "").map((between) => `printf '<%s>' ${pieces.join(between)}`)),
        echo: fc
            .tuple(
                fc.constantFrom("echo", "echo -n", "echo -e", "echo -ne", "echo --"),
                fc.array(piece, { maxLength: 3 }),
            )
            .map(([command, pieces]) => `${command} ${pieces.join(" ")}`),
        "here-documents": fc
            .tuple(
                fc.constantFrom("<<E", "<<'E'", "<<-E", '<<"E"', "<<\\E"),
                fc.array(here, { minLength: 1, maxLength: 3 }),
                fc.constantFrom("cat", "tee /dev/null", "sed s/a/b/", 'while read -r l; do echo "[$l]"; done'),
            )
            .map(([operator, all, command]) => `${command} ${operator}\n${all.join("\n")}\nE`),
        "here-strings and command substitutions": fc
            .tuple(fc.constantFrom("cat <<<", "read -r w x <<<", "w="), piece)
            .map(([command, each]) =>
                command === "w=" ? `w=$(echo ${each}); echo "$w"` : `${command} ${each}; echo "$w|$x"`,
            ),
        "functions and positional parameters": fc
            .tuple(
                fc.array(piece, { maxLength: 3 }),
                fc.constantFrom(
                    'echo "$#:$1:$2"',
                    'for a in "$@"; do echo "<$a>"; done',
                    'shift; echo "$*"',
                    'local v=inner; echo "$v"; set -- changed; echo "$1"',
                    'while [ $# -gt 0 ]; do echo "$1"; shift; done',
                    'printf "%s=%s\\n" "$@"',
                    'w=$1; w+=x; echo "${w:-none}" >&2; echo "$w"',
                ),
            )
            .map(([pieces, body]) => `f() { ${body}; }; f ${pieces.join(" ")}; echo "$1|$v"`),
        "parameters in quotes": expansion.map((each) => `printf '<%s>' "${each}"`),
        "parameters without quotes": expansion.map((each) => `printf '<%s>' ${each}`),
        "parameters in here-documents": expansion.map((each) => `cat <<E\n${each}\nE`),
        arithmetic: arithmetic.map((each) => `echo $((${each})) $n`),
        braces: fc.array(brace, { minLength: 1, maxLength: 2 }).map((each) => `printf '<%s>' ${each.join(" ")}`),
        conditions: condition.map((each) => `if ${each}; then echo yes; else echo no; fi`),
        cases: choice.map(
            ([each, patterns, end]) =>
                `case ${each} in ${patterns.map((every, i) => `${every} echo ${i} ${end}`).join(" ")} esac`,
        ),
        assignments: fc
            .tuple(
                fc.constantFrom("w=", "w+=", "local w=", "declare w=", "export w=", "list+=", "w=$v", "declare -u w="),
                expansion,
            )
            .map(
                ([assignment, each]) => `w=0; f() { ${assignment}${each}; echo "<$w>"; }; f; echo "$w|$n|\${list[*]}"`,
            ),
        loops: fc
            .tuple(
                fc.constantFrom('"$@"', "$*", "${list[@]}", '"${list[@]}"', "{1..3}", "$unset", "a b"),
                fc.constantFrom(
                    "echo $i",
                    'echo "$i"; [ "$i" = one ] && continue; echo next',
                    '[ "$i" = 4 ] && break; echo "$i"',
                ),
            )
            .map(([values, body]) => `for i in ${values}; do ${body}; done`),
    };
}
