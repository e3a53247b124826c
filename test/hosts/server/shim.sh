#!/bin/dash
# Stands in for a command on the PATH of a program under test: numbers each call, and at the one wanted kills the
# program: DEATH_AT=N DEATH_HOW=before|during|after. Its main process is named in main, beside this file; the calls
# made so far stand in turns/, a file each, with the command's name in it.
here=${0%/*}
name=${0##*/}
turn=1
# Made only if it is not there: two commands of one pipeline never take the same turn.
set -C
until command : >"$here/turns/$turn"; do
    turn=$((turn + 1))
done 2>/dev/null
set +C
echo "$name" >"$here/turns/$turn"
PATH=${PATH#"$here:"}

[ "$turn" = "$DEATH_AT" ] || exec "$name" "$@"

die() {
    read -r main <"$here/main"
    kill -9 "$main" $PPID
    exit 137
}

case $DEATH_HOW in
    during)
        # A command in the background would lose its standard input.
        exec 3<&0
        "$name" "$@" <&3 3<&- &
        kill -9 $!
        ;;
    after) "$name" "$@" ;;
esac
die
