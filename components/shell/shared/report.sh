# The report as JSON.
#
# Needs: shared/text.sh, keywords.sh, report.sh, nl, tab; report_line, which prints the report.
# Provides: report, report_values, report_drift, report_list.

# Prints the report in one write, so that no background process of a start-up file can print into it. Splits lists of lines
# at their newlines, without a here-document, which needs space on a disk. If it cannot be printed, the changes stay, and
# the component reports that there is no report.
report() {
    printf '%s\n' "$(IFS=$nl && report_line)" || :
}

# Lines 'keyword<tab>value' and 'key = value' as members of an object.
report_values() {
    report_separator=
    for report_row in $1; do
        case $report_row in
            *"$tab"*) report_value=${report_row#*"$tab"} ;;
            *) report_value=${report_row#* = } ;;
        esac
        report_row=${report_row%%"$tab"*}
        keyword "${report_row%% = *}"
        json_text "$report_value"
        printf '%s"%s":%s' "$report_separator" "$keyword" "$json"
        report_separator=,
    done
}

# Lines 'keyword<tab>wanted<tab>found<tab>place' as the members of an array. A place that is not known is '' or '-'.
report_drift() {
    report_separator=
    for report_row in $drift; do
        keyword "${report_row%%"$tab"*}"
        printf '%s{"key":"%s"' "$report_separator" "$keyword"
        report_row=${report_row#*"$tab"}$tab
        for report_name in wanted found by; do
            report_value=${report_row%%"$tab"*} report_row=${report_row#*"$tab"}
            [ "$report_name$report_value" != by- ] || report_value=
            json_text "$report_value"
            printf ',"%s":%s' "$report_name" "$json"
        done
        printf '}'
        report_separator=,
    done
}

# Lines as the members of an array.
report_list() {
    report_separator=
    for report_row in $1; do
        json_text "$report_row"
        printf '%s%s' "$report_separator" "$json"
        report_separator=,
    done
}
