# systemd's units.
#
# Needs: shared/text.sh, process.sh, nl.
# Provides: read_unit, unit_of, find_socket.

# Sets unit_pid (the main process), unit_words (the first command, with variables expanded and without quotes),
# unit_socket (the active socket that triggers the unit, if any) and unit_kills (its KillMode).
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

# Sets unit_id to the service of a process, according to its control group.
unit_of() {
    unit_id=
    while IFS=: read -r _ unit_line unit_path; do
        case $unit_line:$unit_path in
            :*.service | name=systemd:*.service) unit_id=${unit_path##*/} ;;
        esac
    done 2>/dev/null <"/proc/$1/cgroup"
    [ -n "$unit_id" ]
}

# Finds a systemd socket that starts an sshd and, if a port is given, listens on it. Sets socket and sshd, and
# unit_words to the command that starts it.
find_socket() {
    [ -d /run/systemd/system ] || return 1
    find_all='' find_id='' find_service='' find_port='' find_active='' find_end="${1:+:$1} (Stream)"
    while IFS= read -r find_line; do
        case $find_line in
            Id=*) find_id=${find_line#*=} ;;
            Triggers=?*) [ -n "$find_service" ] || find_service=${find_line#*=} ;;
            # A socket that starts a service for each connection has a template, and triggers an instance for each
            # connection; any instance will do.
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
    # systemd always has sockets, so an empty list means that systemctl failed.
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
