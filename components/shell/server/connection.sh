# The connection through which this program was started.
#
# Needs: process.sh.
# Provides: find_connection, name_connection.

# Sets serving: the daemon that this process descends from, if any; connection_uid: the user of the session that it
# serves; connection: the addresses and ports of the client and of this host, as in the session's SSH_CONNECTION, or
# nothing. The connecting user can forge the last one.
find_connection() {
    serving='' connection=${SSH_CONNECTION:-} connection_above='' connection_uid='' connection_below=
    connection_at=$$
    # sudo and doas remove the variable; the login shell above them still has it.
    while read_status "$connection_at" && [ "$process_parent" -gt 1 ]; do
        # A session is a process of root below the daemon, with the first process of its user below it.
        connection_at=$process_parent connection_above="$connection_above $process_parent/$connection_below" connection_below=${process_ids%% *}
        [ -z "$connection" ] || continue
        connection=$nl$(tr '\0' '\n' 2>/dev/null <"/proc/$connection_at/environ")
        case $connection in
            *"${nl}SSH_CONNECTION="*) connection=${connection##*"${nl}SSH_CONNECTION="} connection=${connection%%"$nl"*} ;;
            *) connection= ;;
        esac
    done
    for connection_at in $connection_above; do
        ! is_daemon "${connection_at%/*}" || { serving=${connection_at%/*} connection_uid=${connection_at#*/} && break; }
    done
    # shellcheck disable=SC2086 # four words
    set -- $connection
    case $#:${2:-}${4:-}:$connection in
        4:*[!0-9]*:* | *[!0-9A-Za-z.:%\ ]*) connection= ;;
        4:*) ;;
        *) connection= ;;
    esac
}

# Sets connection_user and connection_spec: this program's connection in the form of sshd -C. Needs answer. A user
# taken from the environment only decides for whom Match blocks are evaluated.
name_connection() {
    connection_user=$([ -z "$connection_uid" ] || getent passwd "$connection_uid" 2>/dev/null) connection_user=${connection_user%%:*}
    [ -n "$connection_user" ] || connection_uid='' connection_user=${SUDO_USER:-${DOAS_USER:-}}
    case $connection_user in
        '' | -* | *[!A-Za-z0-9._@+\\$-]*) connection_user=$(id -un) ;;
    esac
    # shellcheck disable=SC2086 # four words: address and port of the client, address and port of this host
    set -- ${connection:-127.0.0.1}
    connection_host=$1
    # sshd accepts a name only if it resolves back to the address.
    ! printf '%s\n' "$answer" | grep -qiE '^usedns (yes|true)' || {
        connection_name=$(getent hosts "$1" 2>/dev/null | awk '{ print tolower($2); exit }')
        ! getent ahosts "${connection_name:-.}" 2>/dev/null | grep -qF "$1 " || connection_host=$connection_name
    }
    connection_spec=user=$connection_user,host=$connection_host,addr=$1,laddr=${3:-127.0.0.1},lport=${4:-22}
}
