# The report and its warnings.
#
# Needs: shared/text.sh, shared/owner.sh, keywords.sh, names.sh, shared/report.sh, the variables that it prints.
# Provides: warn_of_others, report_line.

# Warns about lines that the block had to be put above, and about lines above it that win for some hosts. Line numbers
# refer to the current file.
warn_of_others() {
    warn_rows='' warn_count=0
    for warn_row in $places; do
        warn_rows=$warn_row$nl$warn_rows
    done
    for warn_row in $warn_rows; do
        warn_left=$warn_row$tab
        warn_number=${warn_left%%"$tab"*} warn_left=${warn_left#*"$tab"}
        warn_left=${warn_left#*"$tab"}
        warn_key=${warn_left%%"$tab"*} warn_left=${warn_left#*"$tab"}
        warn_value=${warn_left%%"$tab"*} warn_left=${warn_left#*"$tab"}
        warn_under=${warn_left%%"$tab"*}
        keyword "$warn_key"
        [ "$keyword" != "$warn_key" ] && warn_key=$keyword || warn_key=Include
        [ "$warn_number" -lt "$line" ] || warn_number=$((warn_number + block_size))
        warn_line="$file line $warn_number ($warn_key $warn_value, ${warn_under:-for all hosts})"
        case $nl${lifted:-} in
            *"$nl$warn_row$nl"*)
                warn "$warn_line would win over a block below it, so the block is above it"
                continue
                ;;
        esac
        [ "$warn_key" != Include ] && concerns "$warn_under" || continue
        case $nl$settings in
            *"$nl$warn_key $warn_value$nl"*) continue ;;
        esac
        warn_count=$((warn_count + 1))
        if [ "$warn_count" -gt 10 ]; then
            continue
        elif [ "$warn_number" -lt "$line" ]; then
            warn "$warn_line is above the block, and wins for the hosts that it matches"
        else
            warn "$warn_line is below the block, which wins"
        fi
    done
    [ "$warn_count" -le 10 ] || warn "there are $((warn_count - 10)) more such lines in $file"
}

# Whether the settings under a line may apply to hosts of the block.
concerns() {
    case $1 in
        [Hh]*) ;;
        *) return 0 ;;
    esac
    for concerns_host in $(printf '%s' "${1#* }" | tr ' ' '\n'); do
        case $concerns_host in
            !*) ;;
            *[*?]*) return 0 ;;
            *) ! matches "$concerns_host" || return 0 ;;
        esac
    done
    return 1
}

report_line() {
    json_text "$run_id" && printf '{"verb":"%s","id":%s,"changed":%s,"line":%s' "$verb" "$json" "$changed" "$line"
    report_owners
    json_text "$file" && printf ',"file":%s' "$json"
    json_text "$openssh" && printf ',"openssh":%s' "$json"
    printf ',"effective":{'
    report_values "$effective"
    printf '},"previous":{'
    report_values "$previous"
    printf '},"drift":['
    report_drift
    printf '],"warnings":['
    report_list "$warnings"
    printf ']}'
}
