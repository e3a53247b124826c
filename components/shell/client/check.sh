# Checks for drift, and changes nothing.
#
# Needs: shared/text.sh, apply.sh, place.sh, shared/report.sh.
# Provides: check.

check() {
    look
    [ "$live_fails" = no ] || die 1 "ssh rejects its current configuration: $live_fails; fix that first."
    effective=$previous drift=$live_wrong line=${begin:-0}
    if [ -n "$foreign" ]; then
        :
    elif [ -z "$begin" ]; then
        warn "the block in $file is gone"
    elif [ "$body" != "$(body_text)$nl" ]; then
        warn "the block in $file has been changed by hand"
    fi
    report
}
