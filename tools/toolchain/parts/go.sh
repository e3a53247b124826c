# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- Building with Go ---

need_go() {
    command -v go >/dev/null || no_go "Go is not installed"
    local wanted
    wanted=$(awk '$1 == "go" { print $2 }' "$here/go.mod")
    # An older Go can fetch the one it is asked for, unless it is told or too old to.
    if ! go_version=$(cd "$here" && go env GOVERSION 2>/dev/null) && [ -z "${GOTOOLCHAIN-}" ]; then
        export GOTOOLCHAIN=auto
        go_version=$(cd "$here" && go env GOVERSION 2>/dev/null) || true
    fi
    case $go_version in
        go1.*) ;;
        *) no_go "Go $wanted or newer is needed, and $(cd / && go version || echo 'what is installed') is older" ;;
    esac
    # An old Go may answer without looking at what go.mod asks for.
    [ "$(printf '%s\n' "${go_version#go}" "$wanted" | sort -V | head -n1)" = "$wanted" ] ||
        no_go "Go $wanted or newer is needed, and ${go_version#go} is installed"
}

no_go() {
    fail "cannot go on: $1.
  The official Pulumi could not be had either, so its parts must be built. Do one of these and run this again:
  - install Go $(awk '$1 == "go" { print $2 }' "$here/go.mod") or newer: https://go.dev/doc/install
  - install Pulumi $pulumi_version and put it on PATH: https://www.pulumi.com/docs/install/
  - name a mirror of the Pulumi releases with PULUMI_RELEASES_URL (see tools/toolchain/install --help)"
}

# Builds one of ours, unless it was built from the same sources before; sets built.
build_stand_in() {
    local key
    key=$(printf '%s\n' "$(sources "$1")" "$go_version" "$3" | digest)
    built=$cache/$1-$key/$2
    [ -x "$built" ] ||
        timed "building $2, a stand-in, up to a minute the first time" \
            go_build "$here" "$built" "./$1" "-X main.version=$3"
}

# go_build FOLDER FILE PACKAGE LDFLAGS: the file appears whole or not at all.
go_build() {
    mkdir -p "${2%/*}"
    (cd "$1" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w $4" -o "$2.new" "$3") &&
        mv "$2.new" "$2"
}

# timed TEXT COMMAND…: says what it does, every 30 seconds that it still does, and at the end how long it took.
timed() {
    local text=$1 start=$SECONDS log heart status=0
    shift
    say "$text"
    log=$(mktemp "$cache/log.XXXXXX")
    heartbeat $$ 9>&- &
    heart=$!
    "$@" >"$log" 2>&1 9>&- || status=$?
    kill $heart
    wait $heart 2>/dev/null || true
    [ $status -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    [ $status -eq 0 ] || fail "that failed, see above: $text"
    say "done in $((SECONDS - start)) seconds"
}

# Ends with the process it is told, however that ends, within a second.
heartbeat() {
    local seconds=0
    while sleep 1 && kill -0 "$1" 2>/dev/null; do
        seconds=$((seconds + 1))
        [ $((seconds % 30)) -ne 0 ] || say "… still at it after $seconds seconds"
    done
}

# within SECONDS COMMAND…: ends a command that takes longer. (macOS has no timeout.)
within() {
    local limit=$1 pid watch status=0
    shift
    "$@" 9>&- &
    pid=$!
    watchdog "$pid" "$limit" 9>&- &
    watch=$!
    wait $pid || status=$?
    kill $watch 2>/dev/null || true
    wait $watch 2>/dev/null || true
    return $status
}

watchdog() {
    local seconds=0
    while sleep 1 && kill -0 "$1" 2>/dev/null; do
        seconds=$((seconds + 1))
        [ $seconds -lt "$2" ] || kill "$1"
    done
}
