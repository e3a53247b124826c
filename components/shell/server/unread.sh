# Finds changes of sshd's files by others that the running daemon has not read yet: a reload would activate them.
#
# Needs: shared/text.sh, entry.sh, journal.sh.
# Provides: look_at_unread.

# Refuses changes that affect who can log in, and how; warns about all others. Ports and addresses are compared with the
# open ones.
look_at_unread() {
    [ -n "$pid" ] || return 0
    # sshd writes its pid file at each start and reload. Without one, the start of the process and systemd's timestamp count.
    unread_since='' unread_pid=
    ! read -r unread_pid 2>/dev/null <"$run_dir/sshd.pid" || [ "$unread_pid" != "$pid" ] || unread_since=$run_dir/sshd.pid
    if [ -z "$unread_since" ] && [ "$manager" = systemd ]; then
        unread_pid=$(TZ=UTC0 systemctl show -P StateChangeTimestamp "$unit" 2>/dev/null) && unread_pid=${unread_pid#* }
    fi
    while IFS=$tab read -r unread_kind unread_place; do
        case $unread_kind in
            access)
                undo "$unread_place was changed and the daemon has not read that yet: a reload would change who can log in. Check it, and reload sshd yourself or revert it"
                ;;
            other) warn "$unread_place was changed, and the daemon reads that only at this reload" ;;
            whole) look_at_entry && return 0 ;;
        esac
    done <<END
$(
        IFS=$nl
        # shellcheck disable=SC2046,SC2086 # lines
        set -- $(printf '%s\n' "$answer" | tr -d '\r' | sed -n 's/^debug2: load_server_config: filename //p')
        TZ=UTC0 stat -c '%y|%z|%w|%n' "${unread_since:-/proc/$pid}" "$@" 2>/dev/null | OURS=$dropin awk -v since="${unread_pid#"$pid"}" '
            BEGIN {
                FS = "|"
                while ((getline line < "/usr/share/openssh/sshd_config") > 0) stock[line] = 1
            }
            NR == 1 {
                # The resolution is one second: a change within that second counts as read.
                if (since ~ /^[0-9-]+ [0-9:]+/) since = substr(since, 1, 19) ".~"
                else since = $1
                next
            }
            { name = $0; sub(/^[^|]*\|[^|]*\|[^|]*\|/, "", name) }
            name == ENVIRON["OURS"] || $2 <= since { next }
            {
                kind = "other"; at = 0; place = name
                # Only its mode, owner or name was changed, unless it was written or created since.
                if ($1 > since && $1 <= $2 || $3 ~ /^2/ && $3 > since) while ((getline line < name) > 0) {
                    at++
                    if (line in stock) continue
                    word = line; gsub(/[="\t\r]/, " ", word); sub(/^ +/, "", word); sub(/ .*/, "", word); word = tolower(word)
                    if (word !~ /^((allow|deny)(users|groups)|.*authentication(methods)?|authorized.*|trusted.*|revoked.*|permit(root|empty).*|usepam|strictmodes|host(key|cert).*|ciphers|macs|kex.*|.*algorithms|requiredrsa.*|chroot.*|force.*)$/) continue
                    kind = "access"; place = name " line " at " (" word ")"
                    break
                }
                print kind "\t" place
            } END { if (NR) print "whole" }'
    )
END
    undo "the times of sshd's files could not be read (is $TMPDIR full?)"
}
