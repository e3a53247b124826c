#!/bin/sh
# The program that runs on a host: applies, restores or checks keepalive settings, as one transaction.
#
#   sh keepalive.sh apply   --owner PROJECT/STACK/NAME [--take-over] SETTING...
#   sh keepalive.sh restore --owner PROJECT/STACK/NAME
#   sh keepalive.sh check   --owner PROJECT/STACK/NAME SETTING...
#
# A SETTING is a line of the file it goes to: 'ClientAliveInterval 120' (sshd) or
# 'net.ipv4.tcp_keepalive_time = 300' (sysctl). A setting that is no longer given is given back.
# On stdout: one JSON object, the report. On stderr: why nothing, or nothing lasting, was done.
# Exit: 0 done, 1 refused or undone (the host is as it was), 2 wrong call, 3 could not be undone.
#
# Runs under dash, bash, busybox ash, ksh93 and mksh. POSIX has no local variables: every function
# keeps to names with a prefix of its own.
#
# What must not change:
# - Nothing is written before $state/pending exists, and that goes only when all is proven. Whoever
#   finds it (this program was killed) reloads once more, however right the files look.
# - Files are swapped by rename inside one folder, so that at each moment sshd finds a whole configuration.
# - sshd is never signalled before the configuration that it is about to read has been checked.

# shellcheck disable=SC2015 # A && B || C: that C runs when either fails is what is meant, all through this file
set -uf
umask 022
LC_ALL=C
export LC_ALL
# Appended, so that the host's own choice of tools comes first.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export PATH

default_main=/etc/ssh/sshd_config
dropin_dir=/etc/ssh/sshd_config.d
dropin=$dropin_dir/00-pulumi-ssh-keepalive.conf
dropin_staged=$dropin_dir/.00-pulumi-ssh-keepalive.staged
dropin_before=$dropin_dir/.00-pulumi-ssh-keepalive.before
sysctl_dir=/etc/sysctl.d
sysctl_file=$sysctl_dir/99-zz-pulumi-ssh-keepalive.conf
sysctl_staged=$sysctl_dir/.99-zz-pulumi-ssh-keepalive.staged
sysctl_before=$sysctl_dir/.99-zz-pulumi-ssh-keepalive.before
state=/var/lib/pulumi-ssh-keepalive

# The three lines that say whose a file is. core/render/ writes the same ones.
header='# Managed by Pulumi (pulumi-ssh-keepalive). Changes made here are lost at the next apply.'
owner_mark='# owner: '
block_begin='# BEGIN pulumi-ssh-keepalive'
block_end='# END pulumi-ssh-keepalive'

nl='
'
tab=$(printf '\t')
cr=$(printf '\r')

main() {
    read_arguments "$@"
    [ "$(id -u)" = 0 ] || die 1 "this needs root: connect as root, or set become to sudo or doas."
    # A cut connection must not stop a transaction half-way: it is short, let it end.
    trap '' HUP INT TERM PIPE
    trap '[ -z "$spare_key" ] || rm -f "$spare_file" "$spare_file.pub"' EXIT
    try_here_document
    take_lock
    read_state
    find_daemon
    look
    case $verb in
        check) report_check ;;
        *) converge ;;
    esac
}

# ---- arguments -------------------------------------------------------------------------------------------------

read_arguments() {
    verb=${1:-}
    owner='' take_over=no sshd_lines='' kernel_lines=
    case $verb in
        apply | restore | check) shift ;;
        *) die 2 "the first argument is '$verb', but must be apply, restore or check." ;;
    esac
    while [ $# -gt 0 ]; do
        case $1 in
            --owner)
                [ $# -gt 1 ] || die 2 "--owner needs a value: PROJECT/STACK/NAME."
                owner=$2
                shift
                ;;
            --take-over) take_over=yes ;;
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
        restore) [ -z "$sshd_lines$kernel_lines" ] || die 2 "restore takes no settings." ;;
        *) [ -n "$sshd_lines$kernel_lines" ] || die 2 "$verb needs at least one setting." ;;
    esac
}

# What reaches a file is one known keyword and characters that mean nothing to anybody but sshd and sysctl.
read_setting() {
    case $1 in
        *[!A-Za-z0-9\ .,:=*?_@/+-]*) die 2 "the setting '$1' has a character that no keepalive setting has." ;;
    esac
    kind_of "$1"
    case $kind in
        sshd) sshd_lines=$sshd_lines$1$nl ;;
        kernel)
            case ${1#* = } in
                *[!0-9]*) die 2 "the setting '$1' must be a whole number." ;;
            esac
            kernel_lines=$kernel_lines$1$nl
            ;;
        *) die 2 "the setting '$1' is none of those that this program manages." ;;
    esac
}

# Sets kind to sshd, kernel or nothing: whose line this is, as this program writes them.
kind_of() {
    case $1 in
        'TCPKeepAlive '?* | 'ClientAliveInterval '?* | 'ClientAliveCountMax '?* | 'ChannelTimeout '?* | \
            'UnusedConnectionTimeout '?*) kind=sshd ;;
        'net.ipv4.tcp_keepalive_time = '?* | 'net.ipv4.tcp_keepalive_intvl = '?* | \
            'net.ipv4.tcp_keepalive_probes = '?*) kind=kernel ;;
        *) kind= ;;
    esac
}

# Some shells keep here-documents in files, and only say so on stderr when they cannot: every loop below would be
# skipped in silence.
try_here_document() {
    [ ! -w /run ] || export TMPDIR=/run
    here=
    read -r here <<END
$verb
END
    [ "$here" = "$verb" ] || die 1 "this shell cannot write below ${TMPDIR:-/tmp} (full or read-only disk?); nothing was changed."
}

# ---- one at a time ---------------------------------------------------------------------------------------------

# The lock is on a folder that is always there: nothing to leave behind, and the kernel frees it with the process.
take_lock() {
    lock_on=/etc
    [ ! -d /etc/ssh ] || lock_on=/etc/ssh
    exec 9<"$lock_on" || die 1 "cannot open $lock_on to lock it."
    command -v flock >/dev/null || die 1 "flock is missing on this host: install util-linux or busybox."
    lock_tries=0
    # Named once more for flock itself: ksh does not hand descriptors above 2 to its children.
    until flock -n 9 9<&9; do
        lock_tries=$((lock_tries + 1))
        [ "$lock_tries" -lt 120 ] || die 1 "another apply has held the lock on $lock_on for two minutes."
        sleep 1
    done
}

