# Text output: messages and JSON.
#
# Needs: nl, and LC_ALL=C.
# Provides: json_text, warn, die, printable, say, warnings.

warnings=

# Sets plain to any bytes converted to printable UTF-8 on one line: with "?" for each control character, which could
# control a terminal, and for each byte that is not valid UTF-8, which JSON cannot contain.
printable() {
    plain=$1
    case $1 in
        *[!\ -~]*) ;;
        *) return 0 ;;
    esac
    # The sequences of RFC 3629, section 4, except U+0080 to U+009F, which are control characters.
    plain=$(printf '%s\n' "$1" | awk '
        { gsub(/[\t\r]/, " "); gsub(/[\001-\037\177]/, "?"); printf "%s", between; between = " " }
        {
            left = $0
            while (match(left, /[\200-\377]/)) {
                printf "%s", substr(left, 1, RSTART - 1)
                left = substr(left, RSTART)
                if (match(left, /^(\302[\240-\277]|[\303-\337][\200-\277]|\340[\240-\277][\200-\277]|\355[\200-\237][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277])/))
                    printf "%s", substr(left, 1, RLENGTH)
                else { printf "?"; RLENGTH = 1 }
                left = substr(left, RLENGTH + 1)
            }
            printf "%s", left
        }')
    [ -n "$plain" ] || plain='(unreadable)'
}

# Sets json to a text as a JSON string.
json_text() {
    printable "$1"
    json=$plain
    case $json in
        *[\\\"]*) json=$(printf '%s\n' "$json" | sed 's/[\\"]/\\&/g') ;;
    esac
    json=\"$json\"
}

warn() {
    warnings=$warnings$1$nl
}

die() {
    die_code=$1
    shift
    say "$*"
    while IFS= read -r die_line; do
        [ -z "$die_line" ] || say "$die_line"
    done <<END
$warnings
END
    exit "$die_code"
}

say() {
    printable "$1"
    printf 'pulumi-ssh-keepalive: %s\n' "$plain" >&2
}
