#!/bin/sh
# The program that keeps one marked block in the ~/.ssh/config of the user who runs it.
#
#   sh clientKeepalive.sh apply   --owner PROJECT/STACK/NAME [--take-over] [--again] --pattern PATTERN... SETTING...
#   sh clientKeepalive.sh restore --owner PROJECT/STACK/NAME
#
# A PATTERN is one of ssh's host patterns, a SETTING a line such as 'ServerAliveInterval 120'. --again says that an
# apply has been here before, so that a missing block is drift.
# On stdout: one JSON object, the report. On stderr: why nothing was done.
# Exit: 0 done, 1 refused or undone (the file is as it was), 2 wrong call, 3 could not be undone.
#
# Runs under dash, bash, busybox ash, ksh93 and mksh, on Linux, macOS and the BSDs: hence no flock, no readlink -f, no
# sed -i. POSIX has no local variables: every function keeps to names with a prefix of its own.
#
# What must not change:
# - ssh takes the first value that it obtains, so the block goes to the end of the file, where it overrides nothing; if
#   a line above sets one of the values for the very hosts that the block is for, it goes just above that line.
# - Everything outside the block stays to the byte, and means what it meant: the block ends with 'Host *', so that lines
#   below it that were for all hosts still are.
# - All that must be remembered stands in the block, so that nothing is left when the block is gone.
# - The file is swapped by rename, so that at each moment ssh finds a whole one.

# shellcheck disable=SC2015 # A && B || C: that C runs when either fails is what is meant, all through this file
set -uf
umask 077
LC_ALL=C
export LC_ALL
# Appended, so that the user's own choice of tools comes first.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/bin:/usr/bin:/bin
export PATH

# The lines that frame the block. core/render/ writes the header, too.
header='# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.'
owner_mark='# owner: '
sum_mark='# checksum: '
made_mark='# made here: '
block_begin='# BEGIN pulumi-ssh-keepalive'
block_end='# END pulumi-ssh-keepalive'

nl='
'
tab=$(printf '\t')
# Lists are lines, in this whole program.
IFS=$nl

main() {
    read_arguments "$@"
    find_file
    # A cut connection must not stop a change half-way: it is short, let it end.
    trap '' HUP INT TERM PIPE
    trap 'clean_up' EXIT
    take_lock
    remove_leftovers
    read_block
    check_owner
    if [ -n "$foreign" ]; then
        report
    elif [ "$verb" = apply ]; then
        apply
    else
        restore
    fi
}

# ---- arguments -------------------------------------------------------------------------------------------------

read_arguments() {
    verb=${1:-}
    owner='' take_over=no again=no patterns='' settings='' positive=no
    warnings='' drift='' effective='' previous='' openssh='' changed=false line=0
    case $verb in
        apply | restore) shift ;;
        *) die 2 "the first argument is '$verb', but must be apply or restore." ;;
    esac
    while [ $# -gt 0 ]; do
        case $1 in
            --owner | --pattern)
                [ $# -gt 1 ] || die 2 "$1 needs a value."
                [ "$1" = --owner ] && owner=$2 || read_pattern "$2"
                shift
                ;;
            --take-over) take_over=yes ;;
            --again) again=yes ;;
            # Changes nothing here: it makes one run's command line differ from the last one's.
            --run=*) ;;
            *) read_setting "$1" ;;
        esac
        shift
    done
    case $owner in
        '') die 2 "--owner is missing: PROJECT/STACK/NAME." ;;
        *[[:cntrl:]]*) die 2 "--owner has a control character in it." ;;
    esac
    case $verb in
        restore) [ -z "$settings$patterns" ] || die 2 "restore takes no settings and no patterns." ;;
        *)
            [ -n "$settings" ] || die 2 "apply needs at least one setting."
            [ "$positive" = yes ] || die 2 "apply needs at least one pattern that does not exclude."
            ;;
    esac
}

read_pattern() {
    case $1 in
        '' | ! | -* | !-* | !*!* | [!!]*!* | *[!]A-Za-z0-9._:*?%+!-]*)
            die 2 "the pattern '$1' is not a host pattern."
            ;;
        !*) ;;
        *) positive=yes ;;
    esac
    patterns=$patterns$1$nl
}