# ---- what this program left behind the last time ---------------------------------------------------------------

# $state/record has the settings of the last apply, a line each; for each kernel value that was ever set its key, the
# value before and those that are ours (two while a change is under way, so that a killed one is still known for ours),
# tab-separated; and the folders that were made.
read_state() {
    pending=no last_lines='' kernel_saved='' made_dirs='' warnings=
    [ ! -e "$state/pending" ] || pending=yes
    [ -r "$state/record" ] || return 0
    while IFS= read -r state_line; do
        case $state_line in
            /*) made_dirs=$made_dirs$state_line$nl ;;
            *"$tab"*) kernel_saved=$kernel_saved$state_line$nl ;;
            *) last_lines=$last_lines$state_line$nl ;;
        esac
    done <"$state/record"
}

# Sets text to a file's content, without a process of its own; a missing newline at the end is added.
read_text() {
    text=
    while IFS= read -r read_line || [ -n "$read_line" ]; do
        text=$text$read_line$nl
    done <"$1"
}

# Writes one file of $state so that it is there whole or not at all.
save() {
    write_text "$state/.new" "$2" && flush "$state/.new" && mv -f "$state/.new" "$state/$1" && flush "$state"
}

write_text() {
    # Through cat, since on a full disk some shells' own printf says nothing.
    printf '%s' "$2" | cat 2>/dev/null >"$1"
}

flush() {
    sync "$@" 2>/dev/null || sync
}

begin() {
    [ -d "$state" ] || (umask 077 && mkdir -p "$state") || die 1 "cannot make $state (full or read-only disk?); nothing was changed."
    save pending "$verb $owner$nl" || {
        rm -f "$state/.new"
        [ "$pending" = yes ] || rmdir "$state" 2>/dev/null
        die 1 "cannot write to $state (full or read-only disk?); nothing was changed."
    }
}

make_dir() {
    [ ! -d "$1" ] || return 0
    case $nl$made_dirs in
        *"$nl$1$nl"*) ;;
        *)
            made_dirs=$made_dirs$1$nl
            save record "$last_lines$kernel_saved$made_dirs" || return 1
            ;;
    esac
    mkdir "$1"
}

# ---- the daemon ------------------------------------------------------------------------------------------------

# Sets sshd, main_file, unit, pid, daemon_args, daemon_line, manager (systemd, openrc, pidfile, none).
find_daemon() {
    unit=none pid='' manager=none socket='' daemon_args='' daemon_line='' main_file=$default_main
    sshd=$(command -v sshd) || sshd=
    if [ -n "$sshd" ]; then
        find_systemd_unit || find_openrc_service || find_by_pid_file || find_by_title
        [ -z "$pid" ] || read_daemon_args
    else
        [ -z "$sshd_lines" ] || die 1 "no sshd found on this host: install openssh-server; nothing was changed."
    fi
    [ -f "$main_file" ] || [ -z "$sshd_lines" ] || die 1 "$main_file is missing; nothing was changed."
    # The folder entry that gets swapped is the file itself, not a link to it.
    [ ! -L "$main_file" ] || main_file=$(readlink -f "$main_file") || die 1 "$main_file is a broken link; nothing was changed."
    main_staged=${main_file%/*}/.${main_file##*/}.pulumi-ssh-keepalive.staged
    main_before=${main_file%/*}/.${main_file##*/}.pulumi-ssh-keepalive.before
    main_question=${main_file%/*}/.${main_file##*/}.pulumi-ssh-keepalive.question
}

find_systemd_unit() {
    [ -d /run/systemd/system ] || return 1
    unit_id='' unit_pid='' unit_state=
    # An empty line ends each unit's answer.
    while IFS= read -r unit_line; do
        case $unit_line in
            Id=*) unit_id=${unit_line#*=} ;;
            MainPID=*) unit_pid=${unit_line#*=} ;;
            ActiveState=*) unit_state=${unit_line#*=} ;;
            '')
                case $unit_state:$unit_id in
                    # One without a process of its own, such as of an init script, cannot be reloaded as a unit.
                    active:*.service | reloading:*.service) [ "$unit_pid" = 0 ] || unit=$unit_id pid=$unit_pid ;;
                    active:*.socket) socket=$unit_id ;;
                esac
                unit_id='' unit_pid='' unit_state=
                ;;
        esac
    done <<END
$(systemctl show -p Id -p MainPID -p ActiveState ssh.service sshd.service ssh.socket sshd.socket 2>/dev/null)

END
    [ "$unit" != none ] || [ -z "$socket" ] || unit=$socket
    [ "$unit" != none ] && manager=systemd
}

find_openrc_service() {
    [ -d /run/openrc ] && command -v rc-service >/dev/null && rc-service sshd status >/dev/null 2>&1 || return 1
    find_by_pid_file && unit=sshd manager=openrc
}

find_by_pid_file() {
    for pid_file in /run/sshd.pid /var/run/sshd.pid; do
        [ -r "$pid_file" ] && read -r pid <"$pid_file" && is_sshd "$pid" && manager=pidfile unit=sshd && return 0
        pid=
    done
    return 1
}

# The last resort, for a PidFile elsewhere: the title that a listening sshd gives itself. Another container's
# sshd may be visible from here too, but it has another mount namespace.
find_by_title() {
    set +f
    # shellcheck disable=SC2013 # paths below /proc have no spaces
    for title_file in $(grep -ls 'sshd.*\[listener\]' /proc/[0-9]*/cmdline); do
        set -f
        pid=${title_file#/proc/} pid=${pid%/cmdline}
        is_sshd "$pid" && [ "$(readlink "/proc/$pid/ns/mnt")" = "$(readlink /proc/self/ns/mnt)" ] &&
            manager=pidfile unit=sshd && return 0
        pid=
    done
    set -f
    return 1
}

is_sshd() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    [ -r "/proc/$1/comm" ] && read -r comm <"/proc/$1/comm" && [ "$comm" = sshd ]
}

