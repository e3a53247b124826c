#!/bin/dash
# A shim for a command on the PATH of a program under test. It numbers the calls, and kills the program at the given
# call: DEATH_AT=N DEATH_HOW=before|during|after. The file main beside this one has the PID of the program's main
# process; turns/ has a file for each call so far, with the command's name in it.
here=${0%/*}
name=${0##*/}
turn=1
# noclobber: two commands of one pipeline never take the same turn.
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
