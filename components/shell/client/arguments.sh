# Parses the command line.

read_arguments() {
    verb=${1:-}
    owner='' host='' take_over=no run_id='' again=no patterns='' settings='' positive=no
    warnings='' drift='' effective='' previous='' openssh='' changed=false line=0
    case $verb in
        apply | check | restore) shift ;;
        *) die 2 "the first argument is '$verb', but must be apply, check or restore." ;;
    esac
    while [ $# -gt 0 ]; do
        case $1 in
            --owner | --host | --pattern)
                [ $# -gt 1 ] || die 2 "$1 needs a value."
                case $1 in
                    --owner) owner=$2 ;;
                    --host) host=$2 ;;
                    *) read_pattern "$2" ;;
                esac
                shift
                ;;
            --take-over) take_over=yes ;;
            --id=*) run_id=${1#--id=} ;;
            # Makes the command line of each run differ from the previous one. Only an update has it, so an apply came
            # before.
            --run=*) again=yes ;;
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
        restore) [ -z "$settings$patterns" ] || die 2 "restore takes no settings and no patterns." ;;
        *)
            [ -n "$settings" ] || die 2 "$verb needs at least one setting."
            [ "$positive" = yes ] || die 2 "$verb needs at least one pattern that is not negated."
            ;;
    esac
}

read_pattern() {
    case $1 in
        '' | ! | -* | !-* | !*!* | [!!]*!* | *[!]A-Za-z0-9._:*?%+!-]*)
            die 2 "the pattern '$1' is not a host pattern."
            ;;
        !*) ;;
        *) positive=yes ;;
    esac
    patterns=$patterns$1$nl
}

read_setting() {
    kind_of "$1"
    case $kind in
        flag) ;;
        number)
            case ${1#* } in
                *[!0-9]*) die 2 "the setting '$1' must be a whole number." ;;
            esac
            ;;
        *) die 2 "the setting '$1' is not one that this program manages." ;;
    esac
    settings=$settings$1$nl
}

# Sets key to a setting's keyword as ssh -G prints it, and value to its value.
split_setting() {
    value=${1#* }
    key_of "$1"
}
