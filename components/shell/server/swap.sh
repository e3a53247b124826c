# Swapping, reloading, putting back.

swapped=

swap() {
    changed=true
    if [ "$block_want" != "$block_text" ]; then
        swap_file "$main_file" "$main_staged" "$main_before" yes
    fi
    if [ "$dropin_want" != "$dropin_text" ]; then
        swap_file "$dropin" "$dropin_staged" "$dropin_before" "$dropin_want"
    fi
    rm -f "$main_question"
}

# Puts a staged file (or, with an empty last argument, none) in a live one's place, and remembers how to go back.
swap_file() {
    if [ -e "$1" ]; then
        # The same file under a second name; a copy where the file system has no such thing.
        ln "$1" "$3" 2>/dev/null || cp -p "$1" "$3" 2>/dev/null || undo "cannot keep a copy of $1 (full or read-only disk?)"
    fi
    if [ -n "$4" ]; then
        flush "$2"
        swap_said=$(mv -f "$2" "$1" 2>&1)
    else
        swap_said=$(rm -f "$1" 2>&1)
    fi || undo "cannot replace $1: $swap_said"
    swapped=$1$tab$3$nl$swapped
    flush "${1%/*}"
}

# Has the daemon read its configuration anew, and waits until it listens again where it did. A new socket behind the
# same port says that it has. One that systemd gave its sockets loses them when it is signalled, so it is started anew:
# systemd listens meanwhile, and sessions go on.
reload() {
    reload_said=
    [ -n "$pid" ] || return 0
    read_sockets
    inodes_before=$inodes
    signal || {
        reload_said="the daemon could not be reloaded: $signal_said $(daemon_said)"
        return 1
    }
    [ -z "$socket" ] || { find_systemd_unit && inodes_before=; }
    await_tries=0
    while [ "$await_tries" -lt 200 ]; do
        await_tries=$((await_tries + 1))
        lives "$pid" || {
            reload_said="the daemon ended at the reload: $(daemon_said)"
            return 1
        }
        # A signal that comes while sshd is still starting is lost.
        [ "$await_tries" != 60 ] || signal || :
        read_sockets
        [ "$inodes" = "$inodes_before" ] || ! listens_as_before || return 0
        nap
    done
    reload_said="the daemon does not listen where it did ten seconds after the reload: $(daemon_said)"
    return 1
}

signal() {
    case $manager:$socket in
        systemd:) set -- systemctl reload "$unit" ;;
        systemd:*) set -- systemctl restart "$unit" ;;
        openrc:*) set -- rc-service sshd reload ;;
        *) set -- kill -HUP "$pid" ;;
    esac
    signal_said=$("$@" 2>&1 9<&-)
    signal_code=$?
    reloaded=true
    return $signal_code
}

nap() {
    sleep 0.05 2>/dev/null || sleep 1
}

daemon_said() {
    [ "$manager" = systemd ] || return 0
    # What was said last may still be on its way to the journal.
    journalctl --sync >/dev/null 2>&1
    journalctl -q -u "$unit" -n 6 -o cat --no-pager 2>/dev/null | tr '\n' ' '
}

# Sets sockets (address:port in hexadecimal) and inodes of what the daemon listens on.
read_sockets() {
    sockets='' inodes=
    [ -n "$pid" ] || return 0
    socket_files=/proc/net/tcp
    [ ! -r /proc/net/tcp6 ] || socket_files="$socket_files /proc/net/tcp6"
    # shellcheck disable=SC2086 # a list of files
    # shellcheck disable=SC2012 # the names are numbers
    socket_answer=$(ls -l "/proc/$pid/fd" 2>/dev/null | awk '
        FILENAME == "-" || FILENAME == "" { if (match($0, /socket:\[[0-9]+\]/)) held[substr($0, RSTART + 8, RLENGTH - 9)] = 1; next }
        $4 == "0A" && ($10 in held) { sockets = sockets $2 " "; inodes = inodes $10 " " }
        END { print sockets "/" inodes }' - $socket_files)
    sockets=${socket_answer%%/*} inodes=${socket_answer#*/}
}

# Whether every socket of before is there; more is fine.
listens_as_before() {
    for listens_socket in $sockets_before; do
        case " $sockets" in
            *" $listens_socket "*) ;;
            *) return 1 ;;
        esac
    done
}

# Asks the live configuration once more: only this is the proof.
prove() {
    ask_sshd "$main_file" || undo "sshd no longer takes the configuration: $(complaint)"
    read_judgement "$(judge "$before_answer" "$answer" "$sshd_lines")"
    effective=$after_values
    [ -z "$wrong$others" ] || {
        name_winner
        undo "${winner_said:-}"
    }
}

# Ends without a change: what was staged goes, and so does a state that records nothing.
refuse() {
    remove_leftovers
    forget
    die 1 "$1; nothing was changed."
}

# Puts back every file and value that was changed, and has the daemon read the old configuration again.
undo() {
    undo_failed=
    while IFS=$tab read -r undo_live undo_before; do
        [ -n "$undo_live" ] || continue
        if [ -e "$undo_before" ]; then
            mv -f "$undo_before" "$undo_live" 2>/dev/null
        else
            rm -f "$undo_live" 2>/dev/null
        fi || undo_failed="$undo_failed $undo_live"
    done <<END
$swapped
END
    put_back_kernel
    [ -z "$undo_failed" ] || die 3 "$1; and these could not be put back:$undo_failed. Look at this host now."
    [ "$reloaded" = false ] || revive || die 3 "$1; the files were put back, but the daemon does not listen: $reload_said. Look at this host now."
    remove_leftovers
    forget
    die 1 "$1; everything was put back."
}

# Sees to it that the daemon runs, listens, and has read the files that were put back.
revive() {
    if lives "$pid"; then
        # One that could not be signalled still has its old configuration.
        reload || { read_sockets && listens_as_before; }
        return
    fi
    warn "the daemon ended, and was started anew"
    case $manager in
        systemd) systemctl reset-failed "$unit" && systemctl start "$unit" ;;
        openrc) rc-service sshd restart ;;
        *)
            # Whoever watches over it may be faster.
            sleep 1
            # shellcheck disable=SC2086 # daemon_line is the list of words that it was started with
            find_by_pid_file || find_by_title || (trap - HUP INT TERM PIPE && "$sshd" $daemon_line)
            ;;
    esac 2>/dev/null >&2 9<&-
    await_tries=0
    while [ "$await_tries" -lt 100 ]; do
        await_tries=$((await_tries + 1))
        if find_systemd_unit || find_by_pid_file || find_by_title; then
            read_sockets
            listens_as_before && return 0
        fi
        nap
    done
    return 1
}

remove_leftovers() {
    rm -f "$dropin_staged" "$dropin_before" "$sysctl_staged" "$sysctl_before" "$main_staged" "$main_before" "$main_question"
}
