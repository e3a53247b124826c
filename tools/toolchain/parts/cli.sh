# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- The CLI and its language host: find_cli sets cli_dir, cli_summary and official; build_cli also sets host ---

# CLIs before 3.202 do not pass a component's arguments to policy packs.
readonly oldest_minor=202

find_cli() {
    official=yes
    local found
    if found=$(cli_on_path); then
        cli_dir=$(dirname "$found")
        cli_summary="pulumi $("$found" version) from $cli_dir"
        say "using $cli_summary"
    elif fetch_cli; then
        cli_summary="pulumi v$pulumi_version, the official release"
    else
        official=no
        build_cli
        cli_summary="pulumi v$pulumi_version, built with Go, with a stand-in language host"
    fi
}

# Prints the real path of `pulumi` on PATH, if it is new enough and has its Node.js language host beside it.
cli_on_path() {
    local file version
    file=$(type -aP pulumi | first_real_file) || return
    [ -x "$(dirname "$file")/pulumi-language-nodejs" ] || return
    version=$(PULUMI_SKIP_UPDATE_CHECK=1 "$file" version 2>/dev/null) || return
    [[ $version =~ ^v3\.([0-9]+)\. ]] && [ "${BASH_REMATCH[1]}" -ge $oldest_minor ] || return
    printf '%s\n' "$file"
}

# Prints the first of the files on stdin that is not a wrapper written by this script, in this or another checkout. A
# wrapper sets its own PULUMI_HOME, disappears with its checkout, and would call itself if two checkouts shared a
# .toolchain.
first_real_file() {
    local name file start
    while IFS= read -r name; do
        file=$(realpath "$name")
        IFS= read -r -d '' -n 200 start <"$file" || true
        if [[ $start != *"$wrapper_mark"* ]]; then
            printf '%s\n' "$file"
            return
        fi
    done
    return 1
}

fetch_cli() {
    local name
    name=pulumi-v$pulumi_version-$(platform) || return
    cli_dir=$cache/$name/pulumi
    [ ! -x "$cli_dir/pulumi" ] || return 0

    is_pinned "$name.tar.gz" || return 1
    say "downloading the official Pulumi $pulumi_version from $releases"
    local work
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    if fetch "$releases/$name.tar.gz" "$work/$name.tar.gz" && verify "$work/$name.tar.gz" &&
        tar -xzf "$work/$name.tar.gz" -C "$work" && [ -x "$work/pulumi/pulumi-language-nodejs" ]; then
        rm -rf "${cache:?}/$name"
        rm "$work/$name.tar.gz"
        mv "$work" "$cache/$name"
        return
    fi
    rm -rf "$work"
    say "the official Pulumi is not available"
    return 1
}

platform() {
    local os arch
    case $(uname -s) in
        Linux) os=linux ;;
        Darwin) os=darwin ;;
        *) return 1 ;;
    esac
    case $(uname -m) in
        x86_64 | amd64) arch=x64 ;;
        aarch64 | arm64) arch=arm64 ;;
        *) return 1 ;;
    esac
    printf '%s-%s\n' "$os" "$arch"
}

build_cli() {
    require_go
    build "cli-$pulumi_version" pulumi . github.com/pulumi/pulumi/pkg/v3/cmd/pulumi \
        "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$pulumi_version" \
        "the Pulumi CLI $pulumi_version from Go modules, about 5 minutes the first time"
    cli_dir=${built%/*}
    build_here language-nodejs pulumi-language-nodejs "v$pulumi_version"
    host=$built
}
