# Units of systemd.
#
# Needs: nl, die, process.sh. Gives: read_unit, unit_of, find_socket.

# Sets unit_pid (its main process), unit_words (its first command, variables filled in, quotes lost) and unit_socket (the
# active socket that starts it, if any) and unit_kills (its KillMode).
read_unit() {
    unit_pid=0 unit_words='' unit_socket='' unit_kills='' unit_values='' unit_files=
    while IFS= read -r unit_line; do
        case $unit_line in
            MainPID=*) unit_pid=${unit_line#*=} ;;
            ExecStart=*) [ -n "$unit_words" ] || { unit_words=${unit_line#*argv\[\]=} && unit_words=${unit_words%%' ; '*}; } ;;
            KillMode=*) unit_kills=${unit_line#*=} ;;
            TriggeredBy=?*) unit_socket=${unit_line#*=} ;;
            Environment=*) unit_values=$(printf '%s\n' "${unit_line#*=}" | tr ' ' '\n') ;;
            EnvironmentFiles=*) unit_line=${unit_line#*=} unit_files=$unit_files$nl${unit_line%' ('*} ;;
        esac
    done <<END
$(systemctl show -p MainPID -p KillMode -p ExecStart -p TriggeredBy -p Environment -p EnvironmentFiles "$1" 2>/dev/null)
END
    [ -z "$unit_socket" ] || systemctl -q is-active "$unit_socket" 2>/dev/null || unit_socket=
    case $unit_words in
        *\$*) fill_in ;;
    esac
    [ -n "$unit_words" ]
}

fill_in() {
    fill_words=
    for fill_word in $unit_words; do
        case $fill_word in
            \$*)
                fill_word=${fill_word#?} fill_word=${fill_word#\{}
                # shellcheck disable=SC2086 # a list of lines
                fill_word=$(IFS=$nl && printf '%s\n' "$unit_values" | cat - $unit_files 2>/dev/null |
                    sed -n "s/^[[:blank:]]*${fill_word%\}}=//p" | tail -n 1 | tr -d "\"'")
                ;;
        esac
        fill_words="$fill_words $fill_word"
    done
    unit_words=${fill_words# }
}

# Sets unit_id to the service that a process runs in, as the kernel has it.
unit_of() {
    unit_id=
    while IFS=: read -r _ unit_line unit_path; do
        case $unit_line:$unit_path in
            :*.service | name=systemd:*.service) unit_id=${unit_path##*/} ;;
        esac
    done 2>/dev/null <"/proc/$1/cgroup"
    [ -n "$unit_id" ]
}

# Finds a socket that systemd listens on (on a port, if one is given) to start an sshd. Sets socket and sshd, and
# unit_words to how it is started.
find_socket() {
    [ -d /run/systemd/system ] || return 1
    find_all='' find_id='' find_service='' find_port='' find_active='' find_end="${1:+:$1} (Stream)"
    while IFS= read -r find_line; do
        case $find_line in
            Id=*) find_id=${find_line#*=} ;;
            Triggers=?*) [ -n "$find_service" ] || find_service=${find_line#*=} ;;
            # One that starts a service for each connection has a template; any instance of it will do, and it triggers
            # as many as there are connections.
            Accept=yes) find_service=@ ;;
            Listen=/*) ;;
            Listen=*"$find_end") find_port=yes ;;
            ActiveState=active) find_active=yes ;;
            '')
                [ "$find_service" != @ ] || find_service=${find_id%.socket}@x.service
                [ "$find_port$find_active" != yesyes ] || find_all="$find_all $find_id $find_service"
                find_service='' find_port='' find_active=
                ;;
        esac
    done <<END
$(systemctl show -p Id -p Triggers -p Accept -p Listen -p ActiveState '*.socket' 2>/dev/null)$nl
END
    # systemd always has some, so it was not asked.
    [ -n "$find_id" ] || die 1 "systemctl names no socket; nothing was changed."
    # shellcheck disable=SC2086 # pairs of words
    set -- $find_all
    while [ $# -gt 1 ]; do
        if read_unit "$2" && is_sshd "${unit_words%% *}"; then
            socket=$1 sshd=${unit_words%% *}
            return 0
        fi
        shift 2
    done
    return 1
}