read_setting() {
    case $1 in
        'TCPKeepAlive yes' | 'TCPKeepAlive no') ;;
        'ServerAliveInterval '?* | 'ServerAliveCountMax '?*)
            case ${1#* } in
                *[!0-9]*) die 2 "the setting '$1' must be a whole number." ;;
            esac
            ;;
        *) die 2 "the setting '$1' is none of those that this program manages." ;;
    esac
    settings=$settings$1$nl
}

# Sets key to a setting's keyword as ssh -G prints it, and value to its value.
split_setting() {
    value=${1#* }
    case $1 in
        TCP*) key=tcpkeepalive ;;
        *Interval\ *) key=serveraliveinterval ;;
        *) key=serveralivecountmax ;;
    esac
}

# ---- the file --------------------------------------------------------------------------------------------------

# Sets home, folder, config, file (config without links) and the names of the work files beside it.
find_file() {
    user=$(id -un) || die 1 "the user with the number $(id -u) has no name here, and without one ssh does not run."
    # ssh asks the user database, not HOME.
    home=
    case $user in
        *[!A-Za-z0-9._-]* | -*) ;;
        *) eval "home=~$user" ;;
    esac
    case $home in
        /*) ;;
        *) home=${HOME:-} ;;
    esac
    [ -d "$home" ] || die 1 "the home folder '$home' of $user is missing; nothing was changed."
    folder=${home%/}/.ssh config=${home%/}/.ssh/config
    [ ! -e "$folder" ] || [ -d "$folder" ] || die 1 "$folder is not a folder; nothing was changed."
    file=$config find_links=0
    while [ -L "$file" ]; do
        find_target=$(readlink "$file") && [ "$find_links" -lt 40 ] ||
            die 1 "$config is a link that cannot be followed; nothing was changed."
        find_links=$((find_links + 1))
        case $find_target in
            /*) file=$find_target ;;
            *) file=${file%/*}/$find_target ;;
        esac
    done
    [ ! -e "$file" ] || [ -f "$file" ] || die 1 "$file is not a regular file; nothing was changed."
    [ "$file" = "$config" ] || [ -d "${file%/*}" ] || die 1 "$config is a broken link to $file; nothing was changed."
    work=${file%/*}/.${file##*/}.pulumi-ssh-keepalive
    base=$work.base staged=$work.staged before=$work.before
}

# No flock on macOS, so the lock is a folder that says who holds it. It is not in ~/.ssh, which may still be missing.
take_lock() {
    lock=${home%/}/.pulumi-ssh-keepalive.lock lock_tries=0 lock_misses=0
    until mkdir "$lock" 2>/dev/null; do
        if [ ! -d "$lock" ]; then
            # Its holder may have let it go just now.
            lock_misses=$((lock_misses + 1))
            [ "$lock_misses" -lt 20 ] || die 1 "cannot make $lock (full or read-only disk?); nothing was changed."
            continue
        fi
        lock_tries=$((lock_tries + 1))
        [ "$lock_tries" -le 60 ] ||
            die 1 "another run has held the lock for a minute; if there is none, remove $lock and $lock.break; nothing was changed."
        break_lock || sleep 1
    done
    locked=yes
    printf '%s %s\n' "$(uname -n)" "$$" >"$lock/holder"
}
locked=no

# Removes the lock of a run on this machine that is no more. One at a time, or else the second to come would remove the
# lock that the first has just taken.
break_lock() {
    lock_holder=$(cat "$lock/holder" 2>/dev/null)
    case $lock_holder in
        # Its holder may be about to write this very file.
        '') [ "$lock_tries" -gt 20 ] || return 1 ;;
        "$(uname -n) "*) ! kill -0 "${lock_holder##* }" 2>/dev/null || return 1 ;;
        *) return 1 ;;
    esac
    mkdir "$lock.break" 2>/dev/null || return 1
    if [ "$(cat "$lock/holder" 2>/dev/null)" = "$lock_holder" ]; then
        [ ! -e "$lock/folder" ] || left_folder=yes
        rm -rf "$lock"
    fi
    rmdir "$lock.break"
}
left_folder=no

clean_up() {
    [ "$locked" = yes ] || return 0
    rm -f "$base" "$staged"
    [ "$made_folder" = no ] || rmdir "$folder" 2>/dev/null
    rm -rf "$lock"
}
made_folder=no

# Has whoever finds this run dead know whose the folder is while it is empty.
claim_folder() {
    : >"$lock/folder"
}

