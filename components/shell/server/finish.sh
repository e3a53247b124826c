# Ends a run that succeeded, and compares for a check.
#
# Needs: state.sh, plan.sh, kernel.sh, journal.sh, shared/report.sh.
# Provides: commit, find_drift, report_check.

# Everything is done and proven: writes the record, and discards the rollback copies.
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

# Lists what differed from the settings of the last apply before this run changed anything.
find_drift() {
    drift=$live_wrong$kernel_wrong
    [ "$verb" != apply ] || [ "$last_lines" = "$sshd_lines$kernel_lines" ] || drift=
}

report_check() {
    changed=false reloaded=false
    plan_sshd
    plan_kernel
    find_drift
    # Where our lines are, not where they would go.
    placement=none
    [ -z "$dropin_text" ] || placement=drop-in
    [ -z "$block_text" ] || placement=main-file
    warn_of_later_files
    report
}
