# The kernel's values.
#
# Needs: shared/text.sh, shared/managed.sh, state.sh, look.sh, plan.sh, swap.sh, journal.sh.
# Provides: plan_kernel, value_of, plan_values, change_kernel, warn_of_later_files.

# Decides the final content of the sysctl file. Sets sysctl_want, kernel_next (for the record), kernel_wrong and
# kernel_change.
plan_kernel() {
    kernel_change=no kernel_wrong='' kernel_next='' sysctl_want=
    if [ -z "$kernel_lines" ]; then
        take_out "$sysctl_text" && sysctl_want=$kept
    else
        managed_text "$kernel_lines"
        sysctl_want=$managed
    fi
    [ "$sysctl_text" = "$sysctl_want" ] || kernel_change=yes
    while IFS=' =' read -r plan_key plan_value; do
        [ -n "$plan_key" ] || continue
        value_of "$plan_key"
        [ "$value" = "$plan_value" ] || kernel_change=yes kernel_wrong=$kernel_wrong$plan_key$tab$plan_value$tab$value$tab-$nl
        saved_of "$plan_key"
        if [ -z "$saved_before" ]; then
            saved_before=$value
            # Our own file has this key but the record does not: the original value is unknown.
            case $nl$sysctl_text in
                *"$nl$plan_key = $value$nl"*) saved_before='?' ;;
            esac
        fi
        kernel_next=$kernel_next$plan_key$tab$saved_before$tab$plan_value$nl
    done <<END
$kernel_lines
END
    [ -z "$kernel_saved" ] || [ "$kernel_saved" = "$kernel_next" ] || kernel_change=yes
    [ -n "$kernel_lines" ] || [ -z "$kernel_saved" ] || kernel_change=yes
}

# Sets value to the running value of a key.
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

# Sets kernel_set: the running values to set. A key that is no longer managed gets its earlier value back.
plan_values() {
    kernel_set=$kernel_lines kernel_lost=
    while IFS=$tab read -r gone_key gone_before gone_ours; do
        case $nl$kernel_next in
            *"$nl$gone_key$tab"*) continue ;;
        esac
        value_of "$gone_key"
        case "$gone_before $gone_ours " in
            ' '*) ;;
            "? "*) kernel_lost="$kernel_lost $gone_key = $value" ;;
            *" $value "*) kernel_set="$kernel_set$gone_key = $gone_before$nl" ;;
            *) [ "$value" = "$gone_before" ] || warn "$gone_key is $value, which is not what was set here: left unchanged" ;;
        esac
    done <<END
$kernel_saved
END
    while IFS=' =' read -r gone_key gone_ours; do
        value_of "$gone_key"
        case $nl$kernel_next$kernel_saved$tab in
            *"$nl$gone_key$tab"*) ;;
            *) [ -z "$value" ] || [ "$value" != "$gone_ours" ] || kernel_lost="$kernel_lost $gone_key = $value" ;;
        esac
    done <<END
$sysctl_text
END
    [ -z "$kernel_lost" ] || warn "the earlier values are unknown, because their record in $state is gone, so these stay until the next boot:$kernel_lost"
}

change_kernel() {
    if [ "$sysctl_text" != "$sysctl_want" ]; then
        changed=true
        if [ -n "$sysctl_want" ]; then
            beside "$sysctl_file"
            make_dir "$sysctl_dir" && write_text "$beside.staged" "$sysctl_want" ||
                undo "cannot write to $sysctl_dir (full or read-only disk, or immutable?)"
        fi
        swap_file "$sysctl_file" "$sysctl_want"
    fi
    set_kernel
}

# Sets the running values in kernel_set that differ, and reads them back.
set_kernel() {
    while IFS=' =' read -r set_key set_value; do
        [ -n "$set_key" ] || continue
        value_of "$set_key"
        [ "$value" != "$set_value" ] || continue
        changed=true kernel_touched=yes
        write_proc "/proc/sys/net/ipv4/${set_key#net.ipv4.}" "$set_value" || undo "the kernel rejects $set_key = $set_value"
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
kernel_touched=no

# Warns about every file that sets one of our keys after ours at boot: the last file wins. Of files with the same name,
# the one in the first folder is used; a link to /dev/null masks them.
warn_of_later_files() {
    [ -n "$kernel_lines" ] || return 0
    later_names=/
    set +f
    set --
    for later_file in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf; do
        case $later_names in
            */"${later_file##*/}"/*) continue ;;
        esac
        later_names=$later_names${later_file##*/}/
        # shellcheck disable=SC3012 # every shell named above has it
        [ "${later_file##*/}" \> "${sysctl_file##*/}" ] && [ -f "$later_file" ] && set -- "$@" "$later_file"
    done
    set -f
    # sysctl --system reads it last. Some hosts run it at boot, and people run it on hosts that systemd boots.
    later_when='at boot'
    [ ! -d /run/systemd/system ] || later_when="wherever 'sysctl --system' runs"
    [ ! -f /etc/sysctl.conf ] || set -- "$@" /etc/sysctl.conf
    [ $# -gt 0 ] || return 0
    while IFS= read -r later_line; do
        case $later_line in
            '') ;;
            /etc/sysctl.conf*) warn "$later_line will win $later_when" ;;
            *) warn "$later_line will win at boot" ;;
        esac
    done <<END
$(WANTED=$kernel_lines awk '{ key = $0; gsub("/", ".", key); sub(/^[ \t]*-?[ \t]*/, "", key) }
    sub(/[ \t]*=.*/, "", key) && index(ENVIRON["WANTED"], key " =") { print FILENAME " line " FNR " (" $0 ")" }' "$@")
END
}
