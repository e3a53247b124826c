# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- Messages, and commands with progress messages or a time limit ---

say() { printf 'toolchain: %s\n' "$*"; }

fail() {
    say "$*" >&2
    exit 1
}

# timed TEXT COMMAND…: runs COMMAND. It prints TEXT at the start, a line every 30 seconds, and the duration at the end.
timed() {
    local text=$1 start=$SECONDS log progress status=0
    shift
    say "$text"
    log=$(mktemp "$cache/log.XXXXXX")
    progress $$ 9>&- &
    progress=$!
    "$@" >"$log" 2>&1 9>&- || status=$?
    kill $progress
    wait $progress 2>/dev/null || true
    [ $status -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    [ $status -eq 0 ] || fail "failed, see above: $text"
    say "done in $((SECONDS - start)) seconds"
}

# progress PID: prints a line every 30 seconds, and returns within a second after the process is gone.
progress() {
    local seconds=0
    while sleep 1 && kill -0 "$1" 2>/dev/null; do
        seconds=$((seconds + 1))
        [ $((seconds % 30)) -ne 0 ] || say "… still running after $seconds seconds"
    done
}

# within SECONDS COMMAND…: kills a command that takes longer. (macOS has no timeout command.)
within() {
    local limit=$1 pid watchdog status=0
    shift
    "$@" 9>&- &
    pid=$!
    watchdog "$pid" "$limit" 9>&- &
    watchdog=$!
    wait $pid || status=$?
    kill $watchdog 2>/dev/null || true
    wait $watchdog 2>/dev/null || true
    return $status
}

watchdog() {
    local seconds=0
    while sleep 1 && kill -0 "$1" 2>/dev/null; do
        seconds=$((seconds + 1))
        [ $seconds -lt "$2" ] || kill "$1"
    done
}
