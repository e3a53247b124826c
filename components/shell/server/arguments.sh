# Parses the command line.
#
# Needs: shared/text.sh, shared/arguments.sh, keywords.sh.
# Provides: read_arguments, read_argument, try_here_document, sshd_lines, kernel_lines.

read_arguments() {
    sshd_lines='' kernel_lines=
    read_command_line "$@"
    case $verb in
        restore) [ -z "$sshd_lines$kernel_lines" ] || die 2 "restore takes no settings." ;;
        *) [ -n "$sshd_lines$kernel_lines" ] || die 2 "$verb needs at least one setting." ;;
    esac
}

# Takes a setting. Only a known keyword and characters without a special meaning to anything but sshd and sysctl reach a
# file. --run=TEXT is ignored: it only makes the command line of each run differ from the previous one.
read_argument() {
    case $1 in
        --run=*) return 0 ;;
        *[!A-Za-z0-9\ .,:=*?_@/+-]*) die 2 "the setting '$1' has a character that no keepalive setting has." ;;
    esac
    kind_of "$1"
    case $kind in
        sshd) sshd_lines=$sshd_lines$1$nl ;;
        kernel)
            case ${1#* = } in
                *[!0-9]*) die 2 "the setting '$1' must be a whole number." ;;
            esac
            kernel_lines=$kernel_lines$1$nl
            ;;
        *) die 2 "the setting '$1' is not one that this program manages." ;;
    esac
}

# Some shells keep here-documents in temporary files. If they cannot, they only print an error, and every loop that
# reads one would be skipped silently.
try_here_document() {
    export TMPDIR="${TMPDIR:-/tmp}"
    [ ! -w "$run_dir" ] || TMPDIR=$run_dir
    here=
    read -r here <<END
$verb
END
    [ "$here" = "$verb" ] || die 1 "this shell cannot write below ${TMPDIR:-/tmp} (full or read-only disk?); nothing was changed."
}
