#!/bin/sh
# Adds packages to a copy of a built root: extend-root.sh TARGET PACKAGES
#
# By apt, since debootstrap cannot resolve all that Debian's packages ask for. Runs inside mount and pid namespaces of
# its own, so that a killed build leaves neither mounts nor processes. PACKAGES are separated by commas;
# NAME/SUITE-backports takes one from the backports of the suite.
set -eu

target=$1
packages=$2

in_root() {
    chroot "$target" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" "$@"
}

mount -t proc proc "$target/proc"
cp -L /etc/resolv.conf "$target/etc/resolv.conf"
# No service of the root may start on the machine that builds it.
printf '%s\n' '#!/bin/sh' 'exit 101' >"$target/usr/sbin/policy-rc.d"
chmod 0755 "$target/usr/sbin/policy-rc.d"

case $packages in
    *-backports*) sed 's/^\(deb .*\) \([a-z]*\) main/\1 \2-backports main/' "$target/etc/apt/sources.list" >"$target/etc/apt/sources.list.d/backports.list" ;;
esac
# A mirror that is a copy of some day's archive serves lists that have expired since; debootstrap takes them as well.
in_root apt-get --quiet --option Acquire::Check-Valid-Until=false update
old_ifs=$IFS
IFS=,
# The packages are words of their own.
# shellcheck disable=SC2086
set -- $packages
IFS=$old_ifs
in_root apt-get --quiet --yes --no-install-recommends install "$@"

rm -f "$target/usr/sbin/policy-rc.d" "$target/etc/resolv.conf"
rm -rf "$target"/var/cache/apt/* "$target"/var/lib/apt/lists/* "$target"/var/log/* \
    "$target"/usr/share/doc/* "$target"/usr/share/man/* "$target"/usr/share/locale/*