# What a killed run left. The file itself is whole, before or after the change.
remove_leftovers() {
    rm -f "$base" "$staged" "$before"
    [ "$left_folder" = no ] || [ -e "$file" ] || rmdir "$folder" 2>/dev/null || :
}

# Sets begin, end, total (line numbers), body (the block without its first and last line, indentation and all, but
# without blanks at the ends of lines), block_size (its lines), above (a Host or Match line stands above the block) and
# follows (a setting stands right below it).
read_block() {
    begin='' end='' total=0 body='' block_size=0 above=no follows=no markers=
    if [ -e "$file" ]; then
        [ -r "$file" ] || die 1 "$file cannot be read by $user; nothing was changed."
        # shellcheck disable=SC2013 # lines it is, with this IFS
        for read_line in $(awk -v begin="$block_begin" -v end="$block_end" "$awk_words"'
            { text = $0; sub(/[ \t\r]+$/, "", text) }
            text == begin { print "begin=" NR; inside = seen = 1; next }
            text == end { print "end=" NR; inside = 0; after = 1; next }
            inside { print "body=" text; next }
            { key = keyword($0) }
            key == "" { next }
            key == "host" || key == "match" { if (!seen) print "above="; after = 0; next }
            after { print "follows="; after = 0 }
            END { print "total=" NR }' "$file"); do
            case $read_line in
                begin=*) begin=${read_line#*=} markers=${markers}b ;;
                end=*) end=${read_line#*=} markers=${markers}e ;;
                body=*) body=$body${read_line#*=}$nl ;;
                above=*) above=yes ;;
                follows=*) follows=yes ;;
                total=*) total=${read_line#*=} ;;
            esac
        done
    fi
    case $markers in
        '') ;;
        be) block_size=$((end - begin + 1)) ;;
        *) die 1 "$file must have the lines '$block_begin' and '$block_end' once and in this order, or neither: put it right; nothing was changed." ;;
    esac
    member "$owner_mark" && found_owner=$member || found_owner=
    member "$made_mark" && made=$member || made=
    member "$sum_mark" && sum=$member || sum=
}

# keyword(line): what ssh takes for a line's keyword, in lower case; nothing for a comment. rest(line): what follows it.
# shellcheck disable=SC2016 # these are awk's own dollars
awk_words='
    function words(text) { gsub(/[="\t\r\f]/, " ", text); sub(/^ +/, "", text); sub(/ +$/, "", text); return text }
    function keyword(text) { text = words(text); sub(/ .*/, "", text); return text ~ /^#/ ? "" : tolower(text) }
    function rest(text) { text = words(text); return sub(/^[^ ]+ +/, "", text) ? text : "" }'

# Sets member to what follows a mark in the block; fails if the block has no such line.
member() {
    case $nl$body in
        *"$nl$1"*) member=${body#*"$1"} member=${member%%"$nl"*} ;;
        *) return 1 ;;
    esac
}

check_owner() {
    foreign=
    [ -n "$found_owner" ] && [ "$found_owner" != "$owner" ] || return 0
    case $verb:$take_over in
        apply:yes) ;;
        apply:no)
            die 1 "the block in $file belongs to '$found_owner', not to '$owner': remove it there, or set takeOver to true; nothing was changed."
            ;;
        *)
            foreign=$found_owner line=$begin
            warn "the block in $file belongs to '$found_owner', not to '$owner': left as it is."
            ;;
    esac
}

# ---- apply -----------------------------------------------------------------------------------------------------

