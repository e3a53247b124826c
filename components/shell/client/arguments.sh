# Parses the command line.
#
# Needs: shared/text.sh, shared/arguments.sh, keywords.sh.
# Provides: read_arguments, read_argument, split_setting, settings, patterns, and initial values for variables of the
# report.

read_arguments() {
    patterns='' settings='' positive=no again=no
    warnings='' drift='' effective='' previous='' openssh='' changed=false line=0
    read_command_line "$@"
    case $verb in
        restore) [ -z "$settings$patterns" ] || die 2 "restore takes no settings and no patterns." ;;
        *)
            [ -n "$settings" ] || die 2 "$verb needs at least one setting."
            [ "$positive" = yes ] || die 2 "$verb needs at least one pattern that is not negated."
            ;;
    esac
}

# Takes a pattern or a setting.
read_argument() {
    case $1 in
        --pattern)
            [ $# -gt 1 ] || die 2 "--pattern needs a value: one of ssh's host patterns."
            read_pattern "$2"
            argument_count=2
            ;;
        # Makes the command line of each run differ from the previous one. Only an update has it, so an apply came before.
        --run=*) again=yes ;;
        *) read_setting "$1" ;;
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
