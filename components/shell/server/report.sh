# The report.

# In one write, so that nothing that a start-up file of the shell has left running can print into it.
report() {
    printf '%s\n' "$(report_line)"
}

report_line() {
    json_text "$run_id" && printf '{"verb":"%s","id":%s,"changed":%s,"reloaded":%s' "$verb" "$json" "$changed" "$reloaded"
    report_owners
    json_text "$unit" && printf ',"unit":%s' "$json"
    json_text "$openssh" && printf ',"openssh":%s' "$json"
    json_text "$sshd" && printf ',"binary":%s' "$json"
    json_text "$main_file" && printf ',"mainFile":%s' "$json"
    printf ',"leftAlone":['
    report_list "$left_alone"
    printf '],"placement":"%s","effective":{' "$placement"
    report_values "$effective$running"
    printf '},"previous":{'
    report_values "$previous"
    printf '},"tcpRetries2":%s,"drift":[' "${retries:-null}"
    report_separator=
    while IFS=$tab read -r report_key report_wanted report_found report_by; do
        [ -n "$report_key" ] || continue
        keyword "$report_key"
        json_text "$report_wanted" && report_wanted=$json
        json_text "$report_found" && report_found=$json
        json_text "${report_by#-}"
        printf '%s{"key":"%s","wanted":%s,"found":%s,"by":%s}' "$report_separator" "$keyword" "$report_wanted" "$report_found" "$json"
        report_separator=,
    done <<END
$drift
END
    printf '],"warnings":['
    report_list "$warnings"
    printf ']}'
}

# Lines 'keyword<tab>value' and 'key = value' as members of an object.
report_values() {
    report_separator=
    while IFS= read -r report_line; do
        case $report_line in
            '') continue ;;
            *"$tab"*) report_key=${report_line%%"$tab"*} report_value=${report_line#*"$tab"} ;;
            *) report_key=${report_line%% = *} report_value=${report_line#* = } ;;
        esac
        keyword "$report_key"
        json_text "$report_value"
        printf '%s"%s":%s' "$report_separator" "$keyword" "$json"
        report_separator=,
    done <<END
$1
END
}

# Lines as the members of an array.
report_list() {
    report_separator=
    while IFS= read -r report_line; do
        [ -n "$report_line" ] || continue
        json_text "$report_line"
        printf '%s%s' "$report_separator" "$json"
        report_separator=,
    done <<END
$1
END
}
