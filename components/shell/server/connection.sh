# The connection that this program came by.
#
# Needs: process.sh. Gives: find_connection, name_connection.

# Sets serving: the daemon that this process descends from, if any; connection_uid: the user of the session that it serves;
# connection: the addresses and ports of the client and here, as the session has them, or nothing. These last ones are
# what the one who connects could say as well.
find_connection() {
    serving='' connection=${SSH_CONNECTION:-} connection_above='' connection_uid='' connection_below=
    connection_at=$$
    # sudo and doas take the variable away; the login shell above them still has it.
    while read_status "$connection_at" && [ "$process_parent" -gt 1 ]; do
        # Below its daemon, a session has a process of root's, and below that the first one of its user.
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

# Sets connection_user and connection_spec: the connection that this program came by, as sshd -C has it. Needs answer.
# The user named by the environment only decides which user a Match is evaluated for.
name_connection() {
    connection_user=$([ -z "$connection_uid" ] || getent passwd "$connection_uid" 2>/dev/null) connection_user=${connection_user%%:*}
    [ -n "$connection_user" ] || connection_uid='' connection_user=${SUDO_USER:-${DOAS_USER:-}}
    case $connection_user in
        '' | -* | *[!A-Za-z0-9._@+\\$-]*) connection_user=$(id -un) ;;
    esac
    # shellcheck disable=SC2086 # four words: address and port of the client, address and port here
    set -- ${connection:-127.0.0.1}
    connection_host=$1
    # sshd takes a name only if it leads back to the address.
    ! printf '%s\n' "$answer" | grep -qiE '^usedns (yes|true)' || {
        connection_name=$(getent hosts "$1" 2>/dev/null | awk '{ print tolower($2); exit }')
        ! getent ahosts "${connection_name:-.}" 2>/dev/null | grep -qF "$1 " || connection_host=$connection_name
    }
    connection_spec=user=$connection_user,host=$connection_host,addr=$1,laddr=${3:-127.0.0.1},lport=${4:-22}
}
