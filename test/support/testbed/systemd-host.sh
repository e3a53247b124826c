#!/bin/sh
# Boots a systemd host: systemd-host.sh NAME TREE DISK NAMESPACE CGROUP
#
# Runs in a mount namespace of its own. Puts the overlay of TREE and DISK together and becomes the systemd-nspawn that
# boots it, in the network namespace whose file is NAMESPACE. Says "booting" on standard output before that; the console
# goes to standard error. CGROUP is a path below each cgroup hierarchy's top, the host's alone.
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
        echo "$$" >"$hierarchy/$cgroup/cgroup.procs"
    fi
done

mount -n -t overlay -o "lowerdir=$tree,upperdir=$disk/upper,workdir=$disk/work" overlay "$disk/merged"
# nspawn leaves locks and folders below this one, which so go with the mount namespace.
mkdir -p /run/systemd
mount -n -t tmpfs -o mode=0755,nosuid,nodev tmpfs /run/systemd

echo booting
exec systemd-nspawn --quiet --settings=no --directory="$disk/merged" --machine="$name" \
    --register=no --keep-unit --link-journal=no --resolv-conf=off --timezone=off \
    --network-namespace-path="$namespace" --capability=CAP_LINUX_IMMUTABLE --console=pipe --boot >&2
