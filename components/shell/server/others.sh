# The other daemons on the host.
#
# Needs: shared/text.sh, process.sh, words.sh, daemon.sh, sshd.sh, swap.sh, journal.sh.
# Provides: look_at_others, check_others, reload_others, left_alone, sharing.

# Sets sharing to the daemons that also read one of our files, and left_alone to a line for each of the others.
look_at_others() {
    sharing='' left_alone='' others_sound=
    for other_pid in $daemons; do
        [ "$other_pid" != "$pid" ] || continue
        if other_reason=$(query_other "$other_pid"); then
            others_sound="$others_sound $other_pid"
            # shellcheck disable=SC2154 # set in daemon.sh
            case $other_reason in
                *"filename $main_file$nl"* | *"filename $main_named$nl"* | *"filename $dropin$nl"*)
                    sharing="$sharing $other_pid" && continue
                    ;;
            esac
        fi
        left_alone=$left_alone${other_reason%%"$nl"*}$nl
    done
}

# Prints the name of another daemon, and sshd's output for its files; the exit code is that of the validation.
query_other() {
    is_daemon "$1" && sshd=$daemon_exe || return 1
    if read_title "$1"; then
        read_words
        query_sshd "$main_file" && query_code=0 || query_code=1
        answer=$(printf '%s\n' "$answer" | tr -d '\r')
        [ -n "$main_file" ] || read_main_name
    else
        main_file='its command line cannot be read' answer='' query_code=1
    fi
    printf '%s (process %s, %s)\n%s\n' "$sshd" "$1" "$main_file" "$answer"
    return "$query_code"
}

# Checks, before any daemon is signalled, that each of the others accepts the new files.
check_others() {
    check_sound=$others_sound
    look_at_others
    for other_pid in $check_sound; do
        case "$others_sound " in
            *" $other_pid "*) ;;
            *) ! lives "$other_pid" || undo "another daemon rejects this change: $(query_other "$other_pid" | head -n 1)" ;;
        esac
    done
}

# Reloads the daemons that read our files, like the managed one, except where a restart would end their sessions.
reload_others() {
    for other_pid in $sharing; do
        reload_reason=$(
            pid=$other_pid
            find_manager
            case $socket:${unit_kills:-} in
                '':*) manager=pidfile ;;
                *:process) ;;
                *) printf 'later' && exit ;;
            esac
            read_sockets
            sockets_before=$sockets
            reload && printf 'done' || printf '%s' "$reload_reason"
        )
        case $reload_reason in
            done) ;;
            later) warn "another daemon (process $other_pid) reads the change only at its next start, since a restart would end its sessions" ;;
            *) undo "another daemon (process $other_pid): $reload_reason" ;;
        esac
    done
}
