# Converges the host: apply and restore.
#
# Needs: shared/text.sh, shared/managed.sh, keywords.sh, trust.sh, others.sh, stage.sh, check.sh, unread.sh, swap.sh,
# kernel.sh, journal.sh, finish.sh, shared/report.sh.
# Provides: converge, plan_sshd, take_out, find_include.

converge() {
    changed=false reloaded=false placement=none
    [ -z "$foreign" ] || {
        report
        return 0
    }
    plan_sshd
    plan_kernel
    find_drift
    find_old_main
    # A run that was killed at its very end leaves companion files but no $state/pending.
    remove_leftovers
    if [ "$verb" = restore ] && [ ! -d "$state" ] && [ "$sshd_change$kernel_change" = nono ]; then
        report
        return 0
    fi
    if [ "$verb$sshd_change$kernel_change" = applynono ]; then
        warn_of_later_files
        report
        return 0
    fi
    plan_values
    [ "$sshd_change" = no ] || {
        answer=$before_answer
        [ -n "$broken" ] || look_at_unread
        look_at_sockets
    }
    begin
    [ "$sshd_change" = no ] || change_sshd
    [ "$kernel_change" = no ] || change_kernel
    commit
    warn_of_later_files
    report
}

# Decides the final content of each file. Sets placement, dropin_want, block_want, sshd_change.
plan_sshd() {
    sshd_change=no dropin_want='' block_want=
    managed_text "$sshd_lines"
    our_text=$managed
    if [ -z "$sshd_lines" ]; then
        take_out "$dropin_text" && dropin_want=$kept
        take_out "$block_text" && block_want=$kept
    elif [ -z "$block_text" ] && find_include; then
        placement=drop-in dropin_want=$our_text
    else
        placement=main-file block_want=$our_text
    fi
    [ "$dropin_text" = "$dropin_want" ] && [ "$block_text" = "$block_want" ] && [ -z "$live_wrong" ] || sshd_change=yes
    case $verb:$nl$last_lines in
        # Someone else has removed our lines: the daemon may not have read that yet.
        restore:*"$nl"[A-Z]*) sshd_change=yes ;;
    esac
}

# Sets old_main: an earlier main file that still has our block, if the daemon now reads a different one.
find_old_main() {
    for old_main in "$last_main" "$(readlink -f "$default_main")"; do
        [ -f "$old_main" ] && ! [ "$old_main" -ef "$main_file" ] && grep -q "^$block_begin" "$old_main" &&
            grep -qxF -e "$owner_mark$owner" -e "$owner_mark$owned_by" "$old_main" && must_be_roots "$old_main" && sshd_change=yes && return 0
    done
    old_main=
}
old_main=

# Sets kept to a text without our lines, because lines added by others must stay.
take_out() {
    kept=
    while IFS= read -r take_line; do
        case $take_line in
            '' | "$header" | "$owner_mark"*) continue ;;
        esac
        # Without a record, every line with a managed key counts as ours.
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

# Sets include_line: the line of the first Include before any Match in the main file that includes the drop-in.
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
    # shellcheck disable=SC2254 # it is a pattern
    case ${dropin##*/} in
        ${reach##*/}) return 0 ;;
    esac
    return 1
}

change_sshd() {
    stage
    if [ -n "$broken" ]; then
        [ -z "$dropin_text$block_text" ] || warn "sshd -T failed ($broken): our lines were removed, nothing was reloaded"
        swap
        return 0
    fi
    check_staged
    swap
    check_others
    reload || undo "$reload_reason"
    reload_others
    prove
}
