#!/bin/sh
# Holds a set of hosts: set.sh RECORD
#
# Runs in mount and network namespaces of its own; the network is that of the set's controller. Everything else of the set
# is in a process namespace below, so the kernel removes all processes, mounts and links once this program ends. It ends
# when its standard input does, that is, with the process that started it, unless it has read the line "stay"; or at
# SIGTERM. Prints "ready PID" on standard output: the first process of the process namespace, as the machine numbers it.
# RECORD is a file in the working directory, to remove at the end.
set -eu

record=$1

# All that the set keeps is in memory, out of the machine's sight: keys, disks, the names of network namespaces, and what
# systemd-nspawn writes.
mount -n -t tmpfs -o mode=0755 test-hosts /run
mkdir /run/hosts /run/netns /run/systemd
ip netns attach controller "$$"
# 198.18.0.0/15 is the range for benchmarks. The bridge leads nowhere but to the hosts.
ip -batch - <<'LINKS'
link set lo up
link add br0 type bridge forward_delay 0 mcast_snooping 0
addr add 198.18.0.1/22 dev br0
link set br0 addrgenmode none up
LINKS

# This /proc is still the machine's. The loop's wait also reaps the orphans that a first process inherits.
# shellcheck disable=SC2016 # The inner shell expands it.
setpriv --pdeathsig KILL unshare --pid --fork --kill-child sh -c '
    read -r pid _ </proc/self/stat
    echo "ready $pid"
    exec </dev/null >/dev/null 2>&1
    while :; do
        sleep 2147483 &
        wait
    done' 2>/dev/null &
space=$!
exec >/dev/null 2>&1 3<&0

trap : TERM
{ read -r word && [ "$word" = stay ] && sleep infinity; } <&3 &
wait "$!" || :

set +e
read -r init _ <"/proc/$space/task/$space/children"
kill -KILL "$init"
wait "$space"
# What others started in the controller, such as an ssh.
left=some
while [ -n "$left" ]; do
    left=
    for pid in $(ip netns pids controller); do
        [ "$pid" = "$$" ] || ! kill -KILL "$pid" || left=some
    done
    [ -z "$left" ] || sleep 0.01
done
# The kernel keeps empty control groups.
for top in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
    find "$top/pulumi-ssh-keepalive.$init" -depth -type d -exec rmdir {} +
done
rm -f "$record"
