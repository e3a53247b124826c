# Runs one at a time.
#
# Needs: shared/text.sh, trust.sh, run_dir.
# Provides: take_lock, locked, lock_file.

# Only root can open the lock file, or any user could hold the lock. The kernel releases the lock when the process ends,
# and a run removes the file at its end, so a run that waited must check that the file it locked still has that name.
take_lock() {
    lock_file=$run_dir/pulumi-ssh-keepalive.lock lock_tries=0
    command -v flock >/dev/null || die 1 "flock is missing on this host: install util-linux or busybox."
    must_be_roots "$lock_file"
    (umask 077 && : >>"$lock_file") 2>/dev/null || die 1 "cannot write $lock_file (full or read-only disk?); nothing was changed."
    until
        exec 9>>"$lock_file"
        # flock gets the file as a new descriptor: ksh does not pass descriptors above 2 to its children.
        flock -n 9 9<&9 && [ "$lock_file" -ef /proc/$$/fd/9 ]
    do
        lock_tries=$((lock_tries + 1))
        [ "$lock_tries" -lt 120 ] || die 1 "another apply has held the lock on $lock_file for two minutes."
        sleep 1
    done
    locked=yes
}
locked=no
