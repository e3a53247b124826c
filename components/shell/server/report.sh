# The report.
#
# Needs: shared/text.sh, shared/owner.sh, shared/report.sh, the variables that it prints.
# Provides: report_line.

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
    report_drift
    printf '],"warnings":['
    report_list "$warnings"
    printf ']}'
}