# The daemon's own command line beats every file, so whoever is asked what is effective gets it too. The title of a
# running sshd has that line between "sshd:" and "[listener]", its words no longer quoted.
read_daemon_args() {
    # shellcheck disable=SC2046 # words are what is wanted
    set -- $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null)
    [ "${1:-}" != sshd: ] || shift
    [ $# = 0 ] || shift
    while [ $# -gt 0 ]; do
        case $1 in
            '[listener]') break ;;
            -f) [ $# -lt 2 ] || { main_file=$2 daemon_line="$daemon_line $1 $2" && shift; } ;;
            -f?*) main_file=${1#-f} daemon_line="$daemon_line $1" ;;
            -o | -p | -h | -c)
                [ $# -lt 2 ] || { daemon_args="$daemon_args $1 $2" daemon_line="$daemon_line $1 $2" && shift; }
                ;;
            -o?* | -p?* | -h?* | -c?* | -4 | -6) daemon_args="$daemon_args $1" daemon_line="$daemon_line $1" ;;
            # Whoever starts it anew wants it in the background.
            -D | -e | -De | -eD) ;;
            *) daemon_line="$daemon_line $1" ;;
        esac
        shift
    done
}

# ---- asking sshd -----------------------------------------------------------------------------------------------

# Sets answer to what sshd makes of a main file: the effective values, and (as debug lines) who set what.
# What sshd needs to answer at all, a host key and its privilege-separation folder, is made where it is missing:
# with socket activation neither need be there while no daemon runs.
ask_sshd() {
    asked_file=$1
    shift
    while :; do
        # shellcheck disable=SC2086 # daemon_args and spare_key are lists of words
        answer=$("$sshd" -T -ddd $daemon_args $spare_key "$@" -f "$asked_file" 2>&1 </dev/null 9<&-) && return 0
        case $answer in
            *'no hostkeys available'*)
                [ -z "$spare_key" ] && rm -f "$spare_file" && ssh-keygen -q -t ed25519 -N '' -f "$spare_file" 9<&- &&
                    spare_key="-h $spare_file" && continue
                ;;
            *'Missing privilege separation directory: '*)
                ask_dir=${answer##*Missing privilege separation directory: } ask_dir=${ask_dir%%"$nl"*}
                ask_dir=${ask_dir%"$cr"}
                case $ask_dir in
                    # Left there on purpose: a daemon that starts meanwhile counts on it, and it is gone at reboot.
                    /run/* | /var/run/*) [ ! -d "$ask_dir" ] && mkdir -p "$ask_dir" && continue ;;
                esac
                ;;
        esac
        return 1
    done
}
spare_key='' spare_file=/run/.pulumi-ssh-keepalive.key

# What sshd complained of, without its debugging and its answer, the live files' names in place of the staged ones'.
complaint() {
    printf '%s\n' "$answer" | tr -d '\r' | grep -v -E '^(debug[123]: |[a-z0-9]+ )' | tail -n 5 |
        sed "s#$main_question#$main_file#g; s#$main_staged#$main_file#g; s#$dropin_staged#$dropin#g" | tr '\n' ' '
}

# Reads two answers of sshd (before, after) and the wanted lines; prints, tab-separated:
#   version V | P keyword value (before) | E keyword value (after) | listen ADDRESS:PORT (after)
#   wrong keyword wanted found place | other keyword (it changed, and is not ours)
#   match | matched place keyword (a Match block sets a wanted keyword)
judge() {
    awk '
        BEGIN {
            OFS = "\t"
            split("tcpkeepalive clientaliveinterval clientalivecountmax channeltimeout unusedconnectiontimeout", k, " ")
            for (i in k) ours[k[i]] = 1
        }
        { sub(/\r$/, "") }
        $0 == "=after" || $0 == "=wanted" { part = substr($0, 2); pass = 0; next }
        part == "wanted" { if (NF) { key = tolower($1); sub(/^[^ ]+ /, ""); wanted[key] = $0; order[++n] = key }; next }
        /^debug1: sshd version / { version = $4; sub(/,$/, "", version); next }
        /^debug3: checking syntax for .Match / { match_seen = 1; next }
        /^debug2: load_server_config: filename / { if (part == "after") files[++f] = substr($0, 38); next }
        /config reprocess config/ { pass = 1; next }
        /^debug3: .+:[0-9]+ setting / {
            if (part != "after") next
            line = $0; sub(/^debug3: /, "", line)
            place = line; sub(/ setting .*/, "", place)
            key = line; sub(/.* setting /, "", key); sub(/[ =].*/, "", key); key = tolower(key)
            # In the second reading only the Match blocks count, and there too the first one wins.
            if (!((key, pass) in by)) by[key, pass] = place
            next
        }
        # What is left besides keyword and value is a complaint, such as one of a deprecated option.
        !/^[a-z0-9]+( |$)/ || / line [0-9]+: / { next }
        {
            key = $1; value = $0; sub(/^[^ ]+ ?/, "", value)
            if (part == "after" && key == "listenaddress") print "listen", value
            if (key in ours) { if (part == "") before[key] = value; else after[key] = value; next }
            if (part == "") { old[$0]++; olds++ } else new[$0]++
        }
        END {
            print "version", version
            for (i in before) print "P", i, before[i]
            for (i in after) print "E", i, after[i]
            for (i = 1; i <= n; i++) {
                key = order[i]
                # The timeouts say "none" for 0, and some versions leave it out altogether.
                if (after[key] == wanted[key] || after[key] ~ /^(none)?$/ && wanted[key] ~ /^(0|none)$/ && key ~ /timeout/) continue
                place = ((key, 1) in by) ? by[key, 1] : by[key, 0]
                print "wrong", key, wanted[key], (after[key] == "" ? "none" : after[key]), (place == "" ? "-" : place)
            }
            if (olds) {
                for (i in new) if (new[i] != old[i]) { split(i, w, " "); print "other", w[1] }
                for (i in old) if (!(i in new)) { split(i, w, " "); print "other", w[1] }
            }
            if (match_seen) print "match"
            for (i = 1; match_seen && i <= f; i++) {
                inside = at = 0
                while ((getline line < files[i]) > 0) {
                    at++
                    gsub(/[="\t\r]/, " ", line); sub(/^ +/, "", line)
                    key = tolower(line); sub(/ .*/, "", key)
                    sub(/^[^ ]+ +/, "", line); sub(/ +(#.*)?$/, "", line)
                    if (key == "match") inside = 1
                    if (inside && (key in wanted) && line != wanted[key]) print "matched", files[i] " line " at, key
                }
                close(files[i])
            }
        }' <<END
$1
=after
$2
=wanted
$3
END
}

# ---- looking: what is there, what is effective ----------------------------------------------------------------

look() {
    openssh='' has_match=no before_answer='' wrong='' previous='' effective='' drift='' live_wrong='' broken=
    dropin_text='' block_text='' sysctl_text='' found_owner=
    owner_of "$dropin" && dropin_text=$text
    owner_of "$sysctl_file" && sysctl_text=$text
    includes='' block_first='' block_last=
    [ ! -f "$main_file" ] || scan_main
    check_owner
    look_at_kernel
    if [ -z "$sshd" ] || [ ! -f "$main_file" ]; then
        broken="there is no sshd, or no $main_file"
    else
        look_at_sshd
    fi
}

# Sets text to a managed file's content and found_owner from it; a file of this name that does not say whose it is, or
# a link, is somebody else's.
owner_of() {
    text=
    [ -e "$1" ] || [ -L "$1" ] || return 0
    [ -L "$1" ] || [ ! -f "$1" ] || read_text "$1"
    case $text in
        *"$owner_mark"*) found_owner=${text#*"$owner_mark"} found_owner=${found_owner%%"$nl"*} ;;
        *)
            [ "$verb" != apply ] || die 1 "$1 exists and is not from this program: remove it or rename it; nothing was changed."
            text=
            ;;
    esac
}

# Sets includes (line, tab, pattern: those before the first Match), block_first, block_last, block_text.
scan_main() {
    # The dot keeps blanks at the end of a line of the block.
    while IFS=: read -r scan_kind scan_line scan_rest; do
        scan_rest=${scan_rest%.}
        case $scan_kind in
            include) includes=$includes$scan_line$tab$scan_rest$nl ;;
            begin) block_first=$scan_line ;;
            end) block_last=$scan_line ;;
            block) block_text=$block_text$scan_rest$nl ;;
        esac
    done <<END
