# Ending.

# All is done and proven: record what is ours now, and discard the rollback copies.
commit() {
    if [ -n "$sshd_lines$kernel_lines" ]; then
        save record "$sshd_lines$kernel_lines${sshd_lines:+main $main_file$nl}$kernel_next$made_dirs" ||
            undo "cannot write to $state (full or read-only disk?)"
    fi
    last_lines=$sshd_lines$kernel_lines kernel_saved=$kernel_next
    beside "$main_file"
    [ -n "$block_text" ] || [ ! -e "$beside.before" ] || ln -f "$beside.before" "$beside.original" 2>/dev/null
    end_run
}

# What was different from what the last apply had set, before this run changed anything.
find_drift() {
    drift=
    if [ "$verb" = apply ] && [ "$last_lines" != "$sshd_lines$kernel_lines" ]; then
        return 0
    fi
    drift=$live_wrong$kernel_wrong
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
