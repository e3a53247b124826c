#!/bin/sh
# The program that runs on a host: applies, restores or checks keepalive settings, as one transaction.
#
#   sh server.sh apply   --owner PROJECT/STACK/NAME [--host NAME] [--take-over] SETTING...
#   sh server.sh restore --owner PROJECT/STACK/NAME [--host NAME]
#   sh server.sh check   --owner PROJECT/STACK/NAME [--host NAME] SETTING...
#
# A SETTING is a line of the file it goes to: 'ClientAliveInterval 120' (sshd) or
# 'net.ipv4.tcp_keepalive_time = 300' (sysctl). A setting that is no longer given gets its earlier value back.
# On stdout: one JSON object, the report; with --id=ID, its id is ID.
# On stderr: why nothing was done, or why it was rolled back.
# Exit: 0 done, 1 refused or rolled back (the host is unchanged), 2 usage error, 3 the rollback failed.
#
# Runs under dash, bash, busybox ash, ksh93 and mksh. POSIX has no local variables, so the names of every function's
# variables start with a prefix of its own.
#
# Invariants:
# - Nothing is written before $state/pending exists, which describes how to undo it. It is removed only once everything
#   is proven. A run that finds it (an earlier run was killed) first rolls back the earlier run.
# - Files are swapped by a rename within one folder, so that sshd finds a complete configuration at every moment.
# - sshd is never signalled before the configuration that it is about to read was checked.

# shellcheck disable=SC2015 # in A && B || C, C is meant to run when either fails
# shellcheck disable=SC2030,SC2031 # variables of a subshell are meant to be local to it
# shellcheck disable=SC3013 # -ef: every shell named above has it
set -uf
umask 022
LC_ALL=C
export LC_ALL

default_main=/etc/ssh/sshd_config
dropin_dir=/etc/ssh/sshd_config.d
dropin=$dropin_dir/00-pulumi-ssh-keepalive.conf
sysctl_dir=/etc/sysctl.d
sysctl_file=$sysctl_dir/99-zz-pulumi-ssh-keepalive.conf
state=/var/lib/pulumi-ssh-keepalive
run_dir=/run
# What sshd -T reads during a run: a main file, and links to the drop-ins.
mirror_main=$state/sshd_config
mirror=$state/sshd_config.d

nl='
'
tab=$(printf '\t')
cr=$(printf '\r')

main() {
    read_arguments "$@"
    check_output
    trust_tools
    [ "$(id -u)" = 0 ] || die 1 "this needs root: connect as root, or set become to sudo or doas."
    # A lost connection must not interrupt a transaction; it ends soon.
    trap '' HUP INT TERM PIPE
    trap clean_up EXIT
    try_here_document
    take_lock
    must_be_roots "$dropin" "$sysctl_file" "$state/record"
    read_state
    find_daemon
    recover
    look
    case $verb in
        check) report_check ;;
        *) converge ;;
    esac
}

clean_up() {
    [ -z "$spare_key" ] || rm -f "$spare_file" "$spare_file.pub"
    [ "$locked" = no ] || rm -f "$lock_file"
}
