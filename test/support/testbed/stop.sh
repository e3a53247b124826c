#!/bin/sh
# Ends hosts and unplugs them: stop.sh CGROUP NUMBER...
#
# Runs in the mount and network namespaces of their set, but in the machine's process namespace. The host NUMBER has the
# control group CGROUP/NUMBER below each cgroup hierarchy's top. Leaves the hosts' disks.
set -eu

groups=$1
shift

# Runs find on the control groups of a host: in_groups NUMBER EXPRESSION...
in_groups() {
    group=$groups/$1
    shift
    for top in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
        [ ! -d "$top/$group" ] || find "$top/$group" -depth "$@"
    done
}

# Kills the processes of a host, and prints those that ran.
kill_all() {
    for pid in $(ip netns pids "host$1" 2>/dev/null) $(in_groups "$1" -name cgroup.procs -exec cat {} +); do
        kill -KILL "$pid" 2>/dev/null && echo "$pid"
    done
}

for number; do
    turns=0
    # Again each time: what is being killed may still start others.
    while [ -n "$(kill_all "$number")" ]; do
        turns=$((turns + 1))
        [ "$turns" -le 3000 ] || {
            echo "some processes of host $number do not end" >&2
            exit 1
        }
        sleep 0.01
    done
    # The kernel removes a namespace's links only some time after the namespace.
    ip link del "v$number" 2>/dev/null || :
    ip netns del "host$number" 2>/dev/null || :
    in_groups "$number" -type d -exec rmdir {} +
done
