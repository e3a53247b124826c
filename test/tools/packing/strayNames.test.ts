import assert from "node:assert/strict";
import { withShortNames } from "../../../tools/packing/shortNames";

/**
 * Code after `clean_up() { :; }; reload() { :; }; size=1; kept_file=x; file=y;`, and the name that would stay in it.
 */
const refused: readonly (readonly [string, string])[] = [
    ["trap 'clean_up' EXIT", "clean_up"],
    ['trap "reload; exit 1" HUP', "reload"],
    ["trap 'rm -f \"$file\"' EXIT", "file"],
    ["command trap 'clean_up' EXIT", "clean_up"],
    ["eval 'reload 1'", "reload"],
    ['eval "$size=\\$(reload)"', "reload"],
    ["sh -c 'echo $file'", "file"],
    ["exec /bin/sh -ec reload", "reload"],
    ["timeout 5 bash -c 'clean_up'", "clean_up"],
    ["file=x sh -c 'echo ok'", "file"],
    ["size=1 awk '{ print ENVIRON[\"size\"] }'", "size"],
    ["echo a | read -r 'file'", "file"],
    ["command read -r size", "size"],
    ["export file", "file"],
    ["export other=1 size", "size"],
    ["readonly file", "file"],
    ["unset size", "size"],
    ["unset -f reload", "reload"],
    ["getopts ab file", "file"],
    ["local size", "size"],
    ["[ -v file ]", "file"],
    ["test -v 'size'", "size"],
    ["printf -v file %s x", "file"],
    ["command -v reload", "reload"],
    ["type clean_up", "clean_up"],
    ['"reload" 1', "reload"],
    ["\\clean_up", "clean_up"],
    ["'reload'", "reload"],
    ["next=clean_up; $next", "clean_up"],
    ["next='clean_up'", "clean_up"],
    ["for next in clean_up other; do $next; done", "clean_up"],
    ["set -- clean_up", "clean_up"],
    ["reload 'clean_up'", "clean_up"],
    ["reload kept_file", "kept_file"],
    ['twice() { "$1"; "$1"; }; twice reload', "reload"],
    ["all() { for one in a; do $2 $one || return; done; }; all a 'reload'", "reload"],
    ['next=reload; "$next"', "reload"],
    ["for next in other reload; do ${next} 1; done", "reload"],
    ["next='clean_up 1; exit'; eval \"$next\"", "clean_up"],
    ["printf 'echo \"$kept_file\"' | sh", "kept_file"],
    ["echo $((size$file))", "size"],
    ["echo $((list[size]))", "size"],
];

/** Code that is not plain sh, in which names cannot be determined. */
const unclear = [
    'echo "${!file}"',
    "[[ -v file ]]",
    "(( size++ ))",
    "for ((size=0; size<3; size++)); do :; done",
    "select file in a b; do :; done",
    "exec {file}>/dev/null",
    "echo `echo \\$file`",
];

/** Code in which the same names are only words, or are found. */
const taken = [
    'echo "cannot reload the file: size is kept, tcp_keepalive_time"',
    "echo reload file size; reload file size; reload 'the file'",
    "# a comment: trap 'clean_up' EXIT\n",
    "printf '%s\\n' \"`reload`\"; `reload`; printf 'a\\n'",
    "printf '%s\\n' 'trap reload EXIT; $file ${size}'",
    "cat <<'END'\n$file ${size} $((size))\nEND",
    'echo "\\$file"',
    "trap clean_up EXIT; trap '' HUP; trap - HUP; trap 'exit 1' INT",
    'eval "file=~$size"; echo "$file"',
    'sh -c \'echo "$1" profile filesize\' - "$file"',
    "IFS=: read -r file size",
    'twice() { "$1"; "$1"; }; twice clean_up; twice file; show() { echo "$1"; }; show reload; next=reload; echo $next',
    "FILE=$file sh -c 'echo \"$FILE\"'; export FILE",
    "unset FILE; export PATH; command -v file; command -v sh",
    "getopts file: OPTION",
    '[ -n "$file" ]; [ "$file" = kept_file ]; grep -v file /dev/null',
    "case $file in reload | file | kept_file) ;; esac",
    'echo $((size + 1)) "$((size))" "${file:-size}" "${#file}" "${file%file}" "${file:+"$kept_file"}"',
    'echo $(reload `reload` "$(reload file)")',
];

describe("names that would stay in a minified shell program", () => {
    const define = "clean_up() { :; }; reload() { :; }; size=1; kept_file=x; file=y\n";

    for (const [text, name] of refused) {
        it(`are refused: ${text}`, () => {
            assert.throws(() => withShortNames(define + text), {
                message: new RegExp(`^the name ${name} would stay in .* and be replaced elsewhere: `),
            });
        });
    }

    for (const text of unclear) {
        it(`are refused because they cannot be resolved: ${text}`, () => {
            assert.throws(() => withShortNames(define + text), /^Error: not plain POSIX shell, so names/);
        });
    }

    for (const text of taken)
        it(`are accepted: ${JSON.stringify(text)}`, () => assert.doesNotThrow(() => withShortNames(define + text)));

    it("do not prevent another name from being shortened", () => {
        const short = withShortNames(
            'word=1; other=2; eval "a=3"; echo "$word $other $a $A"; b 4; check() { :; }; A; check',
        );
        assert.match(
            short,
            /^(\w)=1; (?!\1)(\w)=2; eval "a=3"; echo "\$\1 \$\2 \$a \$A"; b 4; (\w)\(\) \{ :; \}; A; \3$/,
        );
        assert.doesNotMatch(short, /^[aA]=|; [aA]=|\bA\(\)/);
    });
});
