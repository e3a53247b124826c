# One at a time.

# The lock is on a folder that is always there: nothing to leave behind, and the kernel frees it with the process.
take_lock() {
    lock_on=/etc
    [ ! -d /etc/ssh ] || lock_on=/etc/ssh
    exec 9<"$lock_on" || die 1 "cannot open $lock_on to lock it."
    command -v flock >/dev/null || die 1 "flock is missing on this host: install util-linux or busybox."
    lock_tries=0
    # Named once more for flock itself: ksh does not hand descriptors above 2 to its children.
    until flock -n 9 9<&9; do
        lock_tries=$((lock_tries + 1))
        [ "$lock_tries" -lt 120 ] || die 1 "another apply has held the lock on $lock_on for two minutes."
        sleep 1
    done
}
