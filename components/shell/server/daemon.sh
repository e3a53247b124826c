# The daemon.

# Sets sshd, main_file, unit, pid, daemon_args, daemon_line, manager (systemd, openrc, pidfile, none).
find_daemon() {
    unit=none pid='' manager=none socket='' daemon_args='' daemon_line='' main_file=$default_main
    sshd=$(command -v sshd) || sshd=
    if [ -n "$sshd" ]; then
        find_systemd_unit || find_openrc_service || find_by_pid_file || find_by_title
        [ -z "$pid" ] || { sshd=$daemon_exe && read_daemon_args; }
        [ -z "$sshd" ] || must_be_roots "$sshd" "$main_file"
    else
        [ -z "$sshd_lines" ] || die 1 "no sshd found on this host: install openssh-server; nothing was changed."
    fi
    [ -f "$main_file" ] || [ -z "$sshd_lines" ] || die 1 "$main_file is missing; nothing was changed."
    # The folder entry that gets swapped is the file itself, not a link to it.
    [ ! -L "$main_file" ] || main_file=$(readlink -f "$main_file") || die 1 "$main_file is a broken link; nothing was changed."
}

find_systemd_unit() {
    [ -d /run/systemd/system ] || return 1
    unit_id='' unit_pid='' unit_state=
    # An empty line ends each unit's answer.
    while IFS= read -r unit_line; do
        case $unit_line in
            Id=*) unit_id=${unit_line#*=} ;;
            MainPID=*) unit_pid=${unit_line#*=} ;;
            ActiveState=*) unit_state=${unit_line#*=} ;;
            '')
                case $unit_state:$unit_id in
                    # One without a process of its own, such as of an init script, cannot be reloaded as a unit.
                    active:*.service | reloading:*.service) ! is_daemon "$unit_pid" || unit=$unit_id pid=$unit_pid ;;
                    active:*.socket) socket=$unit_id ;;
                esac
                unit_id='' unit_pid='' unit_state=
                ;;
        esac
    done <<END
$(systemctl show -p Id -p MainPID -p ActiveState ssh.service sshd.service ssh.socket sshd.socket 2>/dev/null)

END
    [ "$unit" != none ] || [ -z "$socket" ] || unit=$socket
    [ "$unit" != none ] && manager=systemd
}

find_openrc_service() {
    [ -d /run/openrc ] && command -v rc-service >/dev/null && rc-service sshd status >/dev/null 2>&1 || return 1
    find_by_pid_file && unit=sshd manager=openrc
}

find_by_pid_file() {
    for pid_file in /run/sshd.pid /var/run/sshd.pid; do
        [ -r "$pid_file" ] && read -r pid <"$pid_file" && is_daemon "$pid" && manager=pidfile unit=sshd && return 0
        pid=
    done
    return 1
}

# The last resort, for a PidFile elsewhere: the title that a listening sshd gives itself, and others may, too.
find_by_title() {
    set +f
    # shellcheck disable=SC2013 # paths below /proc have no spaces
    for title_file in $(grep -ls 'sshd.*\[listener\]' /proc/[0-9]*/cmdline); do
        set -f
        pid=${title_file#/proc/} pid=${pid%/cmdline}
        is_daemon "$pid" && manager=pidfile unit=sshd && return 0
        pid=
    done
    set -f
    return 1
}

# The daemon's own command line beats every file, so whoever is asked what is effective gets it too. The title of a
# running sshd has that line between "sshd:" and "[listener]", its words no longer quoted.
read_daemon_args() {
    # shellcheck disable=SC2046 # words are what is wanted
    set -- $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null)
    [ "${1:-}" != sshd: ] || shift
    [ $# = 0 ] || shift
    while [ $# -gt 0 ]; do
        case $1 in
            '[listener]') break ;;
            -f) [ $# -lt 2 ] || { main_file=$2 daemon_line="$daemon_line $1 $2" && shift; } ;;
            -f?*) main_file=${1#-f} daemon_line="$daemon_line $1" ;;
            -o | -p | -h | -c)
                [ $# -lt 2 ] || { daemon_args="$daemon_args $1 $2" daemon_line="$daemon_line $1 $2" && shift; }
                ;;
            -o?* | -p?* | -h?* | -c?* | -4 | -6) daemon_args="$daemon_args $1" daemon_line="$daemon_line $1" ;;
            # Whoever starts it anew wants it in the background.
            -D | -e | -De | -eD) ;;
            *) daemon_line="$daemon_line $1" ;;
        esac
        shift
    done
}
