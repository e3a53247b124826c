# Inspects the host: which files exist, and what is effective.
#
# Needs: shared/text.sh, shared/owner.sh, keywords.sh, state.sh, connection.sh, sshd.sh, kernel.sh, journal.sh.
# Provides: look, read_running, write_proc, read_comparison, look_at_connection.

look() {
    openssh='' has_match=no before_answer='' wrong='' previous='' effective='' drift='' live_wrong='' broken=
    dropin_text='' sysctl_text='' found_owner=
    owner_of "$dropin" && dropin_text=$text
    owner_of "$sysctl_file" && sysctl_text=$text
    scan_main
    check_owner "on this host"
    look_at_kernel
    if [ -z "$sshd" ] || [ ! -f "$main_file" ]; then
        broken="there is no sshd, or no $main_file"
    else
        look_at_sshd
    fi
}

# Sets text to the content of a managed file, and found_owner from it. A file of this name without an owner line, or a
# link, belongs to someone else.
owner_of() {
    text=
    [ -e "$1" ] || [ -L "$1" ] || return 0
    [ -L "$1" ] || [ ! -f "$1" ] || read_text "$1"
    read_owner "$text" || {
        [ "$verb" != apply ] || die 1 "$1 exists and is not from this program: remove it or rename it; nothing was changed."
        text=
    }
}

# Sets found_owner to the owner that a text names, if it names one.
read_owner() {
    case $1 in
        *"$owner_mark"*) found_owner=${1#*"$owner_mark"} found_owner=${found_owner%%"$nl"*} ;;
        *) return 1 ;;
    esac
}

# Sets includes (line, tab, pattern: those before the first Match), block_first, block_last, block_text.
scan_main() {
    includes='' block_first='' block_last='' block_text='' scanned=no
    [ -f "$main_file" ] || return 0
    # The dot preserves trailing blanks of a line in the block.
    while IFS=: read -r scan_kind scan_line scan_rest; do
        scan_rest=${scan_rest%.}
        case $scan_kind in
            include) includes=$includes$scan_line$tab$scan_rest$nl ;;
            begin) block_first=$scan_line ;;
            end) block_last=$scan_line ;;
            block) block_text=$block_text$scan_rest$nl ;;
            whole) scanned=yes ;;
        esac
    done <<END
$(awk -v begin="$block_begin" -v end="$block_end" '
    BEGIN { OFS = ":" }
    { sub(/\r$/, "") }
    index($0, begin) == 1 { print "begin", NR, "."; inside = 1; next }
    index($0, end) == 1 { print "end", NR, "."; inside = 0; next }
    inside { print "block", NR, $0 "."; next }
    matched { next } END { print "whole" }
    { word = $0; gsub(/[="\t]/, " ", word); sub(/^ +/, "", word); count = split(word, words, / +/) }
    tolower(words[1]) == "match" { matched = 1 }
    tolower(words[1]) == "include" {
        for (i = 2; i <= count && words[i] !~ /^#/; i++) if (words[i] != "") print "include", NR, words[i] "."
    }' "$main_file")
END
    [ "$scanned" = yes ] || die 1 "$main_file could not be read completely (is $TMPDIR full?); nothing was changed."
    [ -z "$block_first" ] || [ -n "$block_last" ] ||
        die 1 "$main_file has the line '$block_begin' but not '$block_end': restore it or remove both; nothing was changed."
    read_owner "$block_text"
}

look_at_kernel() {
    read_running
    previous=$running
    [ "$verb" = apply ] && [ -n "$kernel_lines" ] || return 0
    [ -n "$running" ] || die 1 "/proc/sys/net/ipv4/tcp_keepalive_time cannot be read here; nothing was changed."
    # Writing back the current value is the only reliable test.
    value_of "net.ipv4.${kernel_files%% *}"
    write_proc "/proc/sys/net/ipv4/${kernel_files%% *}" "$value" ||
        die 1 "/proc/sys is read-only here (a container?), so kernel values cannot be set: leave kernel out for this host; nothing was changed."
}

# Sets running to the kernel's values, one per line, and retries (tcp_retries2). Reads through cat, because some shells
# read one byte at a time, and /proc/sys returns nothing after the first read.
read_running() {
    # shellcheck disable=SC2046,SC2086 # numbers, and the files' names
    set -- $(cd /proc/sys/net/ipv4 2>/dev/null && cat $kernel_files tcp_retries2 2>/dev/null)
    running=
    for running_key in $kernel_files; do
        [ $# -gt 0 ] || break
        running=${running}net.ipv4.$running_key\ =\ $1$nl
        shift
    done
    retries=${1:-}
}

write_proc() {
    # In a subshell, since some shells end when a redirection of a special builtin fails.
    (printf '%s\n' "$2" >"$1") 2>/dev/null
}

look_at_sshd() {
    look_partial=
    if query_sshd "$main_file"; then
        before_answer=$answer
    else
        broken=$(complaint)
        case $broken in
            # Someone corrupted our own file: writing it again fixes it.
            *"$dropin"*) warn "sshd rejected $dropin as it was: $broken" && broken= ;;
            *)
                [ -n "$sshd_lines" ] || return 0
                die 1 "sshd rejects the configuration even without any change: $broken; fix that first; nothing was changed."
                ;;
        esac
    fi
    [ -n "$before_answer" ] || look_partial=partial
    read_comparison "$(compare "$before_answer" "$before_answer" "$sshd_lines")" $look_partial
    previous=$before_values$previous
    effective=$after_values
    live_wrong=$wrong
    [ "$has_match" = no ] || [ -z "$sshd_lines" ] || {
        warn_of_match
        look_at_connection "$main_file"
        # The output includes the global values.
        [ -z "$wrong" ] || live_wrong=$wrong
    }
}

warn_of_match() {
    while IFS=$tab read -r match_place match_key; do
        [ -n "$match_place" ] || continue
        keyword "$match_key"
        warn "$match_place is in a Match block: the connections that it matches get their own $keyword"
    done <<END
$matched
END
}

# Truncated output has no end mark, and is not used.
read_comparison() {
    compared=no before_values='' after_values='' wrong='' others='' listens=' ' matched=
    while IFS=$tab read -r compare_kind compare_key compare_a compare_b compare_c; do
        case $compare_kind in
            version) openssh=$compare_key ;;
            end) compared=yes ;;
            match) has_match=yes ;;
            matched) matched=$matched$compare_key$tab$compare_a$nl ;;
            listen) listens="$listens$compare_key " ;;
            P) before_values=$before_values$compare_key$tab$compare_a$nl ;;
            E) after_values=$after_values$compare_key$tab$compare_a$nl ;;
            wrong)
                # This is sshd's name for the main file when it reads it for a connection.
                case $compare_c in
                    'reprocess config:'*) compare_c=$queried_file:${compare_c##*:} ;;
                esac
                wrong=$wrong$compare_key$tab$compare_a$tab$compare_b$tab$compare_c$nl
                ;;
            other) others="$others $compare_key" ;;
        esac
    done <<END
$1
END
    [ "$compared${2:-}" != no ] || undo "sshd's output is truncated (is $TMPDIR full?)"
}

# The same for this program's connection, for which a Match block may set other values.
look_at_connection() {
    name_connection
    if query_sshd "$1" -C "$connection_spec"; then
        read_comparison "$(compare "" "$answer" "$sshd_lines")"
    else
        wrong=
        warn "sshd does not report its values for $connection_spec: $(complaint)"
    fi
}
