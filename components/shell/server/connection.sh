# The connection that this program came by.
#
# Needs: process.sh. Gives: find_connection.

# Sets serving: the daemon that this process descends from, if any; connection: the addresses and ports of the client and
# here, as the session has them, or nothing; connection_user. The last two decide only whom a Match is asked about, and
# are what the one who connects could say as well.
find_connection() {
    serving='' connection=${SSH_CONNECTION:-} connection_above=
    connection_at=$$
    # sudo and doas take the variable away; the login shell above them still has it.
    while read_status "$connection_at" && [ "$process_parent" -gt 1 ]; do
        connection_at=$process_parent connection_above="$connection_above $process_parent"
        [ -z "$connection" ] || continue
        connection=$nl$(tr '\0' '\n' 2>/dev/null <"/proc/$connection_at/environ")
        case $connection in
            *"${nl}SSH_CONNECTION="*) connection=${connection##*"${nl}SSH_CONNECTION="} connection=${connection%%"$nl"*} ;;
            *) connection= ;;
        esac
    done
    for connection_at in $connection_above; do
        ! is_daemon "$connection_at" || { serving=$connection_at && break; }
    done
    # shellcheck disable=SC2086 # four words
    set -- $connection
    case $#:${2:-}${4:-}:$connection in
        4:*[!0-9]*:* | *[!0-9A-Za-z.:%\ ]*) connection= ;;
        4:*) ;;
        *) connection= ;;
    esac
    connection_user=${SUDO_USER:-${DOAS_USER:-}}
    case $connection_user in
        '' | -* | *[!A-Za-z0-9._@+\\$-]*) connection_user=$(id -un) ;;
    esac
}
