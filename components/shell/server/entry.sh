# Checks that the user of this connection could still log in after a reload, no matter who changed the configuration or when.
#
# Needs: shared/text.sh, connection.sh, sshd.sh, journal.sh.
# Provides: look_at_entry.

# Refuses if the user certainly could not. The method that the user logged in with is unknown here, so one open method is
# enough.
look_at_entry() {
    name_connection
    # A user who logged in by other means was never checked against these lists.
    [ -n "$connection_uid" ] || return 0
    case $answer in
        *'checking syntax for '?Match*) query_sshd "$main_file" -C "$connection_spec" || return 0 ;;
    esac
    entry_reason=$(printf '%s\n' "$answer" | list_entry)
    entry_closed=${entry_reason%%"$nl"*}
    case $entry_reason in
        *Match*)
            # Only sshd itself can evaluate the patterns.
            entry_found=$(printf '%s\n' "$entry_reason" | sed 1d | "$sshd" -T -f/dev/stdin -C "$connection_spec" 2>/dev/null |
                grep -iE '^(forcecommand|authorizedprincipalsfile) ')
            case $entry_found in
                '') warn "sshd does not report whether '$connection_user' could log in again" ;;
                *!*) entry_closed=${entry_found#*!} entry_closed=${entry_closed%%"$nl"*} ;;
            esac
            ;;
    esac
    case $entry_closed in
        -) ;;
        '') undo "sshd's output is truncated (is $TMPDIR full?)" ;;
        *) undo "a reload would lock out '$connection_user', the user of this connection: sshd's files no longer allow that user ($entry_closed). Change them, or connect as a user who is allowed" ;;
    esac
}

# Prints the directive that rules out every authentication method for this user, or "-"; then a configuration with a
# Match block for each pattern of a list of users or groups, in which a command or file has, after a "!", the name of
# the list that denies the user.
list_entry() {
    awk -v uid="$connection_uid" '
        { sub(/\r$/, ""); key = tolower($1); value = $0; sub(/^[^ ]+ /, "", value); has[key] = value }
        key == "hostkey" { keys = keys $0 "\n" }
        key ~ /^(allow|deny)(users|groups)$/ {
            of = key ~ /users/ ? "User" : "Group"
            name = of == "User" ? "ForceCommand " : "AuthorizedPrincipalsFile "
            if (key ~ /^allow/) rest = rest "Match all\n" name "!" key "\n"
            from = ""
            if (of == "User" && match(value, /@[^@]*$/)) {
                from = "\" %s \"" substr(value, RSTART + 1)
                value = substr(value, 1, RSTART - 1)
            }
            # Match separates patterns by commas, which no name contains.
            if (value ~ /,/) next
            block = "Match " of " \"" value from "\"\n"
            if (key ~ /^deny/) block = block "ForceCommand !" key "\n"
            else block = block name "-\n"
            other = block
            sub(/%s/, "Host", other)
            if (sub(/%s/, "Address", block)) block = block other
            if (key ~ /^deny/) denied = denied block
            else allowed = allowed block
        }
        END {
            permit = uid ? "yes" : has["permitrootlogin"]
            ways = has["authenticationmethods"]
            closed = "authenticationmethods"
            if (ways ~ /^(any)?$/) {
                ways = "publickey hostbased gssapi-with-mic password keyboard-interactive"
                closed = "pubkeyauthentication"
            }
            n = split(ways, way, " ")
            for (i = 1; i <= n; i++) {
                m = split(way[i], step, ",")
                for (j = 1; j <= m; j++) {
                    key = step[j]
                    if (permit != "yes" && key ~ /^(password|keyboard)/) break
                    # The keyword that enables a method, if it has one.
                    sub(/keyboard/, "kbd", key); sub(/publickey/, "pubkey", key); gsub(/:.*|-with-mic|-/, "", key)
                    if (key !~ /none|keyex/ && has[key "authentication"] ~ /^(no|false)?$/) break
                }
                if (j > m) closed = "-"
            }
            if (permit == "no") closed = "permitrootlogin"
            print closed
            printf "%s", keys denied allowed rest
        }'
}
