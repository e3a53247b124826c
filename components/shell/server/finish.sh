# Ending.

# All is done and proven: write down what is ours now, and let go of the way back.
commit() {
    commit_kernel=
    if [ -n "$sshd_lines$kernel_lines" ]; then
        while IFS=$tab read -r commit_key commit_before commit_ours; do
            [ -z "$commit_key" ] || commit_kernel=$commit_kernel$commit_key$tab$commit_before$tab${commit_ours##* }$nl
        done <<END
$kernel_next
END
        save record "$sshd_lines$kernel_lines$commit_kernel$made_dirs" || undo "cannot write to $state (full or read-only disk?)"
    fi
    last_lines=$sshd_lines$kernel_lines kernel_saved=$commit_kernel pending=no
    remove_leftovers
    forget
}

# Removes $state/pending, or all of $state and the folders that were made, if nothing of ours is left on this host.
forget() {
    # What an earlier, killed run left open stays open until a run ends well.
    [ "$pending" = no ] || return 0
    if [ -n "$last_lines$kernel_saved" ]; then
        rm -f "$state/pending"
        return 0
    fi
    while IFS= read -r forget_dir; do
        [ -z "$forget_dir" ] || rmdir "$forget_dir" 2>/dev/null || :
    done <<END
$made_dirs
END
    rm -rf "$state"
}

# What was different from what the last apply had set, before this run changed anything.
find_drift() {
    drift=
    if [ "$verb" = apply ] && [ "$last_lines" != "$sshd_lines$kernel_lines" ]; then
        return 0
    fi
    [ "$pending" = yes ] || drift=$live_wrong$kernel_wrong
}

report_check() {
    changed=false reloaded=false placement=none
    plan_sshd
    plan_kernel
    # Not where our lines would go, but where they are.
    placement=none
    [ -z "$dropin_text" ] || placement=drop-in
    [ -z "$block_text" ] || placement=main-file
    drift=$live_wrong$kernel_wrong
    warn_of_later_files
    report
}
