# Rollback. Everything needed to undo a run is on disk before anything is swapped, and is removed once the run is
# proven. A later run that finds it can roll back as well as the run that wrote it.
#
# Needs: shared/text.sh, trust.sh, state.sh, daemon.sh, sshd.sh, look.sh, plan.sh, unread.sh, swap.sh, kernel.sh, the
# names of the live files.
# Provides: beside, begin, foreign_part, recover, refuse, undo, end_run, remove_leftovers.

# Sets beside: the prefix of the names of a live file's companions, which a run keeps in the same folder.
#   .staged: its replacement  .before: the file itself, under a second name
#   .original: the same, kept as long as the file has our block
beside() {
    beside=${1%/*}/.${1##*/}.pulumi-ssh-keepalive
}

# Writes $state/pending, tab-separated: "file", whether it existed, and its path; "dir" and a folder that was missing;
# "kernel", key, old value and new value; "daemon", its manager, unit and sockets; "start" and its command line; "was"
# and a line of the record.
begin() {
    [ -d "$state" ] || (umask 077 && mkdir -p "$state") || die 1 "cannot make $state (full or read-only disk?); nothing was changed."
    begin_text="$verb $owner$nl"
    for begin_name in "$dropin" "$sysctl_file" "$main_file" "$old_main"; do
        begin_there=yes
        [ -e "$begin_name" ] || begin_there=no
        [ -z "$begin_name" ] || begin_text=${begin_text}file$tab$begin_there$tab$begin_name$nl
    done
    for begin_name in "$dropin_dir" "$sysctl_dir"; do
        [ -d "$begin_name" ] || begin_text=${begin_text}dir$tab$begin_name$nl
    done
    [ "$sshd_change" = no ] || [ -z "$pid" ] ||
        begin_text="${begin_text}daemon$tab$manager$tab$unit$tab$sockets_before${nl}start$tab$sshd$daemon_line$nl"
    while IFS=' =' read -r begin_key begin_value; do
        value_of "$begin_key"
        [ -z "$begin_key" ] || [ "$value" = "$begin_value" ] || begin_text=${begin_text}kernel$tab$begin_key$tab$value$tab$begin_value$nl
    done <<END
$kernel_set
END
    while IFS= read -r begin_name; do
        [ -z "$begin_name" ] || begin_text=${begin_text}was$tab$begin_name$nl
    done <<END
$record
END
    save pending "$begin_text" || {
        rmdir "$state" 2>/dev/null
        die 1 "cannot write to $state (full or read-only disk?); nothing was changed."
    }
    begun=yes
}
begun=no

# Restores every file, folder and value, and the record. Sets undo_failed.
put_back() {
    undo_failed='' back_record='' back_manager=none
    read_running
    while IFS=$tab read -r back_kind back_a back_b back_c; do
        case $back_kind in
            file) put_back_file "$back_a" "$back_b" ;;
            dir) rmdir "$back_a" 2>/dev/null || : ;;
            kernel)
                value_of "$back_a"
                # Any other content was written by someone else, unless this run has just written it.
                [ "$value" != "$back_c" ] && [ "$kernel_touched" = no ] ||
                    write_proc "/proc/sys/net/ipv4/${back_a#net.ipv4.}" "$back_b"
                ;;
            daemon) back_manager=$back_a back_unit=$back_b back_sockets=$back_c ;;
            start) back_start=$back_a$tab$back_b$tab$back_c ;;
            was) back_record=$back_record$back_a${back_b:+$tab$back_b$tab$back_c}$nl ;;
        esac || undo_failed="$undo_failed $back_b${back_c:+ of $back_a}"
    done <"$state/pending"
    [ "$back_record" != "$record" ] || return 0
    if [ -n "$back_record" ]; then
        save record "$back_record"
    else
        rm -f "$state/record"
    fi || undo_failed="$undo_failed $state/record"
}

put_back_file() {
    # The owner of its folder may have changed.
    root_only "$2" || return 1
    beside "$2"
    rm -f "$beside.staged"
    if [ ! -e "$beside.before" ]; then
        [ "$1" = no ] && [ -e "$2" ] || return 0
        [ -n "$(foreign_part "$2" "$2")" ] || rm -f "$2" 2>/dev/null
        return
    fi
    if ! same_text "$2" "$beside.before"; then
        if [ ! -e "$2" ] || [ "$(foreign_part "$2" "$2")" = "$(foreign_part "$2" "$beside.before")" ]; then
            mv -f "$beside.before" "$2" 2>/dev/null
            return
        fi
        warn "$2 was changed by someone else meanwhile: it was left unchanged"
    fi
    rm -f "$beside.before"
}

# Prints the text of a live file, or of a copy of it, without our part.
foreign_part() {
    case $1 in
        "$dropin" | "$sysctl_file")
            last_lines=
            read_text "$2"
            take_out "$text"
            printf '%s' "$kept"
            ;;
        *)
            sed -E "/^$block_begin/,/^$block_end/{
                /^# (BEGIN|END|Managed|owner:) /d
                /^($sshd_keywords) /d
                }" "$2"
            ;;
    esac
}

# Rolls a host back on which a run was killed.
recover() {
    [ "$pending" = yes ] && [ "$verb" != check ] || return 0
    put_back
    [ -z "$undo_failed" ] || die 3 "an earlier run was killed, and these could not be restored:$undo_failed. Check this host now."
    if [ "$back_manager" = none ]; then
        manager=none
    elif [ -n "$pid" ]; then
        # The inspection that follows reports on this file.
        query_sshd "$main_file" || return 0
        look_at_unread
    else
        manager=$back_manager unit=$back_unit sshd=${back_start%%"$tab"*} daemon_line=${back_start#*"$tab"}
    fi
    sockets_before=${back_sockets:-}
    [ "$manager" = none ] || revive ||
        die 3 "an earlier run was killed; its files were restored, but the daemon does not listen: $reload_reason. Check this host now."
    rm -f "$state/pending"
    read_state
    find_daemon
    warn "an earlier run was killed half-way: its changes were rolled back first"
}

# Exits before anything was changed.
refuse() {
    put_back
    end_run
    die 1 "$1; nothing was changed."
}

# Restores every file and value that was changed, makes the daemon read the old configuration again, and exits.
undo() {
    [ "$begun" = yes ] || die 1 "$1; nothing was changed."
    put_back
    [ -z "$undo_failed" ] || die 3 "$1; and these could not be restored:$undo_failed. Check this host now."
    [ "$reloaded" = false ] || revive || die 3 "$1; the files were restored, but the daemon does not listen: $reload_reason. Check this host now."
    end_run
    die 1 "$1; everything was rolled back."
}

# Discards the rollback copies, and also $state and the created folders if nothing of ours is left on this host.
end_run() {
    rm -f "$state/pending" && flush "$state"
    remove_leftovers
    [ -z "$last_lines$kernel_saved" ] || return 0
    while IFS= read -r end_dir; do
        [ -z "$end_dir" ] || rmdir "$end_dir" 2>/dev/null
    done <<END
$made_dirs
END
    rm -rf "$state"
}

remove_leftovers() {
    set -- "$mirror_main" "$mirror"
    for left_file in "$dropin" "$sysctl_file" "$main_file" ${old_main:+"$old_main"}; do
        beside "$left_file"
        set -- "$@" "$beside.staged" "$beside.before"
        [ ! -e "$beside.original" ] || grep -q "^$block_begin" "$left_file" || set -- "$@" "$beside.original"
    done
    rm -rf "$@"
}