apply() {
    ssh=$(command -v ssh) || die 1 "no ssh found on this machine: install openssh-client; nothing was changed."
    openssh=$("$ssh" -V 2>&1) openssh=${openssh%%[, ]*}
    make_probes
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
    ask "$base" "$first_probe" || refuse "ssh does not take $file as it is, without any change: $complaint; mend that first"
    [ "$live_fails" = no ] || [ -n "$begin" ] || refuse "ssh does not take its configuration as it is: $live_fails; mend that first"
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

# What ssh makes of the live file, before anything is done. Sets previous, live_wrong and live_fails.
look() {
    live_wrong='' live_fails=no
    for look_probe in $probes; do
        ask '' "$look_probe" || { live_fails=$complaint && break; }
        [ -n "$previous" ] || { values "$answer" && previous=$values; }
        compare "$answer"
        live_wrong=$live_wrong$wrong
    done
}

# Sets answer to all that ssh would do for a host; with a file in place of the live ones, if one is given. Fails with a
# complaint. Canonical names would take the name server's time, and are after all of this.
ask() {
    ask_host=$2
    set -- ${1:+-F} ${1:+"$1"} -o CanonicalizeHostname=no -G -- "$ask_host"
    answer=$("$ssh" "$@" 2>/dev/null </dev/null) && return 0
    complaint=$("$ssh" "$@" 2>&1 >/dev/null </dev/null | tr -d '\r' | grep -v '^Pseudo-terminal ' | tail -n 3 | sed "s#$staged#$file#g; s#$base#$file#g" | tr '\n' ' ')
    complaint=${complaint% }
    return 1
}

# Sets values to what an answer says of our three keywords, a line each: keyword, tab, value.
values() {
    values=
    for values_line in $1; do
        case $values_line in
            'tcpkeepalive '*) values=$values"TCPKeepAlive$tab${values_line#* }$nl" ;;
            'serveraliveinterval '*) values=$values"ServerAliveInterval$tab${values_line#* }$nl" ;;
            'serveralivecountmax '*) values=$values"ServerAliveCountMax$tab${values_line#* }$nl" ;;
        esac
    done
}

# Sets wrong to the settings that an answer does not have, a line each: keyword, tab, wanted, tab, found.
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

# ---- hosts to ask about ----------------------------------------------------------------------------------------

# Sets probes: for each pattern, the name of a host that it is for. No such host need exist.
make_probes() {
    probes=
    for probes_pattern in $patterns; do
        case $probes_pattern in
            !*) continue ;;
        esac
        probes_found=no
        for probes_fill in keepalive-probe.invalid keepalive-probe a 1; do
            fill "$probes_pattern" "$probes_fill"
            matches "$filled" || continue
            probes=$probes$filled$nl probes_found=yes
            break
        done
        [ "$probes_found" = yes ] ||
            warn "no host was found that the pattern $probes_pattern is for, beside the excluded ones: it was not tried out"
    done
    [ -n "$probes" ] || die 1 "no host was found that the patterns are for, beside the excluded ones; nothing was changed."
    first_probe=${probes%%"$nl"*}
}

# Sets filled to a pattern with words in the place of its wildcards.
fill() {
    filled='' fill_rest=$1
    while :; do
        case $fill_rest in
            *[*?]*) ;;
            *) break ;;
        esac
        fill_head=${fill_rest%%[*?]*}
        fill_rest=${fill_rest#"$fill_head"}
        case $fill_rest in
            '*'*) filled=$filled$fill_head$2 ;;
            *) filled=$filled${fill_head}a ;;
        esac
        fill_rest=${fill_rest#?}
    done
    filled=$filled$fill_rest
}

# Whether the block is for a host, as ssh decides it.
matches() {
    matches_any=1
    for matches_pattern in $patterns; do
        # shellcheck disable=SC2254 # they are meant as patterns, and have only wildcards that ssh has, too
        case $matches_pattern in
            !*)
                case $1 in
                    ${matches_pattern#!}) return 1 ;;
                esac
                ;;
            *)
                case $1 in
                    $matches_pattern) matches_any=0 ;;
                esac
                ;;
        esac
    done
    return $matches_any
}

# ---- the file without the block --------------------------------------------------------------------------------

# Writes $base, the file without the block: all else to the byte. Sets closed to 1 if the block's last line stays.
make_base() {
    closed=0
    base_rest=$((total - ${end:-0}))
    {
        if [ ! -e "$file" ]; then
            :
        elif [ -z "$begin" ]; then
            cat "$file"
        else
            base_head
            base_keep
            [ "$base_rest" = 0 ] || tail -n "+$((end + 1))" "$file"
        fi
    } >"$base" && [ -f "$base" ] || refuse "cannot write to ${file%/*} (full or read-only disk?)"
}

# What stands above the block, without the newline that was put there for it.
base_head() {
    [ "$begin" -gt 1 ] || return 0
    case "$base_rest:, $made, " in
        0:*', newline, '*)
            base_size=$(head -n "$((begin - 1))" "$file" | wc -c)
            head -n "$((begin - 1))" "$file" | head -c "$((base_size - 1))"
            ;;
        *) head -n "$((begin - 1))" "$file" ;;
    esac
}

