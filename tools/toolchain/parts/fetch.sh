# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- Downloads: over https alone, and only what has its SHA-256 pinned in the file "checksums" ---

readonly connect_timeout=5

fetch() {
    case $1 in
        https://*) ;;
        *)
            say "$1 is not https; not fetching it"
            return 1
            ;;
    esac
    if command -v curl >/dev/null; then
        curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout "$connect_timeout" --max-time 600 -o "$2" "$1" 2>/dev/null
    elif command -v wget >/dev/null; then
        # Without redirects, which wget would follow to http as well.
        wget -q --max-redirect=0 --tries=1 --connect-timeout="$connect_timeout" -O "$2" "$1"
    else
        say "neither curl nor wget is installed"
        return 1
    fi
}

# Prints the SHA-256 that a file of that name must have; fails where none is pinned.
pinned() {
    awk -v file="$1" '$2 == file { print $1; found = 1 } END { exit !found }' "$here/checksums"
}

is_pinned() {
    pinned "$1" >/dev/null && return
    say "no SHA-256 of $1 is pinned, so it is not downloaded (tools/toolchain/pin pins it)"
    return 1
}

verify() {
    [ "$(sha256 "$1")" = "$(pinned "${1##*/}")" ] && return
    say "the download does not have its pinned SHA-256; not using it"
    return 1
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}