$(awk -v begin="$block_begin" -v end="$block_end" '
    BEGIN { OFS = ":" }
    { sub(/\r$/, "") }
    index($0, begin) == 1 { print "begin", NR, "."; inside = 1; next }
    index($0, end) == 1 { print "end", NR, "."; inside = 0; next }
    inside { print "block", NR, $0 "."; next }
    matched { next }
    { word = $0; gsub(/[="\t]/, " ", word); sub(/^ +/, "", word); count = split(word, words, / +/) }
    tolower(words[1]) == "match" { matched = 1 }
    tolower(words[1]) == "include" {
        for (i = 2; i <= count && words[i] !~ /^#/; i++) if (words[i] != "") print "include", NR, words[i] "."
    }' "$main_file")
END
    [ -z "$block_first" ] || [ -n "$block_last" ] ||
        die 1 "$main_file has the line '$block_begin' but not '$block_end': put it back or take both out; nothing was changed."
    case $block_text in
        *"$owner_mark"*) found_owner=${block_text#*"$owner_mark"} found_owner=${found_owner%%"$nl"*} ;;
    esac
}

check_owner() {
    foreign=
    [ -n "$found_owner" ] && [ "$found_owner" != "$owner" ] || return 0
    case $verb:$take_over in
        apply:yes) ;;
        apply:no)
            die 1 "the settings on this host belong to '$found_owner', not to '$owner': remove them there, or set takeOver to true; nothing was changed."
            ;;
        *)
            foreign=$found_owner
            warn "the settings on this host belong to '$found_owner', not to '$owner': left as they are."
            ;;
    esac
}

look_at_kernel() {
    read_running
    previous=$running
    [ "$verb" = apply ] && [ -n "$kernel_lines" ] || return 0
    [ -n "$running" ] || die 1 "/proc/sys/net/ipv4/tcp_keepalive_time cannot be read here; nothing was changed."
    # Writing a value onto itself is the one sure way to ask.
    value_of net.ipv4.tcp_keepalive_time
    write_proc /proc/sys/net/ipv4/tcp_keepalive_time "$value" ||
        die 1 "/proc/sys is read-only here (a container?), so kernel values cannot be set: leave kernel out for this host; nothing was changed."
}

# Sets running to the kernel's values, a line each, and tcp_retries2. Through cat: some shells read a byte at a time,
# and /proc/sys has nothing more to say from the second byte on.
read_running() {
    # shellcheck disable=SC2046 # four numbers
    set -- $(cd /proc/sys/net/ipv4 2>/dev/null && cat tcp_keepalive_time tcp_keepalive_intvl tcp_keepalive_probes tcp_retries2 2>/dev/null)
    running='' tcp_retries2=${4:-}
    [ $# -ge 3 ] || return 0
    running="net.ipv4.tcp_keepalive_time = $1${nl}net.ipv4.tcp_keepalive_intvl = $2${nl}net.ipv4.tcp_keepalive_probes = $3$nl"
}

write_proc() {
    # In a subshell, since some shells end when a redirection of a special builtin fails.
    (printf '%s\n' "$2" >"$1") 2>/dev/null
}

look_at_sshd() {
    if ask_sshd "$main_file"; then
        before_answer=$answer
    else
        broken=$(complaint)
        case $broken in
            # Our own file, spoilt by hand: writing it anew is the remedy.
            *"$dropin"*) warn "sshd did not take $dropin as it was: $broken" && broken= ;;
            *)
                [ -n "$sshd_lines" ] || return 0
                die 1 "sshd does not take the configuration as it is, without any change: $broken; mend that first; nothing was changed."
                ;;
        esac
    fi
    read_judgement "$(judge "$before_answer" "$before_answer" "$sshd_lines")"
    previous=$before_values$previous
    effective=$after_values
    live_wrong=$wrong
    [ "$has_match" = no ] || [ -z "$sshd_lines" ] || {
        warn_of_match
        look_at_connection "$main_file"
        # It has the global ones in it, too.
        [ -z "$wrong" ] || live_wrong=$wrong
    }
}

warn_of_match() {
    while IFS=$tab read -r match_place match_key; do
        [ -n "$match_place" ] || continue
        keyword "$match_key"
        warn "$match_place is in a Match block: the connections that it matches get their own $keyword"
    done <<END
$matched
END
}

