#!/bin/sh
# Boots a host: boot.sh KIND NUMBER NAME ADDRESS TREE SYSCTL CGROUP
#
# Runs in the namespaces of its set, and makes those of the host. KIND is "light", a shell and a bare sshd, or "systemd".
# TREE is the root that all hosts of a suite share. SYSCTL is "rw" or "ro": whether /proc/sys/net can be written. CGROUP
# is a path below each cgroup hierarchy's top, for this host alone. Prints "ready PID" on standard output, with the number
# on the machine of the first process of a light host, whose sshd listens then, or of the systemd-nspawn that boots.
set -eu

name=$3
tree=$5
disk=/run/hosts/$2
network=host$2

if [ "$1" = light ] || [ "$1" = systemd ]; then
    ip -batch - <<LINKS
netns add $network
link add v$2 type veth peer name eth0 netns $network
link set v$2 master br0 addrgenmode none up
LINKS
    ip -n "$network" -batch - <<LINKS
link set lo up
addr add $4/22 dev eth0
link set eth0 addrgenmode none up
LINKS
    kind=$1
    shift
    [ "$kind" = light ] || exec unshare --mount sh "$0" in-systemd "$@"
    exec nsenter --net="/run/netns/$network" unshare --mount --pid --ipc --uts --fork --kill-child sh "$0" in-light "$@"
fi

# This /proc is still the machine's, so it has the machine's number for this process.
read -r pid _ </proc/self/stat
mount -n -t overlay -o "lowerdir=$tree,upperdir=$disk/upper,workdir=$disk/work" overlay "$disk/merged"

if [ "$1" = in-systemd ]; then
    # nspawn makes its groups below the one that it starts in; without one of its own, two hosts would share theirs.
    for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
        if [ -f "$hierarchy/cgroup.procs" ]; then
            mkdir -p "$hierarchy/$7"
            echo 0 >"$hierarchy/$7/cgroup.procs"
        fi
    done
    # nspawn has to see the process numbers of its own namespace.
    mount -n -t proc proc /proc
    [ "$6" = ro ] || export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
    echo "ready $pid"
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn --quiet --settings=no --directory="$disk/merged" \
        --machine="$name" --register=no --keep-unit --link-journal=no --resolv-conf=off --timezone=off \
        --network-namespace-path="/run/netns/$network" --capability=CAP_LINUX_IMMUTABLE --console=pipe --boot >&2
fi

echo "$name" >/proc/sys/kernel/hostname
cd "$disk/merged"
mount -n -t proc -o nosuid,nodev,noexec proc proc
mount -n -t tmpfs -o mode=0755,nosuid,nodev tmpfs run
mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts dev/pts
# A host may change the values of its own network, never those that the whole machine shares.
mount -n --bind proc/sys proc/sys
[ "$6" = ro ] || mount -n --bind proc/sys/net proc/sys/net
mount -n -o remount,bind,ro proc/sys
mkdir -p run/sshd run/lock
# As a file of its own, so that the host's process list names no service that does not run.
cat >run/init <<'INIT'
umount -n -l /mnt
/usr/sbin/sshd -E /var/log/sshd.log || {
    cat /var/log/sshd.log >&2
    exit 1
}
turns=0
until [ -s /run/sshd.pid ]; do
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
exec /bin/sh -eu /run/init "$pid" </dev/null
