# Swapping, reloading and reviving.
#
# Needs: daemon.sh, journal.sh. Gives: swap, swap_file, look_at_sockets, reload, revive, prove.

swap() {
    changed=true
    [ -z "$old_main" ] || swap_old_main
    [ "$block_want" = "$block_text" ] || swap_file "$main_file" yes
    [ "$dropin_want" = "$dropin_text" ] || swap_file "$dropin" "$dropin_want"
}

# The daemon's main file was another one when the last apply put a block there.
swap_old_main() {
    beside "$old_main"
    cp -a "$old_main" "$beside.staged" && foreign_part "$old_main" "$old_main" >"$beside.staged" ||
        undo "cannot write to ${old_main%/*} (full or read-only disk, or immutable?)"
    [ ! -e "$beside.original" ] || stage_original "$old_main"
    swap_file "$old_main" yes
}

# Puts a staged file (or, with an empty last argument, none) in a live one's place.
swap_file() {
    beside "$1"
    if [ -e "$1" ]; then
        # The same file under a second name; a copy where the file system has no such thing.
        ln "$1" "$beside.before" 2>/dev/null || cp -a "$1" "$beside.before" 2>/dev/null ||
            undo "cannot keep a copy of $1 (full or read-only disk?)"
    fi
    set +f
    flush "$beside".*
    set -f
    if [ -n "$2" ]; then
        swap_said=$(mv -f "$beside.staged" "$1" 2>&1)
    else
        swap_said=$(rm -f "$1" 2>&1)
    fi || undo "cannot replace $1: $swap_said"
    flush "${1%/*}"
}

# Sets sockets_before. One that was just signalled has none for a moment.
look_at_sockets() {
    [ -z "$pid" ] || await 60 has_sockets || { find_again && await 60 has_sockets; } ||
        die 1 "the daemon (process $pid) listens nowhere, as far as can be seen from here; nothing was changed."
    sockets_before=$sockets
}
sockets='' sockets_before=

# Makes the daemon read its configuration again, and waits until it listens on the same ports again. A new socket on the
# same port proves that it has. A daemon that got its sockets from systemd loses them on a signal, so it is restarted:
# systemd keeps listening, and sessions continue.
reload() {
    reload_said=
    [ -n "$pid" ] || return 0
    lives "$pid" || follow || return 1
    read_sockets
    inodes_before=$inodes
    if ! signal; then
        ! lives "$pid" || {
            reload_said="the daemon could not be reloaded: $signal_said $(daemon_said)"
            return 1
        }
    elif [ -n "$socket" ]; then
        find_again && inodes_before=
    fi
    await 200 has_reloaded && return 0
    [ -n "$reload_said" ] || reload_said="the daemon does not listen where it did ten seconds after the reload: $(daemon_said)"
    return 1
}

has_reloaded() {
    # A new process has read the new files: the old one was still there when they were swapped.
    lives "$pid" || {
        follow || {
            await_left=1
            return 1
        }
        inodes_before=
    }
    # A signal that comes while sshd is still starting is lost.
    [ "$await_left" != 140 ] || signal || :
    read_sockets
    [ "$inodes" != "$inodes_before" ] && listens_as_before
}

# Finds the daemon again after its process has ended: a user or a supervisor restarts it. Fails if it is missing for two
# seconds in which systemd is not restarting it.
follow() {
    reload_said="the daemon ended at the reload: $(daemon_said)" follow_left=40
    await 200 has_followed || return 1
    warn "the daemon's process was replaced by another one meanwhile ($pid)"
    reload_said=
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

# Runs a command until it succeeds, at most so many times.
await() {
    await_left=$1
    until "$2"; do
        await_left=$((await_left - 1))
        [ "$await_left" -gt 0 ] || return 1
        nap
    done
}

# A service that knows no reload is reloaded as sshd itself has it. What it reads was checked.
signal() {
    case $manager:$socket in
        systemd:) set -- systemctl reload "$unit" ;;
        systemd:*) set -- systemctl restart "$unit" ;;
        openrc:*) set -- rc-service sshd reload ;;
        *) set -- kill -HUP "$pid" ;;
    esac
    reloaded=true
    signal_said=$("$@" 2>&1) && return 0
    case $manager:$signal_said in
        openrc:* | *'not applicable'*) kill -HUP "$pid" ;;
        *) return 1 ;;
    esac
}

nap() {
    sleep 0.05 2>/dev/null || sleep 1
}

daemon_said() {
    [ "$manager" = systemd ] || return 0
    # The last messages may not have reached the journal yet.
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
        END { print sockets "/" inodes }' - $socket_files 2>/dev/null)
    sockets=${socket_answer%%/*} inodes=${socket_answer#*/}
}

has_sockets() {
    read_sockets
    [ -n "$sockets" ]
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

# Sees to it that the daemon runs, listens, and has read the files that were put back.
revive() {
    if lives "$pid"; then
        reload && return 0
        # One that could not be signalled still has its old configuration.
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
