import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFile, readScript, readSsmDocument, readUserData } from "../../../policies/parsers/read";

const corpus = join(__dirname, "..", "..", "corpus", "policies");
const texts = readdirSync(corpus).map((name) => readFileSync(join(corpus, name), "utf8"));

/** Fragments that take parsers a long time if there are many of them. */
const fragments = [
    ..." \n\t\"'`\\#(){}[]<>|&;=*?!$~:-,.0\0",
    "$(",
    "${",
    "$((",
    "{{",
    "{%",
    "<<E\n",
    "<<-'E'\n",
    "&&",
    "||",
    ";;",
    "case x in ",
    "esac\n",
    "if ",
    "then ",
    "fi\n",
    "for i in a b c; do ",
    "while read l; do ",
    "done\n",
    "f() { f; f; }\n",
    "f\n",
    "sudo ",
    "env A=1 ",
    "eval ",
    "x=$x$x\n",
    "cat a a > b; cat b b > a\n",
    "echo x >> a\n",
    "sed -i 's/^(\\s*#?\\s*)*Client.*/x/' a\n",
    "a && b || c\n",
    "[ -e x ] || y=1\n",
    "if [ -e x ]; then echo $RANDOM >> a; fi\n",
    "case $x in a) b=$b$x;; *) c=1;; esac\n",
    "- ",
    "? ",
    "a: ",
    "&a ",
    "*a ",
    "<<: *a\n",
    "!!binary ",
    "- [a, b]\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    "--b\n",
    "Content-Type: text/x-shellscript\n\n",
    "ClientAliveInterval 0\n",
    "Match all\n",
    "Include *\n",
    "net.ipv4.tcp_keepalive_time = 1\n",
    "\r\n",
    "\uE000",
    "{1..9999}",
    "{a,b}",
    "${x%%*}",
    "${x//a/b}",
    "*/*/*",
    "$'\\x41'",
    "#!/bin/sh\n",
    "#cloud-config\n",
    "runcmd:\n",
    "write_files:\n",
    "  - path: /a\n",
    "ln -s a b; ln -s b a\n",
    "trap 'x' EXIT\n",
    "mkdir -p /x; mv /x /y\n",
    "printf '%s\\n' a b c d e\n",
    "read a b c\n",
    "IFS=, read -ra a <<< $x\n",
    "mapfile -t a\n",
    "| cut -d= -f1,3- ",
    "| tr -s a-z A-Z ",
    "| base64 | base64 -d ",
    "| gzip | gunzip ",
    "| sort -u | rev | tac ",
    "| awk -F'[=a]*' '{gsub(/a*/, \"b\")} !s[$0]++ {print $1, $NF}' ",
    "| grep -oE '(a*)*' ",
    "| xargs -n1 bash -c 'x $0 $@' ",
    "paste -d, - - - <<< $x\n",
    "seq 500 ",
    "envsubst ",
    "[[ $x =~ (a*)*$ ]] && x=${BASH_REMATCH[1]}$x\n",
    '{a,{b,{c,"d $x"}}}{1..9}',
    "getopts ab:c o -a -b c -cab\n",
    "export -f f; bash -c f\n",
    "x=$(declare -f)\n",
    "declare -n a=b; declare -n b=a; a=$x\n",
    "declare -u x\n",
    "trap 'trap x EXIT; f' EXIT\n",
    "(trap f EXIT)\n",
    "sshd -t || exit\n",
    "sudo -E env -i A=1 sh -c f\n",
    "x=$(< a)\n",
    "return\n",
    "\u00e9",
    "\u{1f511}",
];

/** A pseudo-random integer generator: numbers from 0 to below the limit, the same sequence for the same seed. */
export function random(seed: number): (limit: number) => number {
    let state = seed >>> 0;
    return (limit) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * limit);
    };
}

/** Returns a text of up to 100 kB: fragments, repeated or alternating, with excerpts of the corpus between them. */
export function anyText(next: (limit: number) => number): string {
    // Most texts are short, because they nest the deepest; every size up to the largest occurs.
    const size = Math.floor(10 ** (1 + (next(1000) / 1000) ** 2 * 4));
    const chosen = Array.from({ length: 1 + next(4) }, () => fragments[next(fragments.length)]!);
    let text = ["", "", "#!/bin/bash\n", "#cloud-config\n", "#cloud-config\nruncmd:\n - |\n  "][next(5)]!;
    while (text.length < size) {
        const kind = next(20);
        if (kind === 0) {
            const from = texts[next(texts.length)]!;
            text += from.slice(next(from.length)).slice(0, next(300));
        } else {
            text += kind < 10 ? chosen[next(chosen.length)]!.repeat(1 + next(size)) : chosen.join("");
        }
    }
    return text.slice(0, 100_000);
}

/** Every parser of a text. */
export const parsers: Readonly<Record<string, (text: string) => unknown>> = {
    "a script": (text) => readScript(text),
    "a script's input": (text) =>
        readScript('while read -r a b; do sed -i "s/$a/$b/" /etc/ssh/sshd_config; done', { stdin: text }),
    "user data": readUserData,
    "an SSM document": readSsmDocument,
    "a file of sshd's": (text) => readFile("/etc/ssh/sshd_config", text),
    "a file of sysctl's": (text) => readFile("/etc/sysctl.d/1.conf", text),
};