# What of the block stays when it goes: what somebody else has put into it (an apply, says its header, does away with
# that), and its last line where settings have come to stand below it, which are for all hosts because of it.
base_keep() {
    base_kept=
    [ "$verb" = apply ] || base_kept=$(printf '%s' "$body" | awk -v header="$header" "$awk_words"'
        $0 == header || /^# (owner|checksum|made here): / || /^# Below, settings / { next }
        { key = keyword($0) }
        key ~ /^(tcpkeepalive|serveraliveinterval|serveralivecountmax)$/ || words($0) == "" { next }
        { lines[++n] = $0; keys[n] = key }
        key != "" && key != "host" { foreign = 1 }
        END { for (i = 1; i <= n; i++) if (foreign || keys[i] == "") print lines[i] }')
    [ -z "$base_kept" ] || printf '%s\n' "$base_kept"
    case $follows:$above:$base_kept in
        no:* | yes:no:'') ;;
        *)
            [ "${base_kept##*"$nl"}" = 'Host *' ] || printf 'Host *\n'
            closed=1
            ;;
    esac
}

# Reads $base. Sets base_total; places: where the block could stand, from the end to the top, a line each: line, tab,
# number of the line that is then below it, tab, keyword, tab, value, tab, under what; names: hosts with sections of
# their own.
read_base() {
    base_total=0 places='' names='' runs_programs=no base_newline=yes
    # shellcheck disable=SC2013 # lines it is, with this IFS
    for read_line in $(awk -v settings="$(printf '%s' "$settings" | tr '\n' ' ')" "$awk_words"'
        BEGIN {
            OFS = "\t"
            count = split(tolower(settings), word, " ")
            for (i = 1; i <= count; i++) ours[word[i]] = 1
            ours["include"] = 1
        }
        { key = keyword($0) }
        # A comment right above a line belongs to it.
        key == "" && $0 ~ /^[ \t]*#/ { if (!comment) comment = NR; next }
        key == "host" || key == "match" {
            section = comment ? comment : NR
            under = words($0)
            count = key == "host" ? split(rest($0), host, / +/) : 0
            for (i = 1; i <= count; i++) if (host[i] ~ /^[A-Za-z0-9_][A-Za-z0-9._:-]*$/ && ++named <= 8) print "name=" host[i]
            if (key == "match" && tolower($0) ~ /[^a-z]exec[^a-z]/) print "runs="
        }
        key in ours { print "place=" NR, (section ? section : comment ? comment : NR), key, rest($0), under }
        { comment = 0 }
        END { print "total=" NR }' "$base"); do
        case $read_line in
            place=*) places=${read_line#*=}$nl$places ;;
            name=*) names=$names${read_line#*=}$nl ;;
            runs=*) runs_programs=yes ;;
            total=*) base_total=${read_line#*=} ;;
        esac
    done
    [ -z "$(tail -c 1 "$base")" ] || base_newline=no
}

# ---- placing ---------------------------------------------------------------------------------------------------

# Writes $staged with the block at the lowest place at which ssh obtains the wanted values: where it is, at the end, or
# above a line that would win. Sets place to the number of the base's line that is then below the block.
place() {
    lifted=
    [ -z "$begin" ] || [ "$begin" -gt "$base_total" ] || ! try_place "$begin" || return 0
    try_place $((base_total + 1)) && return 0
    place_last=$((base_total + 1))
    for place_row in $places; do
        place_next=${place_row#*"$tab"} place_next=${place_next%%"$tab"*}
        place_before=$staged_wrong
        if [ "$place_next" != "$place_last" ] && may_win "${place_row##*"$tab"}"; then
            place_last=$place_next place_done=no
            ! try_place "$place_next" || place_done=yes
            find_lifted
            [ "$place_done" = no ] || return 0
        fi
    done
    refuse "ssh does not obtain the wanted values from any place in $file: $staged_said"
}

# Whether what stands under a line may be for the hosts asked about. Trying takes time, and some files name hundreds.
may_win() {
    case $1 in
        *[!A-Za-z0-9\ ._:-]* | '' | [Mm]*) return 0 ;;
    esac
    for may_probe in $probes; do
        case " $1 " in
            *" $may_probe "*) return 0 ;;
        esac
    done
    return 1
}

