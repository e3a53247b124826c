# Converging: apply and restore.

converge() {
    changed=false reloaded=false placement=none
    [ -z "$foreign" ] || {
        report
        return 0
    }
    plan_sshd
    plan_kernel
    find_drift
    if [ "$verb" = restore ] && [ ! -d "$state" ] && [ "$sshd_change$kernel_change" = nono ]; then
        report
        return 0
    fi
    if [ "$verb$pending$sshd_change$kernel_change" = applynonono ]; then
        warn_of_later_files
        report
        return 0
    fi
    begin
    remove_leftovers
    [ "$sshd_change" = no ] || change_sshd
    [ "$kernel_change" = no ] || change_kernel
    commit
    warn_of_later_files
    report
}

# What every file should hold in the end. Sets placement, dropin_want, block_want, sshd_change.
plan_sshd() {
    sshd_change=no dropin_want='' block_want=
    our_text=$header$nl$owner_mark$owned_by$nl$sshd_lines
    if [ -z "$sshd_lines" ]; then
        take_out "$dropin_text" && dropin_want=$kept
        take_out "$block_text" && block_want=$kept
    elif [ -z "$block_text" ] && find_include; then
        placement=drop-in dropin_want=$our_text
    else
        placement=main-file block_want=$our_text
    fi
    [ "$dropin_text" = "$dropin_want" ] && [ "$block_text" = "$block_want" ] && [ -z "$live_wrong" ] || sshd_change=yes
    case $pending:$verb:$nl$last_lines in
        # Killed the last time: the files may be right and the daemon may not have read them.
        yes:*) sshd_change=yes ;;
        # The same where somebody else has removed our lines.
        no:restore:*"$nl"[A-Z]*) sshd_change=yes ;;
    esac
}

# Sets kept to what is left of a text without our lines: what somebody else put there is not ours to remove.
take_out() {
    kept=
    while IFS= read -r take_line; do
        case $take_line in
            '' | "$header" | "$owner_mark"*) continue ;;
        esac
        # Without a record of our lines, every setting is taken for ours.
        kind_of "$take_line"
        [ -n "$last_lines" ] || [ -z "$kind" ] || continue
        case $nl$last_lines in
            *"$nl$take_line$nl"*) ;;
            *) kept=$kept$take_line$nl ;;
        esac
    done <<END
$1
END
}

# Sets include_line: the first Include of the main file, before any Match, that reaches the drop-in.
find_include() {
    include_line=
    while IFS=$tab read -r include_at include_pattern; do
        if [ -z "$include_line" ] && [ -n "$include_at" ] && reaches_dropin "$include_pattern"; then
            include_line=$include_at
        fi
    done <<END
$includes
END
    [ -n "$include_line" ]
}

reaches_dropin() {
    reach=$1
    case $reach in
        /*) ;;
        *) reach=/etc/ssh/$reach ;;
    esac
    [ "${reach%/*}" = "$dropin_dir" ] || return 1
    # shellcheck disable=SC2254 # it is meant as a pattern
    case ${dropin##*/} in
        ${reach##*/}) return 0 ;;
    esac
    return 1
}

# Sets include_words: what that Include would read with the staged file in the drop-in's place.
expand_include() {
    include_words=
    while IFS=$tab read -r include_at include_pattern; do
        [ "$include_at" = "$include_line" ] || continue
        if ! reaches_dropin "$include_pattern"; then
            include_words="$include_words \"$include_pattern\""
            continue
        fi
        expand_ours=
        [ -z "$dropin_want" ] || expand_ours=" $dropin_staged"
        set +f
        # shellcheck disable=SC2086 # expanded as sshd would
        set -- $reach
        set -f
        for expand_file in "$@"; do
            [ -e "$expand_file" ] && [ "$expand_file" != "$dropin" ] || continue
            # shellcheck disable=SC3012 # every shell named above has it
            if [ "$expand_file" \> "$dropin" ]; then
                include_words=$include_words$expand_ours
                expand_ours=
            fi
            include_words="$include_words \"$expand_file\""
        done
        include_words=$include_words$expand_ours
    done <<END
$includes
END
}

change_sshd() {
    read_sockets
    # One that was just signalled has none for a moment.
    await_tries=0
    while [ -n "$pid" ] && [ -z "$sockets" ] && [ "$await_tries" -lt 40 ]; do
        await_tries=$((await_tries + 1))
        nap
        read_sockets
    done
    sockets_before=$sockets
    stage
    if [ -n "$broken" ]; then
        [ -z "$dropin_text$block_text" ] || warn "sshd could not be asked ($broken): our lines were taken out, nothing was reloaded"
        swap
        return 0
    fi
    check_staged
    swap
    reload || undo "$reload_said"
    prove
}
