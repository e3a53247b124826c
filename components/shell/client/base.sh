# Reads the file without the block.
#
# Needs: place.sh, swap.sh.
# Provides: make_base, read_base.

# Writes $base, the file without the block, and everything else to the byte. Sets closed to 1 if the block's last line
# stays.
make_base() {
    closed=0
    base_rest=$((total - ${end:-0}))
    {
        if [ ! -e "$file" ]; then
            :
        elif [ -z "$begin" ]; then
            cat "$file"
        else
            base_head
            base_keep
            [ "$base_rest" = 0 ] || tail -n "+$((end + 1))" "$file"
        fi
    } >"$base" && [ -f "$base" ] || refuse "cannot write to ${file%/*} (full or read-only disk?)"
}

# Prints the text above the block, without the newline that was added for it.
base_head() {
    [ "$begin" -gt 1 ] || return 0
    case "$base_rest:, $made, " in
        0:*', newline, '*)
            base_size=$(head -n "$((begin - 1))" "$file" | wc -c)
            head -n "$((begin - 1))" "$file" | head -c "$((base_size - 1))"
            ;;
        *) head -n "$((begin - 1))" "$file" ;;
    esac
}

# Prints the lines that stay when the block is removed: lines added by others (its header warns that an apply removes
# them), and its last line if settings were added below it, which apply to all hosts because of that line.
base_keep() {
    base_kept=
    [ "$verb" = apply ] || base_kept=$(printf '%s' "$body" | awk -v header="$header" -v ours="$ssh_keys" "$awk_words"'
        $0 == header || /^# (owner|checksum|made here): / || /^# Below, settings / { next }
        { key = keyword($0) }
        key ~ "^(" ours ")$" || words($0) == "" { next }
        { lines[++n] = $0; keys[n] = key }
        key != "" && key != "host" { foreign = 1 }
        END { for (i = 1; i <= n; i++) if (foreign || keys[i] == "") print lines[i] }')
    [ -z "$base_kept" ] || printf '%s\n' "$base_kept"
    case $follows:$above:$base_kept in
        no:* | yes:no:'') ;;
        *)
            [ "${base_kept##*"$nl"}" = 'Host *' ] || printf 'Host *\n'
            closed=1
            ;;
    esac
}

# Reads $base. Sets base_total; places: the lines that the block could go above, from the last to the first, one per
# line: line, tab, number of the line that would follow the block, tab, keyword, tab, value, tab, the Host or Match that
# it is under; names: hosts with sections of their own.
read_base() {
    base_total=0 places='' names='' runs_programs=no base_newline=yes
    # shellcheck disable=SC2013 # splits at newlines, with this IFS
    for read_line in $(awk -v settings="$(printf '%s' "$settings" | tr '\n' ' ')" "$awk_words"'
        BEGIN {
            OFS = "\t"
            count = split(tolower(settings), word, " ")
            for (i = 1; i <= count; i++) ours[word[i]] = 1
            ours["include"] = 1
        }
        { key = keyword($0) }
        # A comment directly above a line belongs to it.
        key == "" && $0 ~ /^[ \t]*#/ { if (!comment) comment = NR; next }
        key == "host" || key == "match" {
            section = comment ? comment : NR
            under = words($0)
            count = key == "host" ? split(rest($0), host, / +/) : 0
            for (i = 1; i <= count; i++) if (host[i] ~ /^[A-Za-z0-9_][A-Za-z0-9._:-]*$/ && ++named <= 8) print "name=" host[i]
            if (key == "match" && tolower($0) ~ /[^a-z]exec[^a-z]/) print "runs="
        }
        key in ours { print "place=" NR, (section ? section : comment ? comment : NR), key, rest($0), under }
        { comment = 0 }
        END { print "total=" NR }' "$base"); do
        case $read_line in
            place=*) places=${read_line#*=}$nl$places ;;
            name=*) names=$names${read_line#*=}$nl ;;
            runs=*) runs_programs=yes ;;
            total=*) base_total=${read_line#*=} ;;
        esac
    done
    [ -z "$(tail -c 1 "$base")" ] || base_newline=no
}
