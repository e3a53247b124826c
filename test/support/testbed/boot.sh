#!/bin/sh
# Boots a host: boot.sh KIND NUMBER NAME ADDRESS TREE SYSCTL WAIT CGROUP
#
# Runs in the namespaces of its set. Plugs the host's own network namespace into the bridge, and goes on as the KIND of
# host ("light" or "systemd") in a mount namespace of its own. TREE is the root that all hosts of a suite share. SYSCTL is
# "rw" or "ro": whether /proc/sys/net can be written. WAIT is "yes" or "no": whether the sshd of a light host must come
# up. CGROUP is a path below each cgroup hierarchy's top, for this host alone.
set -eu

network=host$2
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

disk=/run/pulumi-ssh-keepalive/set/hosts/$2
here=${0%/*}
if [ "$1" = light ]; then
    exec nsenter --net="/run/netns/$network" unshare --mount --pid --ipc --uts --fork --kill-child \
        sh "$here/light-host.sh" "$3" "$5" "$disk" "$6" "$7"
fi
exec unshare --mount sh "$here/systemd-host.sh" "$3" "$5" "$disk" "/run/netns/$network" "$8"
