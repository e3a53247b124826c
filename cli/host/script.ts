/**
 * What runs on the host, under its `sh`, from standard input. It only reads. Each part stands under a line that begins
 * with "::"; sshd's settings need root, because sshd reads its host keys first.
 */
export const readingScript = `LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL PATH
sshd=$(command -v sshd) || sshd=
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    elif command -v doas >/dev/null 2>&1 && doas -n true 2>/dev/null; then
        doas -n "$@"
    else
        echo 'needs root, or sudo or doas without a password' >&2
        return 1
    fi
}
echo ::version
[ -z "$sshd" ] || "$sshd" -V 2>&1
echo ::sshd
if [ -z "$sshd" ]; then
    echo '::failed no sshd found'
elif settings=$(as_root "$sshd" -T 2>&1) || settings=$(as_root "$sshd" -T -C user=root,host=localhost,addr=127.0.0.1 2>&1); then
    printf '%s\\n' "$settings"
else
    printf '%s\\n' "$settings" | sed 's/^/::failed /'
fi
echo ::kernel
for key in tcp_keepalive_time tcp_keepalive_intvl tcp_keepalive_probes tcp_retries2; do
    value=$(cat "/proc/sys/net/ipv4/$key" 2>/dev/null) && echo "$key $value"
done
echo ::end
`;