# Adds to lifted each line that had won until the block was put above it.
find_lifted() {
    for lifted_row in $places; do
        lifted_left=${lifted_row#*"$tab"}
        [ "${lifted_left%%"$tab"*}" = "$place_next" ] || continue
        lifted_key=${lifted_left#*"$tab"} lifted_key=${lifted_key%%"$tab"*}
        for lifted_wrong in $place_before; do
            case $nl$staged_wrong in
                *"$nl$lifted_wrong$nl"*) continue ;;
            esac
            lifted_word=$(printf '%s' "${lifted_wrong%%"$tab"*}" | tr '[:upper:]' '[:lower:]')
            case $lifted_key in
                "$lifted_word" | include)
                    lifted=$lifted$lifted_row$nl
                    break
                    ;;
            esac
        done
    done
}

# Whether the wanted values come out with the block above a line of the base. Sets staged_wrong and staged_said.
try_place() {
    place=$1 staged_wrong='' staged_said=
    stage || refuse "cannot write to ${file%/*} (full or read-only disk?)"
    for try_probe in $probes; do
        if ask "$staged" "$try_probe"; then
            compare "$answer"
            staged_wrong=$staged_wrong$wrong
            [ -z "$wrong" ] || staged_said="for $try_probe, $(printf '%s' "$wrong" | awk -F "$tab" '{ printf "%s%s is %s", s, $1, $3; s = " and " }')"
        else
            staged_wrong=$settings staged_said=$complaint
        fi
    done
    [ -z "$staged_wrong" ]
}

stage() {
    stage_made=$(printf '%s' "$made" | sed 's/\(, \)*newline$//') stage_glue=
    if [ "$place" -gt "$base_total" ] && [ "$base_newline" = no ]; then
        stage_made="${stage_made:+$stage_made, }newline" stage_glue=$nl
    fi
    made=$stage_made
    # The copy brings mode and owner along.
    if [ -e "$file" ]; then
        cp -p "$file" "$staged" || return 1
    fi
    {
        [ "$place" = 1 ] || head -n "$((place - 1))" "$base"
        printf '%s%s\n%s\n%s\n' "$stage_glue" "$block_begin" "$(body_text)" "$block_end"
        # In its old place, the block still has its last line itself.
        [ "$place" = "$begin" ] || closed=0
        [ "$place" -gt "$base_total" ] || tail -n "+$((place + closed))" "$base"
    } >"$staged"
}

# The block without its first and last line.
body_text() {
    body_core=$(
        [ -z "$made" ] || printf '%s%s\n' "$made_mark" "$made"
        printf 'Host'
        for body_pattern in $patterns; do
            printf ' %s' "$body_pattern"
        done
        printf '\n'
        for body_setting in $settings; do
            printf '    %s\n' "$body_setting"
        done
        [ "$patterns" = "*$nl" ] || printf '# Below, settings are for all hosts again.\nHost *\n'
    )
    printf '%s\n%s%s\n%s%s\n%s\n' "$header" "$owner_mark" "$owner" "$sum_mark" "$(checksum "$body_core")" "$body_core"
}

checksum() {
    checksum=$(printf '%s\n' "$1" | cksum) && printf '%s' "${checksum%% *}"
}

# Refuses if ssh would do anything else otherwise than before, for the hosts of the block or for any other asked about.
check_others() {
    check_names=$probes
    matches keepalive-other.invalid || check_names=${check_names}keepalive-other.invalid$nl
    # Each question runs the programs that a Match asks.
    [ "$runs_programs" = yes ] || check_names=$check_names$names
    for check_name in $check_names; do
        ask "$base" "$check_name" || continue
        check_before=$(others "$check_name")
        ask "$staged" "$check_name" && [ "$(others "$check_name")" = "$check_before" ] ||
            refuse "with the block, ssh would do something else otherwise for the host $check_name"
    done
}

# The answer, without the settings if the block is for this host.
others() {
    if matches "$1"; then
        for others_setting in $settings; do
            split_setting "$others_setting"
            answer=$(printf '%s\n' "$answer" | grep -v "^$key ")
        done
    fi
    printf '%s\n' "$answer"
}

