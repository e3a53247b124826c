# Finds the place for the block.
#
# Needs: shared/text.sh, shared/managed.sh, keywords.sh, arguments.sh, apply.sh, names.sh, swap.sh.
# Provides: place, body_text, checksum, check_others, find_drift.

# Writes $staged with the block at the lowest place at which ssh obtains the requested values: where it is, at the end, or
# above a line that would win. Sets place to the number of the line in $base that then follows the block.
place() {
    lifted=
    [ -z "$begin" ] || [ "$begin" -gt "$base_total" ] || ! try_place "$begin" || return 0
    try_place $((base_total + 1)) && return 0
    place_last=$((base_total + 1))
    for place_row in $places; do
        place_next=${place_row#*"$tab"} place_next=${place_next%%"$tab"*}
        place_before=$staged_wrong
        if [ "$place_next" != "$place_last" ] && may_win "${place_row##*"$tab"}"; then
            place_last=$place_next place_done=no
            ! try_place "$place_next" || place_done=yes
            find_lifted
            [ "$place_done" = no ] || return 0
        fi
    done
    refuse "ssh does not obtain the requested values from any place in $file: $staged_reason"
}

# Whether the settings under a line may apply to the queried hosts. Saves queries: some files name hundreds of hosts.
may_win() {
    case $1 in
        *[!A-Za-z0-9\ ._:-]* | '' | [Mm]*) return 0 ;;
    esac
    for may_probe in $probes; do
        case " $1 " in
            *" $may_probe "*) return 0 ;;
        esac
    done
    return 1
}

# Adds to lifted each line that won until the block was put above it.
find_lifted() {
    for lifted_row in $places; do
        lifted_left=${lifted_row#*"$tab"}
        [ "${lifted_left%%"$tab"*}" = "$place_next" ] || continue
        lifted_key=${lifted_left#*"$tab"} lifted_key=${lifted_key%%"$tab"*}
        for lifted_wrong in $place_before; do
            case $nl$staged_wrong in
                *"$nl$lifted_wrong$nl"*) continue ;;
            esac
            key_of "${lifted_wrong%%"$tab"*} "
            case $lifted_key in
                "$key" | include)
                    lifted=$lifted$lifted_row$nl
                    break
                    ;;
            esac
        done
    done
}

# Whether ssh obtains the requested values with the block above a given line of $base. Sets staged_wrong and staged_reason.
try_place() {
    place=$1 staged_wrong='' staged_reason=
    stage || refuse "cannot write to ${file%/*} (full or read-only disk?)"
    for try_probe in $probes; do
        if query_ssh "$staged" "$try_probe"; then
            compare "$answer"
            staged_wrong=$staged_wrong$wrong
            [ -z "$wrong" ] || staged_reason="for $try_probe, $(printf '%s' "$wrong" | awk -F "$tab" '{ printf "%s%s is %s", s, $1, $3; s = " and " }')"
        else
            staged_wrong=$settings staged_reason=$complaint
        fi
    done
    [ -z "$staged_wrong" ]
}

stage() {
    stage_made=$(printf '%s' "$made" | sed 's/\(, \)*newline$//') stage_glue=
    if [ "$place" -gt "$base_total" ] && [ "$base_newline" = no ]; then
        stage_made="${stage_made:+$stage_made, }newline" stage_glue=$nl
    fi
    made=$stage_made
    # The copy preserves mode and owner.
    if [ -e "$file" ]; then
        cp -p "$file" "$staged" || return 1
    fi
    {
        [ "$place" = 1 ] || head -n "$((place - 1))" "$base"
        printf '%s%s\n%s\n%s\n' "$stage_glue" "$block_begin" "$(body_text)" "$block_end"
        # In its old place, the block already has its last line.
        [ "$place" = "$begin" ] || closed=0
        [ "$place" -gt "$base_total" ] || tail -n "+$((place + closed))" "$base"
    } >"$staged"
}

# Prints the block without its first and last line.
body_text() {
    body_core=$(
        [ -z "$made" ] || printf '%s%s\n' "$made_mark" "$made"
        printf 'Host'
        for body_pattern in $patterns; do
            printf ' %s' "$body_pattern"
        done
        printf '\n'
        for body_setting in $settings; do
            printf '    %s\n' "$body_setting"
        done
        [ "$patterns" = "*$nl" ] || printf '# Below, settings are for all hosts again.\nHost *\n'
    )
    managed_text "$sum_mark$(checksum "$body_core")$nl$body_core$nl"
    printf '%s' "$managed"
}

checksum() {
    checksum=$(printf '%s\n' "$1" | cksum) && printf '%s' "${checksum%% *}"
}

# Rejects the change if ssh would otherwise behave differently, for the hosts of the block or any other queried host.
check_others() {
    check_names=$probes
    matches keepalive-other.invalid || check_names=${check_names}keepalive-other.invalid$nl
    # Each query runs the commands of Match exec.
    [ "$runs_programs" = yes ] || check_names=$check_names$names
    for check_name in $check_names; do
        query_ssh "$base" "$check_name" || continue
        check_before=$(others "$check_name")
        query_ssh "$staged" "$check_name" && [ "$(others "$check_name")" = "$check_before" ] ||
            refuse "the block would also change other settings for the host $check_name"
    done
}

# Prints the answer, without the settings if the block is for this host.
others() {
    if matches "$1"; then
        for others_setting in $settings; do
            split_setting "$others_setting"
            answer=$(printf '%s\n' "$answer" | grep -v "^$key ")
        done
    fi
    printf '%s\n' "$answer"
}

# Lists what differed from the settings of the last apply, one per line: keyword, wanted, found, winner.
find_drift() {
    case $found_owner:$again:$begin in
        "$owner":* | "$owner, host "* | :yes:) ;;
        *) return 0 ;;
    esac
    drift_body=${body#*"$sum_mark"} drift_body=${drift_body#*"$nl"}
    if [ -n "$begin" ] && [ -n "$sum" ] && [ "$(checksum "${drift_body%"$nl"}")" = "$sum" ]; then
        # The block is unchanged: either the settings differ now, or another line wins.
        drift_now=$(body_text)
        [ "${drift_body%"$nl"}" = "${drift_now#*"$sum_mark"*"$nl"}" ] || return 0
    elif [ -n "$begin" ]; then
        warn "the block in $file had been changed by hand, and was written again"
    else
        warn "the block in $file was gone, and was written again"
    fi
    for drift_row in $live_wrong; do
        key_of "${drift_row%%"$tab"*} "
        drift_by=
        for drift_lifted in $lifted; do
            case $drift_lifted in
                *"$tab$key$tab"* | *"${tab}include$tab"*)
                    drift_by="$file line $((${drift_lifted%%"$tab"*} + block_size))"
                    ;;
            esac
        done
        drift=$drift$drift_row$tab$drift_by$nl
    done
}
