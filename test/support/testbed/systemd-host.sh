#!/bin/sh
# Boots a systemd host: systemd-host.sh NAME TREE DISK NAMESPACE CGROUP
#
# Runs in a mount namespace of its own. Puts the overlay of TREE and DISK together and becomes the systemd-nspawn that
# boots it, in the network namespace whose file is NAMESPACE. Prints "booting PID" on standard output before that, PID
# being nspawn's number on the machine; the console goes to standard error. CGROUP is a path below each cgroup
# hierarchy's top, for this host alone.
set -eu

name=$1
tree=$2
disk=$3
namespace=$4
cgroup=$5

# nspawn makes its groups below the one that it starts in; without one of its own, two hosts would share theirs.
for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
    if [ -f "$hierarchy/cgroup.procs" ]; then
        mkdir -p "$hierarchy/$cgroup"
        echo 0 >"$hierarchy/$cgroup/cgroup.procs"
    fi
done

mount -n -t overlay -o "lowerdir=$tree,upperdir=$disk/upper,workdir=$disk/work" overlay "$disk/merged"
# nspawn leaves locks and folders below this one; they go with the mount namespace.
mkdir -p /run/systemd
mount -n -t tmpfs -o mode=0755,nosuid,nodev tmpfs /run/systemd

# This /proc is still the machine's; nspawn has to see the process numbers of its own namespace.
read -r pid _ </proc/self/stat
mount -n -t proc proc /proc
echo "booting $pid"
exec systemd-nspawn --quiet --settings=no --directory="$disk/merged" --machine="$name" \
    --register=no --keep-unit --link-journal=no --resolv-conf=off --timezone=off \
    --network-namespace-path="$namespace" --capability=CAP_LINUX_IMMUTABLE --console=pipe --boot >&2
