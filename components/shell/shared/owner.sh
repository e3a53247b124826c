# Whose settings are found on a host.
#
# Needs: owner, host, owned_by, verb, take_over, found_owner; stamp, which prints what differs from one apply to the next,
# also where this machine is a copy of another; json_text, warn, die (shared/text.sh). Gives: check_owner, report_owners.

# Takes where the settings are, for messages. Sets foreign to the owner that is left alone.
#
# What this owner has is left alone by a restore for a host that is not the last to have applied. Where an owner's line
# names no host, it is from user data, from AWS, or from a version that did not write it. What another component of the
# same stack has is taken over by the next apply for a host: it has moved in the program.
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
            warn "the settings $1 belong to '$found_owner', not to '$owned_by': left as they are."
            ;;
    esac
}

# The owner that was found and the one that is there now, each with the mark of its last apply.
report_owners() {
    json_text "$former" && printf ',"former":%s' "$json"
    json_text "$owned_by $(stamp)" && printf ',"latest":%s' "$json"
}
