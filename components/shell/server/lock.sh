# One run at a time.
#
# Needs: run_dir, die (shared/text.sh). Gives: take_lock, locked, lock_file.

# A file that only root can open, or else any user could hold the lock. The kernel frees it with the process, and a run
# that ends removes the file: so each that waits must see that the file it has locked is still the one of that name.
take_lock() {
    lock_file=$run_dir/pulumi-ssh-keepalive.lock lock_tries=0
    command -v flock >/dev/null || die 1 "flock is missing on this host: install util-linux or busybox."
    must_be_roots "$lock_file"
    (umask 077 && : >>"$lock_file") 2>/dev/null || die 1 "cannot write $lock_file (full or read-only disk?); nothing was changed."
    until
        exec 9>>"$lock_file"
        # Named once more for flock itself: ksh does not hand descriptors above 2 to its children.
        flock -n 9 9<&9 && [ "$lock_file" -ef /proc/$$/fd/9 ]
    do
        lock_tries=$((lock_tries + 1))
        [ "$lock_tries" -lt 120 ] || die 1 "another apply has held the lock on $lock_file for two minutes."
        sleep 1
    done
    locked=yes
}
locked=no