read_judgement() {
    before_values='' after_values='' wrong='' others='' listens=' ' matched=
    while IFS=$tab read -r judge_kind judge_key judge_a judge_b judge_c; do
        case $judge_kind in
            version) openssh=$judge_key ;;
            match) has_match=yes ;;
            matched) matched=$matched$judge_key$tab$judge_a$nl ;;
            listen) listens="$listens$judge_key " ;;
            P) before_values=$before_values$judge_key$tab$judge_a$nl ;;
            E) after_values=$after_values$judge_key$tab$judge_a$nl ;;
            wrong)
                # So sshd calls the main file when it reads it for a connection.
                case $judge_c in
                    'reprocess config:'*) judge_c=$asked_file:${judge_c##*:} ;;
                esac
                wrong=$wrong$judge_key$tab$judge_a$tab$judge_b$tab$judge_c$nl
                ;;
            other) others="$others $judge_key" ;;
        esac
    done <<END
$1
END
}

# The same question for the connection that this program came by, since a Match block may answer it differently.
look_at_connection() {
    connection=${SSH_CONNECTION:-}
    connection_pid=$$
    # sudo and doas take the variable away; the login shell above them still has it.
    while [ -z "$connection" ] && [ "$connection_pid" -gt 1 ] && [ -r "/proc/$connection_pid/environ" ]; do
        connection=$(tr '\0' '\n' <"/proc/$connection_pid/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')
        connection_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$connection_pid/status" 2>/dev/null)
        connection_pid=${connection_pid:-0}
    done
    connection_user=${SUDO_USER:-${DOAS_USER:-$(id -un)}}
    # shellcheck disable=SC2086 # four words: address and port of the client, address and port here
    set -- "$1" ${connection:-127.0.0.1}
    connection_spec=user=$connection_user,host=$2,addr=$2,laddr=${4:-127.0.0.1},lport=${5:-22}
    if ask_sshd "$1" -C "$connection_spec"; then
        read_judgement "$(judge "" "$answer" "$sshd_lines")"
    else
        wrong=
        warn "sshd does not say what it would do for $connection_spec: $(complaint)"
    fi
}

# ---- converging: apply and restore -----------------------------------------------------------------------------

converge() {
    changed=false reloaded=false placement=none
    [ -z "$foreign" ] || {
        report
        return 0
    }
    plan_sshd
    plan_kernel
    find_drift
    if [ "$verb" = restore ] && [ ! -d "$state" ] && [ "$sshd_change$kernel_change" = nono ]; then
        report
        return 0
    fi
    if [ "$verb$pending$sshd_change$kernel_change" = applynonono ]; then
        warn_of_later_files
        report
        return 0
    fi
    begin
    remove_leftovers
    [ "$sshd_change" = no ] || change_sshd
    [ "$kernel_change" = no ] || change_kernel
    commit
    warn_of_later_files
    report
}

# What every file should hold in the end. Sets placement, dropin_want, block_want, sshd_change.
plan_sshd() {
    sshd_change=no dropin_want='' block_want=
    our_text=$header$nl$owner_mark$owner$nl$sshd_lines
    if [ -z "$sshd_lines" ]; then
        take_out "$dropin_text" && dropin_want=$kept
        take_out "$block_text" && block_want=$kept
    elif [ -z "$block_text" ] && find_include; then
        placement=drop-in dropin_want=$our_text
    else
        placement=main-file block_want=$our_text
    fi
    [ "$dropin_text" = "$dropin_want" ] && [ "$block_text" = "$block_want" ] && [ -z "$live_wrong" ] || sshd_change=yes
    case $pending:$verb:$nl$last_lines in
        # Killed the last time: the files may be right and the daemon may not have read them.
        yes:*) sshd_change=yes ;;
        # The same where somebody else has removed our lines.
        no:restore:*"$nl"[A-Z]*) sshd_change=yes ;;
    esac
}

# Sets kept to what is left of a text without our lines: what somebody else put there is not ours to remove.
take_out() {
    kept=
    while IFS= read -r take_line; do
        case $take_line in
            '' | "$header" | "$owner_mark"*) continue ;;
        esac
        # Without a record of our lines, every setting is taken for ours.
        kind_of "$take_line"
        [ -n "$last_lines" ] || [ -z "$kind" ] || continue
        case $nl$last_lines in
            *"$nl$take_line$nl"*) ;;
            *) kept=$kept$take_line$nl ;;
        esac
    done <<END
$1
END
}

# Sets include_line: the first Include of the main file, before any Match, that reaches the drop-in.
find_include() {
    include_line=
    while IFS=$tab read -r include_at include_pattern; do
        if [ -z "$include_line" ] && [ -n "$include_at" ] && reaches_dropin "$include_pattern"; then
            include_line=$include_at
        fi
    done <<END
$includes
END
    [ -n "$include_line" ]
}

reaches_dropin() {
    reach=$1
    case $reach in
        /*) ;;
        *) reach=/etc/ssh/$reach ;;
    esac
    [ "${reach%/*}" = "$dropin_dir" ] || return 1
    # shellcheck disable=SC2254 # it is meant as a pattern
    case ${dropin##*/} in
        ${reach##*/}) return 0 ;;
    esac
    return 1
}

# Sets include_words: what that Include would read with the staged file in the drop-in's place.
expand_include() {
    include_words=
    while IFS=$tab read -r include_at include_pattern; do
        [ "$include_at" = "$include_line" ] || continue
        if ! reaches_dropin "$include_pattern"; then
            include_words="$include_words \"$include_pattern\""
            continue
        fi
        expand_ours=
        [ -z "$dropin_want" ] || expand_ours=" $dropin_staged"
        set +f
        # shellcheck disable=SC2086 # expanded as sshd would
        set -- $reach
        set -f
        for expand_file in "$@"; do
            [ -e "$expand_file" ] && [ "$expand_file" != "$dropin" ] || continue
            # shellcheck disable=SC3012 # every shell named above has it
            if [ "$expand_file" \> "$dropin" ]; then
                include_words=$include_words$expand_ours
                expand_ours=
            fi
            include_words="$include_words \"$expand_file\""
        done
        include_words=$include_words$expand_ours
    done <<END
$includes
END
}

