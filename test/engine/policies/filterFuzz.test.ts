import fc from "fast-check";
import { singleQuoted } from "../../../policies/parsers/text";
import { assertSameOutput } from "./realOutput";

describe("interpreting a text command and running it", () => {
    for (const [name, command] of Object.entries(commands()))
        it(`print the same for ${name}, wherever the output is known`, () => assertSameOutput(fc.tuple(text, command)));
});

const text = fc
    .array(
        fc.constantFrom(
            "Port 22",
            "#ClientAliveInterval 0",
            "ClientAliveInterval 60",
            "a:b:c:d",
            "  x\ty  z ",
            "x",
            "x",
            "",
            "key=value=more",
            "Zed",
            "yes,no,1",
            "net.ipv4.tcp_keepalive_time = 60",
        ),
        { minLength: 1, maxLength: 5 },
    )
    .chain((lines) => fc.constantFrom(`${lines.join("\n")}\n`, lines.join("\n")));

/** Commands by name: each reads the input, or has arguments of its own. */
function commands(): Record<string, fc.Arbitrary<string>> {
    const number = fc.integer({ min: 0, max: 4 });
    const range = fc.oneof(
        number.map((n) => `${n + 1}`),
        fc.tuple(number, number).map(([a, b]) => `${a + 1}-${a + b + 1}`),
        number.map((n) => `${n + 1}-`),
        number.map((n) => `-${n + 1}`),
    );
    const ranges = fc.array(range, { minLength: 1, maxLength: 3 }).map((each) => each.join(","));
    const set = fc
        .array(
            fc.constantFrom(
                "a-z",
                "A-Z",
                "0-9",
                "[:upper:]",
                "[:lower:]",
                "[:space:]",
                "[:digit:]",
                " ",
                "x",
                "\\n",
                ":=",
            ),
            { minLength: 1, maxLength: 2 },
        )
        .map((each) => singleQuoted(each.join("")));
    const pattern = fc.constantFrom(
        "x",
        "^#",
        "A[a-z]*e",
        "[0-9][0-9]*",
        "Client\\|Port",
        "\\(Alive\\)",
        "^$",
        " *$",
        ".",
        "[[:space:]]",
        "(a|k)[:e]",
        "x+",
        "=.*=",
    );
    const arithmetic = fc
        .tuple(number, fc.constantFrom("+", "-", "\\*", "/", "%"), number)
        .map(([a, operator, b]) => `expr ${a} ${operator} ${b + 1}`);
    const letters = fc.constantFrom("", "-E ", "-i ", "-v ", "-c ", "-o ", "-w ", "-x ", "-F ", "-q ", "-m 1 ", "-vc ");
    return {
        cut: fc.oneof(
            fc
                .tuple(fc.constantFrom("-d:", "-d ' '", "-d=", "-d ,", ""), ranges, fc.constantFrom("", " -s"))
                .map(([delimiter, list, only]) => `cut ${delimiter} -f${list}${only}`),
            ranges.map((list) => `cut -c ${list}`),
        ),
        tr: fc
            .tuple(fc.constantFrom("", "-d ", "-s ", "-c ", "-ds ", "-cd ", "-cs "), set, fc.option(set, { nil: "" }))
            .map(([options, from, to]) => `tr ${options}${from} ${to}`),
        "head and tail": fc
            .tuple(fc.constantFrom("head", "tail"), fc.constantFrom("-n ", "-n", "-", "-n -", "-n +"), number)
            .map(([name, option, n]) => `${name} ${option}${n}`),
        "sort, uniq, rev, tac and wc": fc.constantFrom(
            "sort",
            "sort -u",
            "sort -r",
            "sort -ru",
            "uniq",
            "sort | uniq",
            "rev",
            "tac",
            "wc -l",
            "paste -s",
            "paste -sd,",
            "paste -d: - -",
        ),
        grep: fc.tuple(letters, pattern).map(([option, each]) => `grep ${option}${singleQuoted(each)}`),
        sed: fc
            .tuple(fc.constantFrom("", "-n ", "-E "), pattern, fc.constantFrom("", "g", "p", "2", "I", "gp"))
            .map(([option, each, flags]) => `sed ${option}${singleQuoted(`s/${each}/<&>/${flags}`)}`),
        "sed with addresses": fc
            .tuple(
                fc.constantFrom("", "-n "),
                fc.constantFrom("1", "$", "2,3", "1!", "/x/", "/#/,/x/", "2,$", "$!", "/^$/"),
                fc.constantFrom(
                    "d",
                    "p",
                    "q",
                    "a text",
                    "i\\\ntext",
                    "c changed",
                    "s/.*/-/",
                    "{s/a/b/;p}",
                    "y/abc/xyz/",
                ),
            )
            .map(([option, address, action]) => `sed ${option}${singleQuoted(`${address}${action}`)}`),
        "sed, awk and grep at the ends of lines and texts": fc.constantFrom(
            "sed 's/ *$/<&>/g'",
            "sed 's/ *$/<&>/2'",
            "awk '{gsub(/ *$/, \"[&]\"); print}'",
            "sed '$q'",
            "sed '1q'",
            "sed '/x/q'",
            "grep -w '.'",
            "grep -ow 'x'",
            "grep -o ' *'",
            "tac",
            "rev",
            "head -n 1",
            "tail -n 1",
        ),
        awk: fc.constantFrom(
            "awk '{print $1}'",
            "awk '{print $NF, NR}'",
            "awk -F: '{print $2}'",
            "awk -F= '{print $1; next} {print}'",
            "awk '/x/'",
            "awk '!/x/ {print NF}'",
            'awk \'$1 == "x" {print "found", $0}\'',
            "awk 'NR==2'",
            "awk '!seen[$0]++'",
            "awk '{sub(/a/, \"[&]\")} 1'",
            "awk '{gsub(/[0-9]+/, \"N\"); print}'",
            "awk -v k=Port '$1 == k {printf \"%s-%s\\n\", $1, $2}'",
            "awk '{print toupper($1) tolower($2)}'",
            "awk 'BEGIN {print \"start\"} {print $2} '",
            "awk '$1 ~ /^C/ {print $2; exit}'",
            "awk -F'[:=]' '{print $2}'",
        ),
        xargs: fc.constantFrom(
            "xargs",
            "xargs -n 1",
            "xargs -n2 echo -",
            "xargs -I{} echo '<{}>'",
            "xargs -d '\\n' echo",
            "tr ' ' '\\0' | xargs -0 echo",
        ),
        "read and getopts": fc.constantFrom(
            'while read -r a b; do echo "<$a|$b>"; done',
            'while read -r l; do echo "$l"; done',
            'while IFS= read -r l; do echo "[$l]"; done',
            'IFS=: read -r a b c; echo "$c-$b-$a"',
            'read -r -a list; echo "${list[1]}/${#list[@]}"',
            'mapfile -t list; echo "${list[0]}"',
            'set -- -a -b v rest; while getopts ab: o; do echo "$o=$OPTARG"; done; shift $((OPTIND - 1)); echo "$1"',
            'set -- -bv -ac; while getopts :ab: o; do echo "$o=$OPTARG"; done; echo $OPTIND',
        ),
        "printf, seq, expr, basename and dirname": fc.oneof(
            fc
                .tuple(
                    fc.constantFrom("%s\\n", "%-5s|", "%5d|", "%03d", "%s=%s\\n", "%%%s", "%b"),
                    fc.array(number, { maxLength: 3 }),
                )
                .map(([format, values]) => `printf ${singleQuoted(format)} ${values.join(" ")}`),
            fc
                .array(number, { minLength: 1, maxLength: 3 })
                .map((values) => `seq ${values.map((n) => n + 1).join(" ")}`),
            arithmetic,
            fc.constantFrom(
                "basename /a/b.conf .conf",
                "basename b",
                "basename /",
                "dirname /a/b",
                "dirname b",
                "dirname /",
            ),
        ),
    };
}
