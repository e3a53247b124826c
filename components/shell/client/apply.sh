# Applies the settings, and runs ssh -G.
#
# Needs: shared/text.sh, keywords.sh, arguments.sh, file.sh, names.sh, base.sh, place.sh, swap.sh, shared/report.sh,
# report.sh.
# Provides: apply, look, query_ssh, values, compare.

apply() {
    look
    if [ -n "$begin" ] && [ -z "$live_wrong" ] && [ "$live_fails" = no ] && [ "$body" = "$(body_text)$nl" ]; then
        line=$begin effective=$previous
        make_base
        read_base
        block_size=$((block_size - closed))
        warn_of_others
        report
        return 0
    fi
    writable
    [ -d "$folder" ] || { claim_folder && mkdir "$folder" && made_folder=yes; } || refuse "cannot make $folder (full or read-only disk?)"
    [ -n "$begin" ] || made=
    [ "$made_folder" = no ] || made=folder
    [ -e "$file" ] || made="${made:+$made, }file"
    make_base
    read_base
    query_ssh "$base" "$first_probe" || refuse "ssh rejects $file even without any change: $complaint; fix that first"
    [ "$live_fails" = no ] || [ -n "$begin" ] || refuse "ssh rejects its current configuration: $live_fails; fix that first"
    place
    block_size=$(body_text | wc -l)
    block_size=$((block_size + 2 - closed))
    check_others
    find_drift
    swap
    prove
    changed=true
    warn_of_others
    report
}

# Runs ssh -G on the live file before anything is changed. Sets ssh, openssh, previous, live_wrong (the first row of each
# setting) and live_fails.
look() {
    ssh=$(command -v ssh) || die 1 "no ssh found on this machine: install openssh-client; nothing was changed."
    openssh=$("$ssh" -V 2>&1) openssh=${openssh%%[, ]*}
    make_probes
    live_wrong='' live_fails=no
    for look_probe in $probes; do
        query_ssh '' "$look_probe" || { live_fails=$complaint && break; }
        [ -n "$previous" ] || { values "$answer" && previous=$values; }
        compare "$answer"
        for look_row in $wrong; do
            case $nl$live_wrong in
                *"$nl${look_row%%"$tab"*}$tab"*) ;;
                *) live_wrong=$live_wrong$look_row$nl ;;
            esac
        done
    done
}

# Sets answer to the output of ssh -G for a host, with a given file instead of the live ones. Fails with complaint set.
# Names are not canonicalized: that would query the name server, and happens after everything here.
query_ssh() {
    query_host=$2
    set -- ${1:+-F} ${1:+"$1"} -o CanonicalizeHostname=no -G -- "$query_host"
    if answer=$("$ssh" "$@" 2>/dev/null </dev/null); then
        answer=$(printf '%s\n' "$answer" | awk -v keys="$ssh_keys" "$awk_spelling")
        return 0
    fi
    complaint=$("$ssh" "$@" 2>&1 >/dev/null </dev/null | tr -d '\r' | grep -v '^Pseudo-terminal ' | tail -n 3 | sed "s#$staged#$file#g; s#$base#$file#g" | tr '\n' ' ')
    complaint=${complaint% }
    return 1
}

# Normalizes the lines that matter here: keywords in lower case, and flags as yes and no (OpenSSH 10.6 prints true and
# false).
# shellcheck disable=SC2016 # the dollars are awk's
awk_spelling='
    { key = tolower($1) }
    key ~ "^(" keys "|rekeylimit)$" { sub(/^[^ ]+/, key) }
    key == "tcpkeepalive" { sub(/ true$/, " yes"); sub(/ false$/, " no") }
    { print }'

# Sets values to the values of our three keywords in the output of ssh -G, and of a RekeyLimit with a time, which
# changes when ssh probes; one per line: keyword, tab, value.
values() {
    values=
    for values_line in $1; do
        case $values_line in
            'rekeylimit '*' 0') continue ;;
        esac
        values_key=${values_line%% *}
        keyword "$values_key"
        [ "$keyword" = "$values_key" ] || values=$values$keyword$tab${values_line#* }$nl
    done
}

# Sets wrong to the settings that an answer does not have, one per line: keyword, tab, wanted, tab, found.
compare() {
    wrong=
    for compare_setting in $settings; do
        split_setting "$compare_setting"
        case $nl$1$nl in
            *"$nl$key $value$nl"*) ;;
            *"$nl$key "*)
                compare_found=${1##*"$nl$key "} compare_found=${compare_found%%"$nl"*}
                wrong=$wrong${compare_setting%% *}$tab$value$tab$compare_found$nl
                ;;
            *) wrong=$wrong${compare_setting%% *}$tab$value$tab-$nl ;;
        esac
    done
}