change_sshd() {
    read_sockets
    # One that was just signalled has none for a moment.
    await_tries=0
    while [ -n "$pid" ] && [ -z "$sockets" ] && [ "$await_tries" -lt 40 ]; do
        await_tries=$((await_tries + 1))
        nap
        read_sockets
    done
    sockets_before=$sockets
    stage
    if [ -n "$broken" ]; then
        [ -z "$dropin_text$block_text" ] || warn "sshd could not be asked ($broken): our lines were taken out, nothing was reloaded"
        swap
        return 0
    fi
    check_staged
    swap
    reload || undo "$reload_said"
    prove
}

# ---- staging ---------------------------------------------------------------------------------------------------

# Writes what will go live beside the live files, and sets question: the main file to ask sshd about, which reads
# the staged drop-in where the live main file reads the live one.
stage() {
    question=$main_file line_shift=0
    if [ -n "$dropin_want" ] && [ "$dropin_want" != "$dropin_text" ]; then
        stage_like=$main_file
        [ ! -e "$dropin" ] || stage_like=$dropin
        make_dir "$dropin_dir" && stage_file "$dropin_staged" "$stage_like" "$dropin_want" ||
            refuse "cannot write to $dropin_dir (full or read-only disk, or immutable?)"
    fi
    if [ "$block_want" != "$block_text" ]; then
        stage_main || refuse "cannot write to ${main_file%/*} (full or read-only disk, or immutable?)"
        question=$main_staged
    fi
    if [ "$dropin_want" != "$dropin_text" ] && find_include; then
        stage_question || refuse "cannot write to ${main_file%/*} (full or read-only disk, or immutable?)"
        question=$main_question
    fi
}

# A new file with the mode, owner and security context of the one that it goes beside.
stage_file() {
    cp -p "$2" "$1" 2>/dev/null && write_text "$1" "$3" && copy_context "$2" "$1"
}

copy_context() {
    [ ! -d /sys/fs/selinux ] || ! command -v chcon >/dev/null || chcon --reference="$1" "$2" 2>/dev/null || :
}

# The main file without our old block and with our new one on top; all else to the byte.
stage_main() {
    cp -p "$main_file" "$main_staged" 2>/dev/null || return 1
    # What restore leaves of a block is somebody else's, and needs no marks.
    block_new=$block_want
    [ -z "$block_want" ] || [ -z "$sshd_lines" ] ||
        block_new="$block_begin (managed by Pulumi: changes made here are lost at the next apply)$nl$block_want$block_end$nl"
    if [ -n "$block_first" ]; then
        {
            printf '%s' "$block_new" | cat &&
                head -n $((block_first - 1)) "$main_file" && tail -n +$((block_last + 1)) "$main_file"
        } 2>/dev/null >"$main_staged" || return 1
        line_shift=$((block_first - block_last - 1))
    else
        printf '%s' "$block_new" | cat - "$main_file" 2>/dev/null >"$main_staged" || return 1
    fi
    count_lines "$block_new"
    line_shift=$((line_shift + count))
    copy_context "$main_file" "$main_staged"
}

count_lines() {
    count=-1
    while IFS= read -r _; do
        count=$((count + 1))
    done <<END
$1
END
}

stage_question() {
    expand_include
    # An Include without a file is an error, so one that reads nothing is left out.
    (umask 077 && WORDS=$include_words awk -v at=$((include_line + line_shift)) '
        NR == at { print (ENVIRON["WORDS"] == "" ? "#" : "Include" ENVIRON["WORDS"]); next }
        { print }' "$question" 2>/dev/null >"$main_question")
}

# ---- checking what is staged -----------------------------------------------------------------------------------

check_staged() {
    ask_sshd "$question" || {
        case $answer in
            *'Bad configuration option: '*)
                unknown=${answer##*Bad configuration option: } unknown=${unknown%%"$nl"*}
                refuse "this sshd${openssh:+ ($openssh)} does not know ${unknown%"$cr"}: leave it out for this host, or bring OpenSSH up to date"
                ;;
            *) refuse "sshd does not take the configuration with these settings: $(complaint)" ;;
        esac
    }
    read_judgement "$(judge "$before_answer" "$answer" "$sshd_lines")"
    [ -z "$others" ] || refuse "the change would alter other directives too, maybe from lines that somebody added to our part:$others; keep those in a file of their own"
    [ -z "$spare_key" ] || [ -z "$pid" ] || refuse "sshd has no host key that it can read: a reload would end it"
    if [ -n "$wrong" ]; then
        name_winner
        # A line of the main file that stands before its Include: only a block above it can win.
        if [ "$placement" = drop-in ] && [ "$winner_file" = "$main_file" ] && [ "$winner_line" -gt 0 ] &&
            [ "$winner_line" -lt "$include_line" ]; then
            placement=main-file block_want=$our_text dropin_want=
            rm -f "$dropin_staged" "$main_question"
            stage
            check_staged
            return 0
        fi
        refuse "$winner_said"
    fi
    check_ports
    if [ "$has_match" = yes ] && [ -n "$sshd_lines" ]; then
        look_at_connection "$question"
        [ -z "$wrong" ] || {
            name_winner
            refuse "$winner_said (for $connection_spec)"
        }
    fi
}

# Sets winner_file, winner_line and winner_said from the first line of wrong.
name_winner() {
    IFS=$tab read -r winner_key winner_wanted winner_found winner_place <<END
$wrong
END
    winner_file=${winner_place%:*} winner_line=${winner_place##*:}
    [ "$winner_place" != - ] || winner_line=0
    case $winner_file in
        "$question" | "$main_file")
            winner_file=$main_file
            winner_line=$((winner_line - line_shift))
            ;;
        "$dropin_staged") winner_file=$dropin ;;
    esac
    keyword "$winner_key"
    winner_by="$winner_file line $winner_line wins"
    # Nothing in a file comes before our own line then.
    [ "$winner_file" != "$dropin" ] && [ "$winner_line" -gt 0 ] || winner_line=0 winner_by="the daemon's own command line wins"
    winner_said="$keyword would stay $winner_found instead of $winner_wanted: $winner_by; remove it there, or leave it out of the settings"
}

keyword() {
    case $1 in
        tcpkeepalive) keyword=TCPKeepAlive ;;
        clientaliveinterval) keyword=ClientAliveInterval ;;
        clientalivecountmax) keyword=ClientAliveCountMax ;;
        channeltimeout) keyword=ChannelTimeout ;;
        unusedconnectiontimeout) keyword=UnusedConnectionTimeout ;;
        *) keyword=$1 ;;
    esac
}

