# Parses the command line.
#
# Needs: keywords.sh, die (shared/text.sh). Gives: read_arguments, read_setting, try_here_document.

read_arguments() {
    verb=${1:-}
    owner='' host='' take_over=no run_id='' sshd_lines='' kernel_lines=
    case $verb in
        apply | restore | check) shift ;;
        *) die 2 "the first argument is '$verb', but must be apply, restore or check." ;;
    esac
    while [ $# -gt 0 ]; do
        case $1 in
            --owner)
                [ $# -gt 1 ] || die 2 "--owner needs a value: PROJECT/STACK/NAME."
                owner=$2
                shift
                ;;
            --host)
                [ $# -gt 1 ] || die 2 "--host needs a value: the host's name in the component."
                host=$2
                shift
                ;;
            --take-over) take_over=yes ;;
            --id=*) run_id=${1#--id=} ;;
            # Ignored: it only makes the command line of each run differ from the previous one.
            --run=*) ;;
            *) read_setting "$1" ;;
        esac
        shift
    done
    case $owner in
        '') die 2 "--owner is missing: PROJECT/STACK/NAME." ;;
        *[[:cntrl:]]*) die 2 "--owner has a control character in it." ;;
    esac
    case $host in
        *[!A-Za-z0-9._-]*) die 2 "--host takes letters, digits, '.', '_' and '-'." ;;
    esac
    owned_by=$owner${host:+, host $host}
    case $verb in
        restore) [ -z "$sshd_lines$kernel_lines" ] || die 2 "restore takes no settings." ;;
        *) [ -n "$sshd_lines$kernel_lines" ] || die 2 "$verb needs at least one setting." ;;
    esac
}

# Only a known keyword and characters without a special meaning to anything but sshd and sysctl reach a file.
read_setting() {
    case $1 in
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
