# shellcheck shell=sh
# `explain --host` runs this script on a host, in its `sh`, from standard input. It changes nothing. Values that every user
# can read come first, each part after a line that begins with "::"; then host_check runs the host program's check as root.

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

# Reads the host program from standard input; the arguments are the settings to check.
host_check() {
    echo ::check
    as_root sh -s -- check --owner explain "$@" 2>&1 || echo ::failed
    echo ::end
}

echo ::version
command -v sshd >/dev/null && sshd -V 2>&1
echo ::kernel
# shellcheck disable=SC2154 # components/shell/server/keywords.sh, which is sent before this script, sets kernel_files
for key in $kernel_files tcp_retries2; do
    value=$(cat "/proc/sys/net/ipv4/$key" 2>/dev/null) && echo "net.ipv4.$key $value"
done