# A reload also takes up what somebody else changed and never reloaded: what is open now must be in there.
check_ports() {
    [ -z "$socket" ] || return 0
    for port_socket in $sockets_before; do
        port=$((0x${port_socket##*:}))
        case ${port_socket%:*} in
            *[!0]*) port_at=:$port port_of= ;;
            00000000) port_at=" 0.0.0.0:$port" port_of=' of every IPv4 address' ;;
            *) port_at=" [::]:$port" port_of=' of every IPv6 address' ;;
        esac
        case $listens in
            *"$port_at "*) ;;
            *) refuse "sshd listens on port $port$port_of, which the configuration no longer has: a reload would close it" ;;
        esac
    done
}

# ---- swapping, reloading, putting back -------------------------------------------------------------------------

swapped=

swap() {
    changed=true
    if [ "$block_want" != "$block_text" ]; then
        swap_file "$main_file" "$main_staged" "$main_before" yes
    fi
    if [ "$dropin_want" != "$dropin_text" ]; then
        swap_file "$dropin" "$dropin_staged" "$dropin_before" "$dropin_want"
    fi
    rm -f "$main_question"
}

# Puts a staged file (or, with an empty last argument, none) in a live one's place, and remembers how to go back.
swap_file() {
    if [ -e "$1" ]; then
        # The same file under a second name; a copy where the file system has no such thing.
        ln "$1" "$3" 2>/dev/null || cp -p "$1" "$3" 2>/dev/null || undo "cannot keep a copy of $1 (full or read-only disk?)"
    fi
    if [ -n "$4" ]; then
        flush "$2"
        swap_said=$(mv -f "$2" "$1" 2>&1)
    else
        swap_said=$(rm -f "$1" 2>&1)
    fi || undo "cannot replace $1: $swap_said"
    swapped=$1$tab$3$nl$swapped
    flush "${1%/*}"
}

# Has the daemon read its configuration anew, and waits until it listens again where it did. A new socket behind the
# same port says that it has. One that systemd gave its sockets loses them when it is signalled, so it is started anew:
# systemd listens meanwhile, and sessions go on.
reload() {
    reload_said=
    [ -n "$pid" ] || return 0
    read_sockets
    inodes_before=$inodes
    signal || {
        reload_said="the daemon could not be reloaded: $signal_said $(daemon_said)"
        return 1
    }
    [ -z "$socket" ] || { find_systemd_unit && inodes_before=; }
    await_tries=0
    while [ "$await_tries" -lt 200 ]; do
        await_tries=$((await_tries + 1))
        is_sshd "$pid" || {
            reload_said="the daemon ended at the reload: $(daemon_said)"
            return 1
        }
        # A signal that comes while sshd is still starting is lost.
        [ "$await_tries" != 60 ] || signal || :
        read_sockets
        [ "$inodes" = "$inodes_before" ] || ! listens_as_before || return 0
        nap
    done
    reload_said="the daemon does not listen where it did ten seconds after the reload: $(daemon_said)"
    return 1
}

signal() {
    case $manager:$socket in
        systemd:) set -- systemctl reload "$unit" ;;
        systemd:*) set -- systemctl restart "$unit" ;;
        openrc:*) set -- rc-service sshd reload ;;
        *) set -- kill -HUP "$pid" ;;
    esac
    signal_said=$("$@" 2>&1 9<&-)
    signal_code=$?
    reloaded=true
    return $signal_code
}

nap() {
    sleep 0.05 2>/dev/null || sleep 1
}

daemon_said() {
    [ "$manager" = systemd ] || return 0
    # What was said last may still be on its way to the journal.
    journalctl --sync >/dev/null 2>&1
    journalctl -q -u "$unit" -n 6 -o cat --no-pager 2>/dev/null | tr '\n' ' '
}

# Sets sockets (address:port in hexadecimal) and inodes of what the daemon listens on.
read_sockets() {
    sockets='' inodes=
    [ -n "$pid" ] || return 0
    socket_files=/proc/net/tcp
    [ ! -r /proc/net/tcp6 ] || socket_files="$socket_files /proc/net/tcp6"
    # shellcheck disable=SC2086 # a list of files
    # shellcheck disable=SC2012 # the names are numbers
    socket_answer=$(ls -l "/proc/$pid/fd" 2>/dev/null | awk '
        FILENAME == "-" || FILENAME == "" { if (match($0, /socket:\[[0-9]+\]/)) held[substr($0, RSTART + 8, RLENGTH - 9)] = 1; next }
        $4 == "0A" && ($10 in held) { sockets = sockets $2 " "; inodes = inodes $10 " " }
        END { print sockets "/" inodes }' - $socket_files)
    sockets=${socket_answer%%/*} inodes=${socket_answer#*/}
}

# Whether every socket of before is there; more is fine.
listens_as_before() {
    for listens_socket in $sockets_before; do
        case " $sockets" in
            *" $listens_socket "*) ;;
            *) return 1 ;;
        esac
    done
}

# Asks the live configuration once more: only this is the proof.
prove() {
    ask_sshd "$main_file" || undo "sshd no longer takes the configuration: $(complaint)"
    read_judgement "$(judge "$before_answer" "$answer" "$sshd_lines")"
    effective=$after_values
    [ -z "$wrong$others" ] || {
        name_winner
        undo "${winner_said:-}"
    }
}

# Ends without a change: what was staged goes, and so does a state that records nothing.
refuse() {
    remove_leftovers
    forget
    die 1 "$1; nothing was changed."
}

# Puts back every file and value that was changed, and has the daemon read the old configuration again.
undo() {
    undo_failed=
    while IFS=$tab read -r undo_live undo_before; do
        [ -n "$undo_live" ] || continue
        if [ -e "$undo_before" ]; then
            mv -f "$undo_before" "$undo_live" 2>/dev/null
        else
            rm -f "$undo_live" 2>/dev/null
        fi || undo_failed="$undo_failed $undo_live"
    done <<END
$swapped
END
    put_back_kernel
    [ -z "$undo_failed" ] || die 3 "$1; and these could not be put back:$undo_failed. Look at this host now."
    [ "$reloaded" = false ] || revive || die 3 "$1; the files were put back, but the daemon does not listen: $reload_said. Look at this host now."
    remove_leftovers
    forget
    die 1 "$1; everything was put back."
}

