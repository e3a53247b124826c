# shellcheck shell=sh
# What `explain --host` runs on a host, under its `sh`, from standard input. It only reads. What every user may know comes
# first, each part under a line that begins with "::"; then host_check runs the host program's check, which needs root.

LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL PATH

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    elif command -v doas >/dev/null 2>&1 && doas -n true 2>/dev/null; then
        doas -n "$@"
    else
        echo 'needs root, or sudo or doas without a password'
        return 1
    fi
}

# The host program is on standard input, the settings that it looks for are the arguments.
host_check() {
    echo ::check
    as_root sh -s -- check --owner explain "$@" 2>&1 || echo ::failed
    echo ::end
}

echo ::version
command -v sshd >/dev/null && sshd -V 2>&1
echo ::kernel
# shellcheck disable=SC2154 # what comes before this, components/shell/server/keywords.sh, has kernel_files
for key in $kernel_files tcp_retries2; do
    value=$(cat "/proc/sys/net/ipv4/$key" 2>/dev/null) && echo "net.ipv4.$key $value"
done
