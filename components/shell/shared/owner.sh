# The owner of the settings found on a host.
#
# Needs: shared/text.sh, state.sh, file.sh, owner, host, owned_by, verb, take_over, found_owner; stamp, which prints a
# text that differs for each apply, even if this machine is a copy of another.
# Provides: check_owner, report_owners.

# Takes the location of the settings, for messages. Sets foreign to an owner whose settings are left alone.
#
# A restore for one of this owner's hosts leaves alone what was last applied for another of them. An owner line without
# a host comes from user data, AWS, or an earlier version. The settings of another component of the same stack are
# taken over by the next apply for a host, because the host has moved within the program.
check_owner() {
    foreign='' former="$found_owner $(stamp)" stack=${owner%"${owner#*/*/}"}
    case $found_owner in
        '') former='' && return 0 ;;
        "$owner" | "$owned_by") return 0 ;;
    esac
    case ${host:+named}$verb:$found_owner in
        *apply:"$owner, host "* | *check:"$owner, host "* | restore:"$owner, host "*) return 0 ;;
        namedapply:"$stack"*', host '* | namedapply:"$stack${owner##*/}") [ -z "$stack" ] || return 0 ;;
    esac
    case $verb:$take_over in
        apply:yes) ;;
        apply:no)
            die 1 "the settings $1 belong to '$found_owner', not to '$owner': remove them there, or set takeOver to true; nothing was changed."
            ;;
        *)
            foreign=$found_owner
            warn "the settings $1 belong to '$found_owner', not to '$owned_by': left unchanged."
            ;;
    esac
}

# Prints the owner that was found and the current one, each with the stamp of its last apply.
report_owners() {
    json_text "$former" && printf ',"former":%s' "$json"
    json_text "$owned_by $(stamp)" && printf ',"latest":%s' "$json"
}
