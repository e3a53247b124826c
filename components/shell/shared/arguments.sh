# Parses the command line: what both programs take. The rest is for read_argument of each program.
#
# Needs: shared/text.sh, arguments.sh.
# Provides: read_command_line, and the variables that it sets.

# Sets verb, owner, host, owned_by, take_over and run_id.
read_command_line() {
    verb=${1:-}
    owner='' host='' take_over=no run_id=''
    case $verb in
        apply | restore | check) shift ;;
        *) die 2 "the first argument is '$verb', but must be apply, restore or check." ;;
    esac
    while [ $# -gt 0 ]; do
        argument_count=1
        case $1 in
            --owner)
                [ $# -gt 1 ] || die 2 "--owner needs a value: PROJECT/STACK/NAME."
                owner=$2 argument_count=2
                ;;
            --host)
                [ $# -gt 1 ] || die 2 "--host needs a value: the host's name in the component."
                host=$2 argument_count=2
                ;;
            --take-over) take_over=yes ;;
            --id=*) run_id=${1#--id=} ;;
            *) read_argument "$@" ;;
        esac
        shift "$argument_count"
    done
    case $owner in
        '') die 2 "--owner is missing: PROJECT/STACK/NAME." ;;
        *[[:cntrl:]]*) die 2 "--owner has a control character in it." ;;
    esac
    case $host in
        *[!A-Za-z0-9._-]*) die 2 "--host takes letters, digits, '.', '_' and '-'." ;;
    esac
    owned_by=$owner${host:+, host $host}
}