# Sees to it that the daemon runs, listens, and has read the files that were put back.
revive() {
    if is_sshd "$pid"; then
        # One that could not be signalled still has its old configuration.
        reload || { read_sockets && listens_as_before; }
        return
    fi
    warn "the daemon ended, and was started anew"
    case $manager in
        systemd) systemctl reset-failed "$unit" && systemctl start "$unit" ;;
        openrc) rc-service sshd restart ;;
        *)
            # Whoever watches over it may be faster.
            sleep 1
            # shellcheck disable=SC2086 # daemon_line is the list of words that it was started with
            find_by_pid_file || find_by_title || (trap - HUP INT TERM PIPE && "$sshd" $daemon_line)
            ;;
    esac 2>/dev/null >&2 9<&-
    await_tries=0
    while [ "$await_tries" -lt 100 ]; do
        await_tries=$((await_tries + 1))
        if find_systemd_unit || find_by_pid_file || find_by_title; then
            read_sockets
            listens_as_before && return 0
        fi
        nap
    done
    return 1
}

remove_leftovers() {
    rm -f "$dropin_staged" "$dropin_before" "$sysctl_staged" "$sysctl_before" "$main_staged" "$main_before" "$main_question"
}

# ---- the kernel ------------------------------------------------------------------------------------------------

# What the sysctl file should hold in the end. Sets sysctl_want, kernel_next (what to record), kernel_wrong, kernel_change.
plan_kernel() {
    kernel_change=no kernel_wrong='' kernel_next='' sysctl_want=
    if [ -z "$kernel_lines" ]; then
        take_out "$sysctl_text" && sysctl_want=$kept
    else
        sysctl_want=$header$nl$owner_mark$owner$nl$kernel_lines
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

# ---- ending ----------------------------------------------------------------------------------------------------

# All is done and proven: write down what is ours now, and let go of the way back.
commit() {
    commit_kernel=
    if [ -n "$sshd_lines$kernel_lines" ]; then
        while IFS=$tab read -r commit_key commit_before commit_ours; do
            [ -z "$commit_key" ] || commit_kernel=$commit_kernel$commit_key$tab$commit_before$tab${commit_ours##* }$nl
        done <<END
$kernel_next
END
        save record "$sshd_lines$kernel_lines$commit_kernel$made_dirs" || undo "cannot write to $state (full or read-only disk?)"
    fi
    last_lines=$sshd_lines$kernel_lines kernel_saved=$commit_kernel pending=no
    remove_leftovers
    forget
}

# Removes $state/pending, or all of $state and the folders that were made, if nothing of ours is left on this host.
forget() {
    # What an earlier, killed run left open stays open until a run ends well.
    [ "$pending" = no ] || return 0
    if [ -n "$last_lines$kernel_saved" ]; then
        rm -f "$state/pending"
        return 0
    fi
    while IFS= read -r forget_dir; do
        [ -z "$forget_dir" ] || rmdir "$forget_dir" 2>/dev/null || :
    done <<END
$made_dirs
END
    rm -rf "$state"
}

# What was different from what the last apply had set, before this run changed anything.
find_drift() {
    drift=
    if [ "$verb" = apply ] && [ "$last_lines" != "$sshd_lines$kernel_lines" ]; then
        return 0
    fi
    [ "$pending" = yes ] || drift=$live_wrong$kernel_wrong
}

report_check() {
    changed=false reloaded=false placement=none
    plan_sshd
    plan_kernel
    # Not where our lines would go, but where they are.
    placement=none
    [ -z "$dropin_text" ] || placement=drop-in
    [ -z "$block_text" ] || placement=main-file
    drift=$live_wrong$kernel_wrong
    warn_of_later_files
    report
}

warn() {
    warnings=$warnings$1$nl
}

die() {
    die_code=$1
    shift
    printf 'pulumi-ssh-keepalive: %s\n' "$*" >&2
    while IFS= read -r die_line; do
        [ -z "$die_line" ] || printf 'pulumi-ssh-keepalive: %s\n' "$die_line" >&2
    done <<END
${warnings:-}
END
    exit "$die_code"
}

# ---- the report ------------------------------------------------------------------------------------------------

report() {
    printf '{"verb":"%s","changed":%s,"reloaded":%s' "$verb" "$changed" "$reloaded"
    json_text "$unit" && printf ',"unit":%s' "$json"
    json_text "$openssh" && printf ',"openssh":%s' "$json"
    printf ',"placement":"%s","effective":{' "$placement"
    report_values "$effective$running"
    printf '},"previous":{'
    report_values "$previous"
    printf '},"tcpRetries2":%s,"drift":[' "${tcp_retries2:-null}"
    report_separator=
    while IFS=$tab read -r report_key report_wanted report_found report_by; do
        [ -n "$report_key" ] || continue
        keyword "$report_key"
        json_text "$report_wanted" && report_wanted=$json
        json_text "$report_found" && report_found=$json
        json_text "${report_by#-}"
        printf '%s{"key":"%s","wanted":%s,"found":%s,"by":%s}' "$report_separator" "$keyword" "$report_wanted" "$report_found" "$json"
        report_separator=,
    done <<END
$drift
END
    printf '],"warnings":['
    report_separator=
    while IFS= read -r report_line; do
        [ -n "$report_line" ] || continue
        json_text "$report_line"
        printf '%s%s' "$report_separator" "$json"
        report_separator=,
    done <<END
$warnings
END
    printf ']}\n'
}

# Lines 'keyword<tab>value' and 'key = value' as members of an object.
report_values() {
    report_separator=
    while IFS= read -r report_line; do
        case $report_line in
            '') continue ;;
            *"$tab"*) report_key=${report_line%%"$tab"*} report_value=${report_line#*"$tab"} ;;
            *) report_key=${report_line%% = *} report_value=${report_line#* = } ;;
        esac
        keyword "$report_key"
        json_text "$report_value"
        printf '%s"%s":%s' "$report_separator" "$keyword" "$json"
        report_separator=,
    done <<END
$1
END
}

# Sets json to a JSON string.
json_text() {
    json=$1
    case $1 in
        *[!\ -~]* | *[\\\"]*) json=$(printf '%s' "$1" | tr '\001-\037' ' ' | tr '\177-\377' '?' | sed 's/[\\"]/\\&/g') ;;
    esac
    json=\"$json\"
}

main "$@"
