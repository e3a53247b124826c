# Processes, as the kernel describes them. A process's name and title are its own claim.
#
# Needs: root_only (trust.sh). Gives: read_status, lives, is_daemon, is_sshd.

# Sets process_state, process_parent and process_ids: the real, effective, saved and file system user.
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

# Whether a process of root's is there, and more than a zombie. At a reload it may be another program than sshd for a
# moment, such as a wrapper.
lives() {
    read_status "$1" && [ "$process_ids" = '0 0 0 0' ] && [ "$process_state" != Z ]
}

# Whether a process is an sshd of root's that is nobody's session, and reads the files that are seen from here (one in a
# container does not). Sets daemon_exe. One program with the set-user-id bit has root's effective user, and a title says
# what its process likes; nobody but root gets all four users to be root with an sshd of root's.
is_daemon() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    lives "$1" && [ "/proc/$1/root/etc/ssh" -ef /etc/ssh ] &&
        ! [ "/proc/$1/exe" -ef "/proc/$process_parent/exe" ] && daemon_exe=$(readlink "/proc/$1/exe") || return 1
    # An upgrade has put another file in its place, which is what the daemon executes at the next SIGHUP.
    daemon_exe=${daemon_exe%' (deleted)'}
    is_sshd "$daemon_exe" || return 1
    # A session is called "sshd: user@pts/0" or "sshd: user [priv]", a listener "sshd: /usr/sbin/sshd ...".
    case $(tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline") in
        'sshd: '[!/]*) return 1 ;;
    esac
}

# Whether a file is owned by root and is the program of OpenSSH's daemon, under any name.
is_sshd() {
    case ${1##*/} in
        sshd) ;;
        *) [ -r "$1" ] && grep -q 'no hostkeys available' "$1" || return 1 ;;
    esac
    root_only "$1"
}
