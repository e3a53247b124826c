#!/bin/sh
# Builds one Debian root for test hosts: build-root.sh SUITE TARGET MIRROR PASSWORD PACKAGES
#
# Runs inside mount and pid namespaces of its own, so that a killed build leaves neither mounts nor processes.
# TARGET is a new folder; the caller renames it into place when this program has succeeded. Every changed byte of this
# file gives the roots a new name in the cache, hence a new build.
set -eu

suite=$1
target=$2
mirror=$3
password=$4
packages=$5

# A debootstrap older than the suite has no script of that name; all current suites are built as sid is.
script=/usr/share/debootstrap/scripts/$suite
[ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid

# The root is a test bed: no need to wait for the disk after each package.
debootstrap --variant=minbase --include="$packages" "$suite" "$target" "$mirror" "$script" || {
    tail -n 20 "$target/debootstrap/debootstrap.log" >&2 2>/dev/null || :
    exit 1
}

in_root() {
    chroot "$target" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}

# The people of the test beds: admin may do everything without a password, deputy must give one, keeper has doas, and
# visitor has no rights at all.
for user in admin deputy keeper visitor; do
    in_root useradd --create-home --shell /bin/bash "$user"
    printf '%s:%s\n' "$user" "$password" | in_root chpasswd
    install -d -m 0700 "$target/home/$user/.ssh"
    in_root chown "$user:$user" "/home/$user/.ssh"
done
install -d -m 0700 "$target/root/.ssh"
printf '%s\n' 'admin ALL=(ALL:ALL) NOPASSWD: ALL' 'deputy ALL=(ALL:ALL) ALL' >"$target/etc/sudoers.d/test-users"
chmod 0440 "$target/etc/sudoers.d/test-users"
printf '%s\n' 'permit nopass keeper as root' >"$target/etc/doas.conf"
chmod 0400 "$target/etc/doas.conf"

# Each host gets a host key and an identity of its own. "uninitialized" would make systemd ask for a first boot.
rm -f "$target"/etc/ssh/ssh_host_*_key "$target"/etc/ssh/ssh_host_*_key.pub
: >"$target/etc/machine-id"
rm -f "$target/var/lib/dbus/machine-id" "$target/etc/hostname" "$target/etc/resolv.conf"

# Units that only cost boot time or reach for hardware that a container has not.
for unit in getty.target console-getty.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer systemd-resolved.service systemd-networkd.service \
    systemd-networkd-wait-online.service systemd-timesyncd.service systemd-firstboot.service; do
    ln -sf /dev/null "$target/etc/systemd/system/$unit"
done

rm -rf "$target"/var/cache/apt/* "$target"/var/lib/apt/lists/* "$target"/var/log/* \
    "$target"/usr/share/doc/* "$target"/usr/share/man/* "$target"/usr/share/locale/* "$target"/usr/share/info/*
