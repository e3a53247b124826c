# The program's standard output and error.
#
# Needs: shared/text.sh; verb, run_id.
# Provides: check_output.

# Opens the standard streams that a start-up file of the login shell has closed, since the next file to be opened would get
# their number. Refuses if the report that a component waits for would be lost: the settings would be applied, and the
# apply would appear to have failed.
check_output() {
    (: 9>&2) || exec 2>/dev/null
    (: 9>&1) 2>/dev/null || exec >/dev/null
    # shellcheck disable=SC3013 # -ef: every shell that runs the programs has it
    [ "$verb" = restore ] || [ -z "$run_id" ] || ! { [ /dev/stdout -ef /dev/null ] || [ "/proc/$$/fd/1" -ef /dev/null ]; } ||
        die 1 "standard output is closed or /dev/null: the report would be lost; nothing was changed."
}
