# Finds the managed daemon: the one that serves the connection or, without one, that of the usual units or pid file.
#
# Needs: shared/text.sh, trust.sh, process.sh, connection.sh, words.sh, units.sh, others.sh, sshd.sh, swap.sh.
# Provides: find_daemon, find_manager, find_again.

# Sets pid (empty if none runs), sshd, main_file, daemon_args, daemon_line, unit, manager (systemd, openrc, pidfile,
# none), socket and, through look_at_others, the other daemons.
find_daemon() {
    unit=none pid='' manager=none socket='' sshd='' words='' unit_words=
    find_connection
    list_daemons
    choose_daemon
    # If the process has ended meanwhile (another "sshd -t", for example), it was not the serving daemon.
    while [ -n "$pid" ] && ! is_daemon "$pid"; do
        serving=
        list_daemons
        choose_daemon
    done
    if [ -n "$pid" ]; then
        sshd=$daemon_exe started=$daemon_exe
        find_manager
        read_title "$pid" || words_of_unit ||
            die 1 "the command line of the daemon (process $pid, $sshd) cannot be read (too small an environment?): start it by a unit, or with PATH set; nothing was changed."
        # A daemon whose program was removed keeps running, but a reload would end it.
        [ -x "$started" ] || pid='' sshd='' words='' unit=none manager=none
    elif [ -n "$socket" ]; then
        unit=$socket manager=systemd
        words_of_unit
    else
        sshd=$(command -v sshd) || sshd=
    fi
    read_words
    if [ -n "$sshd" ]; then
        must_be_roots "$sshd"
        name_main_file
        must_be_roots "$main_file"
    else
        main_file=$default_main
        [ -z "$sshd_lines" ] || die 1 "no sshd found on this host: install openssh-server; nothing was changed."
    fi
    [ -f "$main_file" ] || [ -z "$sshd_lines" ] || die 1 "$main_file is missing; nothing was changed."
    main_named=$main_file
    # The swap must replace the file itself, not a link to it.
    [ ! -L "$main_file" ] || main_file=$(readlink -f "$main_file") || die 1 "$main_file is a broken link; nothing was changed."
    look_at_others
}

# Without -f, sshd reads the main file that was compiled in, and names it before it reads it.
name_main_file() {
    [ -z "$main_file" ] || return 0
    query_sshd '' || :
    read_main_name ||
        die 1 "$sshd does not say which file it reads, as OpenSSH does: $(complaint); nothing was changed."
}

# Sets daemons to the processes that are OpenSSH daemons. Any process can have the title that is searched for, so each
# is verified.
list_daemons() {
    daemons=
    set +f
    # shellcheck disable=SC2013 # paths below /proc have no spaces
    for list_file in $(grep -ls '^/[^ ]*sshd\|: /.*sshd\|\[listener\]' /proc/[0-9]*/cmdline); do
        list_file=${list_file#/proc/} list_file=${list_file%/cmdline}
        ! is_daemon "$list_file" || daemons="$daemons $list_file"
    done
    set -f
}

# Sets pid, or socket if systemd will start the daemon.
choose_daemon() {
    pid=$serving
    [ -z "$pid" ] || return 0
    if [ -n "$connection" ]; then
        choose_port=${connection##* }
        for pid in $daemons; do
            read_sockets
            case $sockets in
                *"$(printf ':%04X ' "$choose_port")"*) return 0 ;;
            esac
        done
        pid=
        ! find_socket "$choose_port" || return 0
        name_holder
        [ -z "$holder" ] || die 1 "port $choose_port, through which this connection came, is served by $holder, not by root's OpenSSH: connect through that, or leave this host out; nothing was changed."
    fi
    for pid in $daemons; do
        unit_of "$pid" || continue
        case $unit_id in
            ssh.service | sshd.service) ! has_sockets || return 0 ;;
        esac
    done
    read -r pid 2>/dev/null <"$run_dir/sshd.pid" || pid=
    # shellcheck disable=SC2086 # numbers
    set -- $daemons
    case " $* " in
        *" $pid "*) ;;
        *) pid=${1:-} ;;
    esac
    [ -n "$pid" ] || find_socket ''
}

# Sets holder to the process that listens on choose_port, whether or not it is sshd.
name_holder() {
    set +f
    # shellcheck disable=SC2012 # the names are numbers
    holder=$(ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v at="$(printf ':%04X' "$choose_port")" '
        $4 == "0A" && index($2, at) { held["socket:[" $10 "]"] = 1 }
        /^\/proc\// { process = $0 }
        $NF in held { print process; exit }' /proc/net/tcp* -)
    set -f
    [ -n "$holder" ] || return 0
    holder=${holder#/proc/} holder=${holder%%/*}
    holder="$(readlink "/proc/$holder/exe") (process $holder)"
}

# Sets unit and manager, which determine how the daemon is reloaded.
find_manager() {
    unit=sshd manager=pidfile socket=
    if [ -d /run/systemd/system ]; then
        unit_of "$pid" && read_unit "$unit_id" && [ "$unit_pid" = "$pid" ] && unit=$unit_id manager=systemd socket=$unit_socket
        # In this case, the daemon reads its files only at a restart.
        [ -z "$socket" ] || [ "$unit_kills" = process ] || ! unit_of $$ || [ "$unit_id" != "$unit" ] ||
            die 1 "a restart of $unit (for $socket) would end this connection: set KillMode=process in it; nothing was changed."
    elif [ -d /run/openrc ] && command -v rc-service >/dev/null && rc-service sshd status >/dev/null 2>&1 &&
        read -r manager_pid <"$run_dir/sshd.pid" && [ "$manager_pid" = "$pid" ]; then
        manager=openrc
    fi
}

words_of_unit() {
    [ -n "${unit_words:-}" ] || return 1
    words=$unit_words
    drop_first
}

# Finds the managed daemon's current process ID.
find_again() {
    if [ "$manager" = systemd ]; then
        read_unit "$unit" && is_daemon "$unit_pid" && pid=$unit_pid
        return
    fi
    again_pid=$pid
    list_daemons
    for pid in $daemons; do
        read_sockets
        ! listens_as_before || return 0
    done
    pid=$again_pid
    return 1
}
