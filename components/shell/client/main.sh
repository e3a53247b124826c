#!/bin/sh
# The program that keeps one marked block in the ~/.ssh/config of the user who runs it.
#
#   sh client.sh apply   --owner PROJECT/STACK/NAME [--host NAME] [--take-over] [--run=TEXT] --pattern PATTERN... SETTING...
#   sh client.sh check   --owner PROJECT/STACK/NAME [--host NAME] --pattern PATTERN... SETTING...
#   sh client.sh restore --owner PROJECT/STACK/NAME [--host NAME]
#
# A PATTERN is one of ssh's host patterns, a SETTING a line such as 'ServerAliveInterval 120'. --run means that an
# apply came before, so that a missing block is drift.
# On stdout: one JSON object, the report; with --id=ID, its id is ID.
# On stderr: why nothing was done.
# Exit: 0 done, 1 refused or rolled back (the file is unchanged), 2 usage error, 3 the rollback failed.
#
# Runs under dash, bash, busybox ash, ksh93 and mksh, on Linux, macOS and the BSDs, so without flock, readlink -f and
# sed -i. POSIX has no local variables, so the names of every function's variables start with a prefix of its own.
#
# Invariants:
# - ssh uses the first value that it obtains, so the block goes to the end of the file, where it overrides nothing; if
#   a line above sets one of the values for the block's hosts, the block goes just above that line.
# - Everything outside the block stays the same to the byte and keeps its meaning: the block ends with 'Host *', so
#   that lines below it that applied to all hosts still do.
# - All state is in the block, so nothing is left when the block is removed.
# - The file is swapped by a rename, so that ssh finds a complete one at every moment.

# shellcheck disable=SC2015 # in A && B || C, C is meant to run when either fails
set -uf
umask 077
LC_ALL=C
export LC_ALL
# Appended, so that the user's own choice of tools comes first.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/bin:/usr/bin:/bin
export PATH

# The lines of the block that hold state.
sum_mark='# checksum: '
made_mark='# made here: '

nl='
'
tab=$(printf '\t')
# In this program, lists are separated by newlines.
IFS=$nl

main() {
    read_arguments "$@"
    check_output
    find_file
    # A lost connection must not interrupt a change; it ends soon.
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
