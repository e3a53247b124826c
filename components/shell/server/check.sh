# Checks the staged configuration.
#
# Needs: keywords.sh, sshd.sh, look.sh, stage.sh, journal.sh.
# Provides: check_staged, name_winner.

check_staged() {
    query_sshd "$tested_main" || {
        case $answer in
            *'Bad configuration option: '*)
                unknown=$(printf '%s' "$answer" | sed -n 's/.*Bad configuration option: //p' | tr -s '\r\n' '  ')
                refuse "this sshd${openssh:+ ($openssh)} does not know $(printf '%s' "${unknown% }" | sed 's/  */ and /g'): leave that out for this host, or update OpenSSH"
                ;;
            *) refuse "sshd rejects the configuration with these settings: $(complaint)" ;;
        esac
    }
    read_comparison "$(compare "$before_answer" "$answer" "$sshd_lines")"
    [ -z "$others" ] || refuse "the change would also alter other directives, perhaps because someone added lines to the managed block:$others; move those to a file of their own"
    [ -z "$spare_key" ] || [ -z "$pid" ] || refuse "sshd has no host key that it can read: a reload would end it"
    if [ -n "$wrong" ]; then
        name_winner
        # A line of the main file above its Include wins: only a block above that line can override it.
        if [ "$placement" = drop-in ] && [ "$winner_file" = "$main_file" ] && [ "$winner_line" -gt 0 ] &&
            [ "$winner_line" -lt "$include_line" ]; then
            placement=main-file block_want=$our_text dropin_want=
            beside "$dropin"
            rm -rf "$beside.staged" "$mirror"
            stage
            check_staged
            return 0
        fi
        refuse "$winner_reason"
    fi
    check_ports
    if [ "$has_match" = yes ] && [ -n "$sshd_lines" ]; then
        look_at_connection "$tested_main"
        [ -z "$wrong" ] || {
            name_winner
            refuse "$winner_reason (for $connection_spec)"
        }
    fi
}

# Sets winner_file, winner_line and winner_reason from the first line of wrong.
name_winner() {
    IFS=$tab read -r winner_key winner_wanted winner_found winner_place <<END
$wrong
END
    winner_file=${winner_place%:*} winner_line=${winner_place##*:}
    [ "$winner_place" != - ] || winner_line=0
    case $winner_file in
        "$tested_main" | "$main_file")
            winner_file=$main_file
            winner_line=$((winner_line - line_shift))
            ;;
        "$mirror"/*) winner_file=$dropin_dir/${winner_file##*/} ;;
    esac
    keyword "$winner_key"
    winner_by="$winner_file line $winner_line wins"
    # In this case no file has a line before ours.
    [ "$winner_file" != "$dropin" ] && [ "$winner_line" -gt 0 ] || winner_line=0 winner_by="the daemon's own command line wins"
    winner_reason="$keyword would stay $winner_found instead of $winner_wanted: $winner_by; remove it there, or leave it out of the settings"
}

# A reload also activates changes that others never reloaded, so the configuration must still have the open ports.
check_ports() {
    [ -z "$socket" ] || return 0
    for port_socket in $sockets_before; do
        port=$((0x${port_socket##*:}))
        case ${port_socket%:*} in
            *[!0]*) port_at=:$port port_of= ;;
            00000000) port_at=" 0.0.0.0:$port" port_of=' of every IPv4 address' ;;
            *) port_at=" [::]:$port" port_of=' of every IPv6 address' ;;
        esac
        case $listens in
            *"$port_at "*) ;;
            *) refuse "sshd listens on port $port$port_of, which the configuration no longer has: a reload would close it" ;;
        esac
    done
}
