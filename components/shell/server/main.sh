#!/bin/sh
# The program that runs on a host: applies, restores or checks keepalive settings, as one transaction.
#
#   sh server.sh apply   --owner PROJECT/STACK/NAME [--host NAME] [--take-over] SETTING...
#   sh server.sh restore --owner PROJECT/STACK/NAME [--host NAME]
#   sh server.sh check   --owner PROJECT/STACK/NAME [--host NAME] SETTING...
#
# A SETTING is a line of the file it goes to: 'ClientAliveInterval 120' (sshd) or
# 'net.ipv4.tcp_keepalive_time = 300' (sysctl). A setting that is no longer given is given back.
# On stdout: one JSON object, the report. On stderr: why nothing, or nothing lasting, was done.
# Exit: 0 done, 1 refused or undone (the host is as it was), 2 wrong call, 3 could not be undone.
#
# Runs under dash, bash, busybox ash, ksh93 and mksh. POSIX has no local variables: every function
# keeps to names with a prefix of its own.
#
# What must not change:
# - Nothing is written before $state/pending exists, which says how to undo it, and that goes only when all is
#   proven. A run that finds it (this program was killed) first undoes what the other had done.
# - Files are swapped by rename inside one folder, so that at each moment sshd finds a whole configuration.
# - sshd is never signalled before the configuration that it is about to read has been checked.

# shellcheck disable=SC2015 # A && B || C: that C runs when either fails is what is meant, all through this file
# shellcheck disable=SC2030,SC2031 # a subshell's variables are meant to be its own
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
# What sshd is asked about during a run: a main file, and links to the drop-ins.
question_file=$state/sshd_config
mirror=$state/sshd_config.d

nl='
'
tab=$(printf '\t')
cr=$(printf '\r')

main() {
    read_arguments "$@"
    trust_tools
    [ "$(id -u)" = 0 ] || die 1 "this needs root: connect as root, or set become to sudo or doas."
    # A cut connection must not stop a transaction half-way: it is short, let it end.
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
