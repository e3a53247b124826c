# The command line of a daemon, which takes precedence over every file.
#
# Needs: nl.
# Provides: read_title, drop_first, read_words.

# Sets started (what a SIGHUP executes again) and words to the arguments in a process's title, which has no quotes. The
# title of a running sshd is "sshd: ", its arguments, " [listener] 0 of 10-100 startups", cut to the space that its
# arguments and environment had. The space of the arguments (proc(5), fields 48 and 49 of stat) shows where they end.
# Fails if they are truncated.
read_title() {
    words=$(tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline")
    read -r title_stat <"/proc/$1/stat"
    # shellcheck disable=SC2086 # numbers
    set -- ${title_stat##*')'}
    shift 45
    title_room=$(($2 - $1 - 1))
    case $words in
        *': /'*\\*)
            # A title has each backslash doubled, and other characters than ASCII in octal.
            words=$(printf '%b' "$(printf '%s\n' "${words#*: }" | sed 's/\\\\/\\0134/g; s/\\\([123][0-7][0-7]\)/\\0\1/g')")
            ;;
        *': /'*) words=${words#*: } ;;
    esac
    case $words in
        *' [listener]'*) [ "$title_room" -gt 0 ] || words=${words%' [listener]'*} ;;
    esac
    if [ "$title_room" -gt 0 ]; then
        # A single argument of two characters sets nothing that matters here.
        [ "${#words}" -ge "$title_room" ] || { [ "$title_room" -le $((${#daemon_exe} + 3)) ] && words='' && return; } || return 1
        words=$(printf "%.${title_room}s" "$words")
    fi
    case $words in
        /*) started=${words%% *} ;;
    esac
    drop_first
}

drop_first() {
    case $words in
        *' '*) words=${words#* } ;;
        *) words= ;;
    esac
}

# Sets main_file, daemon_args (the arguments that sshd -T needs to report the same values) and daemon_line (the
# arguments that start it) from words, with a tab before each argument. Reads words as sshd's getopt does: flags may be
# clustered, and a value may follow its letter directly. sshd takes no other arguments, so any other word belongs to the
# value before it.
read_words() {
    main_file='' daemon_args='' daemon_line='' words_option='' words_value='' words_flags=
    # shellcheck disable=SC2086 # it is split into words on purpose
    set -- $words
    while [ $# -gt 0 ]; do
        words_rest=$1 words_letters=
        case $1 in
            -?*) words_rest=${1#-} ;;
            *) words_value="$words_value$words_flags $1" words_flags='' words_rest= ;;
        esac
        while [ -n "$words_rest" ]; do
            words_tail=${words_rest#?}
            case $words_rest in
                [46DGQRTdeiqrtV]*) words_letters=$words_letters${words_rest%"$words_tail"} words_rest=$words_tail ;;
                [cfhE]/* | [cfhE] | o[A-Za-z]* | o | [bgkpu][0-9]* | [bgkpu] | C*)
                    take_option
                    words_flags=${words_letters:+ -$words_letters}
                    take_option
                    words_option=${words_rest%"$words_tail"} words_value=$words_tail words_rest='' words_letters=
                    [ -n "$words_value" ] || [ $# -lt 2 ] || { words_value=$2 && shift; }
                    ;;
                *) words_value="$words_value$words_flags $1" words_flags='' words_rest='' words_letters= ;;
            esac
        done
        words_flags=$words_flags${words_letters:+ -$words_letters}
        shift
    done
    take_option
}

# Takes the option read last, and the flags after it.
take_option() {
    case $words_option in
        '') ;;
        f) main_file=$words_value daemon_line=$daemon_line$tab-f$tab$words_value ;;
        [ophc]) daemon_args=$daemon_args$tab-$words_option$words_value daemon_line=$daemon_line$tab-$words_option$tab$words_value ;;
        *) daemon_line=$daemon_line$tab-$words_option$tab$words_value ;;
    esac
    for take_flag in $words_flags; do
        case $take_flag in
            *4*) daemon_args=$daemon_args$tab-4 ;;
            *6*) daemon_args=$daemon_args$tab-6 ;;
        esac
        # When it is started again, it must go to the background.
        take_flag=$(printf '%s' "$take_flag" | tr -d 'Deid')
        [ "$take_flag" = - ] || daemon_line=$daemon_line$tab$take_flag
    done
    words_option='' words_value='' words_flags=
}
