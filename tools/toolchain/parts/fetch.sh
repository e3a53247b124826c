# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- Downloads: over https only, and only files whose SHA-256 is pinned in the file "checksums" ---

readonly connect_timeout=5

fetch() {
    case $1 in
        https://*) ;;
        *)
            say "not downloading $1: it is not an https URL"
            return 1
            ;;
    esac
    if command -v curl >/dev/null; then
        curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout "$connect_timeout" --max-time 600 -o "$2" "$1" 2>/dev/null
    elif command -v wget >/dev/null; then
        # wget would follow redirects to http too.
        wget -q --max-redirect=0 --tries=1 --connect-timeout="$connect_timeout" -O "$2" "$1"
    else
        say "neither curl nor wget is installed"
        return 1
    fi
}

# Prints the pinned SHA-256 of a file name. Fails if none is pinned.
pinned() {
    awk -v file="$1" '$2 == file { print $1; found = 1 } END { exit !found }' "$here/checksums"
}

is_pinned() {
    pinned "$1" >/dev/null && return
    say "not downloading $1: its SHA-256 is not pinned (tools/toolchain/pin pins it)"
    return 1
}

verify() {
    [ "$(sha256 <"$1")" = "$(pinned "${1##*/}")" ] && return
    say "rejecting the download: its SHA-256 is not the pinned one"
    return 1
}

# Prints the SHA-256 of stdin.
sha256() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1
}
