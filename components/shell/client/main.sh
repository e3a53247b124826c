#!/bin/sh
# The program that keeps one marked block in the ~/.ssh/config of the user who runs it.
#
#   sh client.sh apply   --owner PROJECT/STACK/NAME [--host NAME] [--take-over] [--run=TEXT] --pattern PATTERN... SETTING...
#   sh client.sh check   --owner PROJECT/STACK/NAME [--host NAME] --pattern PATTERN... SETTING...
#   sh client.sh restore --owner PROJECT/STACK/NAME [--host NAME]
#
# A PATTERN is one of ssh's host patterns, a SETTING a line such as 'ServerAliveInterval 120'. --run says that an
# apply has been here before, so that a missing block is drift.
# On stdout: one JSON object, the report. On stderr: why nothing was done.
# Exit: 0 done, 1 refused or undone (the file is as it was), 2 wrong call, 3 could not be undone.
#
# Runs under dash, bash, busybox ash, ksh93 and mksh, on Linux, macOS and the BSDs: hence no flock, no readlink -f, no
# sed -i. POSIX has no local variables: every function keeps to names with a prefix of its own.
#
# What must not change:
# - ssh takes the first value that it obtains, so the block goes to the end of the file, where it overrides nothing; if
#   a line above sets one of the values for the very hosts that the block is for, it goes just above that line.
# - Everything outside the block stays to the byte, and means what it meant: the block ends with 'Host *', so that lines
#   below it that were for all hosts still are.
# - All state is in the block, so that nothing is left when the block is removed.
# - The file is swapped by rename, so that at each moment ssh finds a whole one.

# shellcheck disable=SC2015 # A && B || C: that C runs when either fails is what is meant, all through this file
set -uf
umask 077
LC_ALL=C
export LC_ALL
# Appended, so that the user's own choice of tools comes first.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/bin:/usr/bin:/bin
export PATH

# The lines of the block that say what must be remembered.
sum_mark='# checksum: '
made_mark='# made here: '

nl='
'
tab=$(printf '\t')
# Lists are lines, in this whole program.
IFS=$nl

main() {
    read_arguments "$@"
    find_file
    # A cut connection must not stop a change half-way: it is short, let it end.
    trap '' HUP INT TERM PIPE
    trap clean_up EXIT
    if [ "$verb" = check ]; then
        read_block
        check_block
        check
        return 0
    fi
    take_lock
    remove_leftovers
    read_block
    check_block
    if [ -n "$foreign" ]; then
        report
    elif [ "$verb" = apply ]; then
        apply
    else
        restore
    fi
}
