# Processes, as the kernel describes them. The name and title are not trusted: a process can change both.
#
# Needs: trust.sh.
# Provides: read_status, lives, is_daemon, is_sshd.

# Sets process_state, process_parent and process_ids: the real, effective, saved and file system user ID.
read_status() {
    process_parent=0 process_ids='' process_state=
    while read -r status_key status_a status_b status_c status_d; do
        case $status_key in
            State:) process_state=$status_a ;;
            PPid:) process_parent=$status_a ;;
            Uid:) process_ids="$status_a $status_b $status_c $status_d" ;;
        esac
    done 2>/dev/null <"/proc/$1/status"
    [ -n "$process_ids" ]
}

# Whether a process of root exists and is not a zombie. During a reload it may be another program for a moment, such as
# a wrapper.
lives() {
    read_status "$1" && [ "$process_ids" = '0 0 0 0' ] && [ "$process_state" != Z ]
}

# Whether a process is root's sshd, is not a session, and sees the same files as this program (a daemon in a container
# does not). Sets daemon_exe. A set-user-ID program has only root's effective user ID, and any process can set its
# title; only root can run root's sshd with all four user IDs 0.
is_daemon() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    lives "$1" && [ "/proc/$1/root/etc/ssh" -ef /etc/ssh ] &&
        ! [ "/proc/$1/exe" -ef "/proc/$process_parent/exe" ] && daemon_exe=$(readlink "/proc/$1/exe") || return 1
    # An upgrade has replaced the file; the daemon executes the new one at the next SIGHUP.
    daemon_exe=${daemon_exe%' (deleted)'}
    is_sshd "$daemon_exe" || return 1
    # The title of a session is "sshd: user@pts/0" or "sshd: user [priv]", that of a listener "sshd: /usr/sbin/sshd ...".
    case $(tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline") in
        'sshd: '[!/]*) return 1 ;;
    esac
}

# Whether a file belongs to root and is OpenSSH's sshd, under any name.
is_sshd() {
    case ${1##*/} in
        sshd) ;;
        *) [ -r "$1" ] && grep -q 'no hostkeys available' "$1" || return 1 ;;
    esac
    root_only "$1"
}
