#!/bin/sh
# Boots a light host: light-host.sh NAME TREE DISK SYSCTL WAIT
#
# Runs in network, mount, pid, ipc and uts namespaces of its own. Puts the overlay of TREE and DISK together, makes it
# the root, starts sshd and stays as the first process. Prints "ready PID" on standard output, PID being its own number on
# the machine. SYSCTL is "rw" or "ro": whether /proc/sys/net can be written. WAIT is "yes" or "no": whether sshd must
# come up.
set -eu

name=$1
tree=$2
disk=$3
sysctl=$4
wait=$5

# This /proc is still the machine's, so it has the machine's number for this process.
read -r pid _ </proc/self/stat
echo "$name" >/proc/sys/kernel/hostname

mount -n -t overlay -o "lowerdir=$tree,upperdir=$disk/upper,workdir=$disk/work" overlay "$disk/merged"
cd "$disk/merged"
mount -n -t proc -o nosuid,nodev,noexec proc proc
mount -n -t tmpfs -o mode=0755,nosuid,nodev tmpfs run
mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts dev/pts
# A host may change the values of its own network, never those that the whole machine shares.
mount -n --bind proc/sys proc/sys
if [ "$sysctl" = rw ]; then
    mount -n --bind proc/sys/net proc/sys/net
fi
mount -n -o remount,bind,ro proc/sys
mkdir -p run/sshd run/lock
# As a file of its own, so that the host's process list names no service that does not run.
cat >run/init <<'INIT'
umount -n -l /mnt
/usr/sbin/sshd -E /var/log/sshd.log || [ "$2" = no ] || {
    cat /var/log/sshd.log >&2
    exit 1
}
turns=0
until [ "$2" = no ] || [ -s /run/sshd.pid ]; do
    turns=$((turns + 1))
    [ "$turns" -le 1000 ] || {
        echo "sshd did not listen within 10 s" >&2
        exit 1
    }
    sleep 0.01
done
echo "ready $1"
exec </dev/null >/dev/null 2>&1
# wait also reaps the orphans that a first process inherits.
while :; do
    sleep 2147483 &
    wait
done
INIT
pivot_root . mnt
exec /bin/sh -eu /run/init "$pid" "$wait" </dev/null
