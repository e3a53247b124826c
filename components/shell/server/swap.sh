# Swaps the files, reloads the daemon, and proves the result.
#
# Needs: shared/text.sh, state.sh, process.sh, daemon.sh, sshd.sh, look.sh, stage.sh, check.sh, journal.sh.
# Provides: swap, swap_file, look_at_sockets, reload, read_sockets, has_sockets, listens_as_before, prove, revive.

swap() {
    changed=true
    [ -z "$old_main" ] || swap_old_main
    [ "$block_want" = "$block_text" ] || swap_file "$main_file" yes
    [ "$dropin_want" = "$dropin_text" ] || swap_file "$dropin" "$dropin_want"
}

# The daemon read another main file when the last apply put a block there.
swap_old_main() {
    beside "$old_main"
    cp -a "$old_main" "$beside.staged" && foreign_part "$old_main" "$old_main" >"$beside.staged" ||
        undo "cannot write to ${old_main%/*} (full or read-only disk, or immutable?)"
    [ ! -e "$beside.original" ] || stage_original "$old_main"
    swap_file "$old_main" yes
}

# Replaces a live file with a staged one, or removes it if the last argument is empty.
swap_file() {
    beside "$1"
    if [ -e "$1" ]; then
        # A hard link to the same file, or a copy if the file system has no hard links.
        ln "$1" "$beside.before" 2>/dev/null || cp -a "$1" "$beside.before" 2>/dev/null ||
            undo "cannot keep a copy of $1 (full or read-only disk?)"
    fi
    set +f
    flush "$beside".*
    set -f
    if [ -n "$2" ]; then
        swap_reason=$(mv -f "$beside.staged" "$1" 2>&1)
    else
        swap_reason=$(rm -f "$1" 2>&1)
    fi || undo "cannot replace $1: $swap_reason"
    flush "${1%/*}"
}

# Sets sockets_before. A daemon that was just signalled has no sockets for a moment.
look_at_sockets() {
    [ -z "$pid" ] || await 60 has_sockets || { find_again && await 60 has_sockets; } ||
        die 1 "the daemon (process $pid) listens on no port that is visible from here; nothing was changed."
    sockets_before=$sockets
}
sockets='' sockets_before=

# Makes the daemon read its configuration again, and waits until it listens on the same ports again. A new socket on the
# same port proves that it has. A daemon with sockets from systemd exits on a signal, so it is restarted: systemd keeps
# listening, and sessions continue.
reload() {
    reload_reason=
    [ -n "$pid" ] || return 0
    lives "$pid" || follow || return 1
    read_sockets
    inodes_before=$inodes
    if ! signal; then
        ! lives "$pid" || {
            reload_reason="the daemon could not be reloaded: $signal_reason $(daemon_log)"
            return 1
        }
    elif [ -n "$socket" ]; then
        find_again && inodes_before=
    fi
    await 200 has_reloaded && return 0
    [ -n "$reload_reason" ] || reload_reason="the daemon does not listen where it did ten seconds after the reload: $(daemon_log)"
    return 1
}

has_reloaded() {
    # A new process has read the new files, because the old process still existed when they were swapped.
    lives "$pid" || {
        follow || {
            await_left=1
            return 1
        }
        inodes_before=
    }
    # A signal that arrives while sshd is still starting is lost.
    [ "$await_left" != 140 ] || signal || :
    read_sockets
    [ "$inodes" != "$inodes_before" ] && listens_as_before
}

# Finds the daemon again after its process has ended, because someone or a supervisor restarted it. Fails if there is
# none for two seconds in which systemd is not restarting it.
follow() {
    reload_reason="the daemon ended at the reload: $(daemon_log)" follow_left=40
    await 200 has_followed || return 1
    warn "the daemon's process was replaced by another one meanwhile ($pid)"
    reload_reason=
}

has_followed() {
    is_back && return 0
    case $manager:$([ "$manager" != systemd ] || systemctl is-active "$unit") in
        systemd:*ing) ;;
        *) follow_left=$((follow_left - 1)) ;;
    esac
    [ "$follow_left" -gt 0 ] || await_left=1
    return 1
}

is_back() {
    find_again && has_sockets && listens_as_before
}

# Runs a command until it succeeds, but at most the given number of times.
await() {
    await_left=$1
    until "$2"; do
        await_left=$((await_left - 1))
        [ "$await_left" -gt 0 ] || return 1
        sleep 0.05 2>/dev/null || sleep 1
    done
}

# If the service has no reload, sends SIGHUP. The configuration was checked.
signal() {
    case $manager:$socket in
        systemd:) set -- systemctl reload "$unit" ;;
        systemd:*) set -- systemctl restart "$unit" ;;
        openrc:*) set -- rc-service sshd reload ;;
        *) set -- kill -HUP "$pid" ;;
    esac
    reloaded=true
    signal_reason=$("$@" 2>&1) && return 0
    case $manager:$signal_reason in
        openrc:* | *'not applicable'*) kill -HUP "$pid" ;;
        *) return 1 ;;
    esac
}

daemon_log() {
    [ "$manager" = systemd ] || return 0
    # The last messages may not have reached the journal yet.
    journalctl --sync >/dev/null 2>&1
    journalctl -q -u "$unit" -n 6 -o cat --no-pager 2>/dev/null | tr '\n' ' '
}

# Sets sockets (address:port in hexadecimal) and inodes to those on which the daemon listens.
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
        END { print sockets "/" inodes }' - $socket_files 2>/dev/null)
    sockets=${socket_answer%%/*} inodes=${socket_answer#*/}
}

has_sockets() {
    read_sockets
    [ -n "$sockets" ]
}

# Whether every earlier socket exists; further ones are allowed.
listens_as_before() {
    for listens_socket in $sockets_before; do
        case " $sockets" in
            *" $listens_socket "*) ;;
            *) return 1 ;;
        esac
    done
}

# Runs sshd -T on the live configuration: only this proves the result.
prove() {
    query_sshd "$main_file" || undo "sshd now rejects the configuration: $(complaint)"
    read_comparison "$(compare "$before_answer" "$answer" "$sshd_lines")"
    effective=$after_values
    [ -z "$wrong" ] || {
        name_winner
        undo "$winner_reason"
    }
    [ -z "$others" ] || undo "someone else changed other directives during this run:$others; check sshd's files, and apply again"
}

# Makes sure that the daemon runs, listens, and has read the restored files.
revive() {
    if lives "$pid"; then
        reload && return 0
        # A daemon that could not be signalled still has its old configuration.
        ! lives "$pid" || { read_sockets && listens_as_before && return; }
    fi
    warn "the daemon ended, and was started again"
    case $manager in
        systemd) systemctl reset-failed "$unit" && systemctl start "$unit" ;;
        openrc) rc-service sshd restart ;;
        *)
            # shellcheck disable=SC2086 # daemon_line is the list of arguments that it was started with
            find_again || (trap - HUP INT TERM PIPE && IFS=$tab && "$sshd" $daemon_line)
            ;;
    esac 2>/dev/null >&2 9<&-
    await 100 is_back
}