# What had been different from what the last apply had set: a line each, keyword, wanted, found, winner.
find_drift() {
    [ "$found_owner" = "$owner" ] || [ "$again:$begin" = yes: ] || return 0
    drift_body=${body#*"$sum_mark"} drift_body=${drift_body#*"$nl"}
    if [ -n "$begin" ] && [ -n "$sum" ] && [ "$(checksum "${drift_body%"$nl"}")" = "$sum" ]; then
        # Nobody has touched the block: either it is for other settings, or another line wins.
        drift_now=$(body_text)
        [ "${drift_body%"$nl"}" = "${drift_now#*"$sum_mark"*"$nl"}" ] || return 0
    elif [ -n "$begin" ]; then
        warn "the block in $file had been changed by hand, and was written anew"
    else
        warn "the block in $file was gone, and was written anew"
    fi
    for drift_row in $live_wrong; do
        case $nl$drift in
            *"$nl${drift_row%%"$tab"*}$tab"*) continue ;;
        esac
        drift_key=$(printf '%s' "${drift_row%%"$tab"*}" | tr '[:upper:]' '[:lower:]') drift_by=
        for drift_lifted in $lifted; do
            case $drift_lifted in
                *"$tab$drift_key$tab"* | *"${tab}include$tab"*)
                    drift_by="$file line $((${drift_lifted%%"$tab"*} + block_size))"
                    ;;
            esac
        done
        drift=$drift$drift_row$tab$drift_by$nl
    done
}

# ---- swapping --------------------------------------------------------------------------------------------------

# Refuses what could not be put back as it is.
writable() {
    [ -e "$file" ] || return 0
    [ -w "$file" ] && [ -w "${file%/*}" ] || refuse "$user may not write to $file and its folder (kept by another tool?)"
    # shellcheck disable=SC2012 # of one known file
    writable_links=$(ls -lnd "$file" | awk '{ print $2 }')
    [ "$writable_links" = 1 ] || refuse "$file has $writable_links names (hard links), which a change would part: make it one file, or a symbolic link"
}

# Puts $staged in the place of the file.
swap() {
    if [ -e "$file" ]; then
        swap_was=$(attributes "$file") swap_is=$(attributes "$staged")
        [ "$swap_was" = "$swap_is" ] || refuse "$user cannot keep the owner and mode of $file ($swap_was)"
        ln "$file" "$before" 2>/dev/null || cp -p "$file" "$before" || refuse "cannot write to ${file%/*} (full or read-only disk?)"
    fi
    sync "$staged" 2>/dev/null || sync
    mv -f "$staged" "$file" 2>/dev/null || {
        rm -f "$before"
        refuse "cannot replace $file (immutable?)"
    }
}

attributes() {
    # shellcheck disable=SC2012 # of one known file
    ls -lnd "$1" | awk '{ print $1, $3, $4 }'
}

# Asks once more, now of the live files: only this is the proof. Sets effective and line.
prove() {
    for prove_probe in $probes; do
        ask '' "$prove_probe" || undo "ssh does not take the file: $complaint"
        [ -n "$effective" ] || { values "$answer" && effective=$values; }
        compare "$answer"
        [ -z "$wrong" ] || undo "for $prove_probe, ssh does not obtain the wanted values"
    done
    rm -f "$before"
    made_folder=no line=$place
}

undo() {
    if [ -e "$before" ]; then
        mv -f "$before" "$file"
    else
        rm -f "$file"
    fi 2>/dev/null || die 3 "$1; and $file could not be put back: see $before."
    die 1 "$1; everything was put back."
}

refuse() {
    die 1 "$1; nothing was changed."
}

# ---- restore ---------------------------------------------------------------------------------------------------

restore() {
    if [ -z "$begin" ]; then
        report
        return 0
    fi
    writable
    make_base
    case "$([ -s "$base" ] || echo empty):, $made, " in
        empty:*', file, '*)
            case ", $made, " in
                *', folder, '*) claim_folder && made_folder=yes ;;
            esac
            # The folder goes with the rest of what was made, unless somebody has put something else into it.
            rm -f "$file" || refuse "cannot remove $file"
            ;;
        *)
            cp -p "$file" "$staged" && cat "$base" >"$staged" || refuse "cannot write to ${file%/*} (full or read-only disk?)"
            swap
            rm -f "$before"
            ;;
    esac
    changed=true
    report
}

# ---- saying what is so -----------------------------------------------------------------------------------------

