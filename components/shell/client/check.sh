# Checks for drift, and changes nothing.
#
# Needs: shared/text.sh, apply.sh, names.sh, place.sh, shared/report.sh.
# Gives: check.

check() {
    ssh=$(command -v ssh) || die 1 "no ssh found on this machine: install openssh-client."
    openssh=$("$ssh" -V 2>&1) openssh=${openssh%%[, ]*}
    make_probes
    look
    [ "$live_fails" = no ] || die 1 "ssh rejects its current configuration: $live_fails; fix that first."
    effective=$previous line=${begin:-0}
    if [ -n "$foreign" ]; then
        :
    elif [ -z "$begin" ]; then
        warn "the block in $file is gone"
    elif [ "$body" != "$(body_text)$nl" ]; then
        warn "the block in $file has been changed by hand"
    fi
    for check_row in $live_wrong; do
        case $nl$drift in
            *"$nl${check_row%%"$tab"*}$tab"*) ;;
            *) drift=$drift$check_row$tab$nl ;;
        esac
    done
    report
}
