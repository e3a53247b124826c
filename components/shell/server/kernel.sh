# The kernel.

# What the sysctl file should hold in the end. Sets sysctl_want, kernel_next (what to record), kernel_wrong, kernel_change.
plan_kernel() {
    kernel_change=no kernel_wrong='' kernel_next='' sysctl_want=
    if [ -z "$kernel_lines" ]; then
        take_out "$sysctl_text" && sysctl_want=$kept
    else
        sysctl_want=$header$nl$owner_mark$owned_by$nl$kernel_lines
    fi
    [ "$sysctl_text" = "$sysctl_want" ] || kernel_change=yes
    while IFS=' =' read -r plan_key plan_value; do
        [ -n "$plan_key" ] || continue
        value_of "$plan_key"
        [ "$value" = "$plan_value" ] || kernel_change=yes kernel_wrong=$kernel_wrong$plan_key$tab$plan_value$tab$value$tab-$nl
        saved_of "$plan_key"
        if [ -z "$saved_before" ]; then
            kernel_next=$kernel_next$plan_key$tab$value$tab$plan_value$nl
        elif [ "$saved_ours" = "$plan_value" ]; then
            kernel_next=$kernel_next$plan_key$tab$saved_before$tab$plan_value$nl
        else
            kernel_next=$kernel_next$plan_key$tab$saved_before$tab$saved_ours\ $plan_value$nl
        fi
    done <<END
$kernel_lines
END
    [ -z "$kernel_saved" ] || [ "$kernel_saved" = "$kernel_next" ] || kernel_change=yes
    [ -n "$kernel_lines" ] || [ -z "$kernel_saved" ] || kernel_change=yes
}

# Sets value to a key's running value.
value_of() {
    value=${running##*"$1 = "}
    [ "$value" != "$running" ] && value=${value%%"$nl"*} || value=
}

# Sets saved_before and saved_ours from the record.
saved_of() {
    saved_before='' saved_ours=
    case $nl$kernel_saved in
        *"$nl$1$tab"*)
            saved_ours=${kernel_saved##*"$1$tab"} saved_ours=${saved_ours%%"$nl"*}
            saved_before=${saved_ours%%"$tab"*} saved_ours=${saved_ours#*"$tab"}
            ;;
    esac
}

change_kernel() {
    # Keys that are no longer wanted stay in the record until they have been given back.
    kernel_gone=
    while IFS=$tab read -r gone_key gone_before gone_ours; do
        [ -n "$gone_key" ] || continue
        case $nl$kernel_next in
            *"$nl$gone_key$tab"*) ;;
            *) kernel_gone=$kernel_gone$gone_key$tab$gone_before$tab$gone_ours$nl ;;
        esac
    done <<END
$kernel_saved
END
    kernel_recorded=yes
    save record "$last_lines$kernel_next$kernel_gone$made_dirs" || undo "cannot write to $state (full or read-only disk?)"
    if [ "$sysctl_text" != "$sysctl_want" ]; then
        changed=true
        if [ -n "$sysctl_want" ]; then
            make_dir "$sysctl_dir" && write_text "$sysctl_staged" "$sysctl_want" ||
                undo "cannot write to $sysctl_dir (full or read-only disk, or immutable?)"
        fi
        swap_file "$sysctl_file" "$sysctl_staged" "$sysctl_before" "$sysctl_want"
    fi
    kernel_was=$running kernel_set=$kernel_lines
    while IFS=$tab read -r gone_key gone_before gone_ours; do
        [ -n "$gone_key" ] || continue
        value_of "$gone_key"
        case " $gone_ours " in
            *" $value "*) kernel_set="$kernel_set$gone_key = $gone_before$nl" ;;
            *) [ "$value" = "$gone_before" ] || warn "$gone_key is $value, which is not what was set here: left as it is" ;;
        esac
    done <<END
$kernel_gone
END
    set_kernel
}

# Sets the running values that kernel_set names, where they are different, and reads them back.
set_kernel() {
    while IFS=' =' read -r set_key set_value; do
        [ -n "$set_key" ] || continue
        value_of "$set_key"
        [ "$value" != "$set_value" ] || continue
        changed=true kernel_touched=yes
        write_proc "/proc/sys/net/ipv4/${set_key#net.ipv4.}" "$set_value" || undo "the kernel does not take $set_key = $set_value"
    done <<END
$kernel_set
END
    [ "$kernel_touched" = yes ] || return 0
    read_running
    while IFS=' =' read -r set_key set_value; do
        [ -n "$set_key" ] || continue
        value_of "$set_key"
        [ "$value" = "$set_value" ] || undo "the kernel has $set_key = $value where $set_value was set"
    done <<END
$kernel_set
END
}
kernel_touched=no kernel_recorded=no

put_back_kernel() {
    [ "$kernel_recorded" = no ] || save record "$last_lines$kernel_saved$made_dirs" || undo_failed="$undo_failed $state/record"
    [ "$kernel_touched" = yes ] || return 0
    while IFS=' =' read -r back_key back_value; do
        [ -z "$back_key" ] || write_proc "/proc/sys/net/ipv4/${back_key#net.ipv4.}" "$back_value" || undo_failed="$undo_failed $back_key"
    done <<END
$kernel_was
END
}

# Names every file that will set one of our keys after ours when the host boots: the last one wins.
warn_of_later_files() {
    [ -n "$kernel_lines" ] || return 0
    set +f
    set --
    for later_file in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf; do
        # shellcheck disable=SC3012 # every shell named above has it
        [ "${later_file##*/}" \> "${sysctl_file##*/}" ] && [ -f "$later_file" ] && set -- "$@" "$later_file"
    done
    set -f
    # sysctl --system reads this one last of all; systemd does not, unless a link in sysctl.d names it.
    [ -d /run/systemd/system ] || [ ! -f /etc/sysctl.conf ] || set -- "$@" /etc/sysctl.conf
    [ $# -gt 0 ] || return 0
    while IFS= read -r later_line; do
        [ -z "$later_line" ] || warn "$later_line will win at boot"
    done <<END
$(awk -v wanted="$kernel_lines" '{ key = $0; gsub("/", ".", key); sub(/^[ \t]*-?[ \t]*/, "", key) }
    sub(/[ \t]*=.*/, "", key) && index(wanted, key " =") { print FILENAME " line " FNR " (" $0 ")" }' "$@")
END
}