# Says which line the block had to be put above, and which lines above it win for some hosts. Line numbers are those of
# the file as it is now.
warn_of_others() {
    warn_rows='' warn_count=0
    for warn_row in $places; do
        warn_rows=$warn_row$nl$warn_rows
    done
    for warn_row in $warn_rows; do
        warn_left=$warn_row$tab
        warn_number=${warn_left%%"$tab"*} warn_left=${warn_left#*"$tab"}
        warn_left=${warn_left#*"$tab"}
        warn_key=${warn_left%%"$tab"*} warn_left=${warn_left#*"$tab"}
        warn_value=${warn_left%%"$tab"*} warn_left=${warn_left#*"$tab"}
        warn_under=${warn_left%%"$tab"*}
        case $warn_key in
            serveraliveinterval) warn_key=ServerAliveInterval ;;
            serveralivecountmax) warn_key=ServerAliveCountMax ;;
            tcpkeepalive) warn_key=TCPKeepAlive ;;
            *) warn_key=Include ;;
        esac
        [ "$warn_number" -lt "$line" ] || warn_number=$((warn_number + block_size))
        warn_line="$file line $warn_number ($warn_key $warn_value, ${warn_under:-for all hosts})"
        case $nl${lifted:-} in
            *"$nl$warn_row$nl"*)
                warn "$warn_line would win over a block below it, so the block stands above it"
                continue
                ;;
        esac
        [ "$warn_key" != Include ] && concerns "$warn_under" || continue
        case $nl$settings in
            *"$nl$warn_key $warn_value$nl"*) continue ;;
        esac
        warn_count=$((warn_count + 1))
        if [ "$warn_count" -gt 10 ]; then
            continue
        elif [ "$warn_number" -lt "$line" ]; then
            warn "$warn_line stands above the block, and wins for the hosts that it is for"
        else
            warn "$warn_line stands below the block, which wins"
        fi
    done
    [ "$warn_count" -le 10 ] || warn "there are $((warn_count - 10)) more such lines in $file"
}

# Whether what stands under a line may be for hosts of the block.
concerns() {
    case $1 in
        [Hh]*) ;;
        *) return 0 ;;
    esac
    for concerns_host in $(printf '%s' "${1#* }" | tr ' ' '\n'); do
        case $concerns_host in
            !*) ;;
            *[*?]*) return 0 ;;
            *) ! matches "$concerns_host" || return 0 ;;
        esac
    done
    return 1
}

warn() {
    warnings=$warnings$1$nl
}

die() {
    die_code=$1
    shift
    printf 'pulumi-ssh-keepalive: %s\n' "$*" >&2
    for die_line in ${warnings:-}; do
        printf 'pulumi-ssh-keepalive: %s\n' "$die_line" >&2
    done
    exit "$die_code"
}

report() {
    printf '{"verb":"%s","changed":%s,"line":%s' "$verb" "$changed" "$line"
    json_text "$file" && printf ',"file":%s' "$json"
    json_text "$openssh" && printf ',"openssh":%s' "$json"
    printf ',"effective":{'
    report_values "$effective"
    printf '},"previous":{'
    report_values "$previous"
    printf '},"drift":['
    report_separator=
    for report_row in $drift; do
        report_left=$report_row$tab
        printf '%s{' "$report_separator"
        report_inner=
        for report_name in key wanted found by; do
            json_text "${report_left%%"$tab"*}"
            printf '%s"%s":%s' "$report_inner" "$report_name" "$json"
            report_left=${report_left#*"$tab"} report_inner=,
        done
        printf '}'
        report_separator=,
    done
    printf '],"warnings":['
    report_separator=
    for report_row in $warnings; do
        json_text "$report_row"
        printf '%s%s' "$report_separator" "$json"
        report_separator=,
    done
    printf ']}\n'
}

# Lines 'keyword<tab>value' as members of an object.
report_values() {
    report_separator=
    for report_row in $1; do
        json_text "${report_row#*"$tab"}"
        printf '%s"%s":%s' "$report_separator" "${report_row%%"$tab"*}" "$json"
        report_separator=,
    done
}

# Sets json to a JSON string.
json_text() {
    json=$1
    case $1 in
        *[\\\"[:cntrl:]]*) json=$(printf '%s' "$1" | tr '\t\n\r' '   ' | tr -d '\000-\037\177' | sed 's/[\\"]/\\&/g') ;;
    esac
    json=\"$json\"
}

main "$@"
