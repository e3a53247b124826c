# Runs sshd -T and reads its output.
#
# Needs: nothing.
# Provides: query_sshd, read_main_name, complaint, compare.

# Sets answer to the output of sshd -T for a main file (if the name is empty, for the compiled-in one): the effective
# values and, as debug lines, where each was set. sshd needs a host key and its privilege-separation folder for that;
# both are created if they are missing, as they may be with socket activation while no daemon runs.
query_sshd() {
    queried_file=$1
    shift
    while :; do
        # shellcheck disable=SC2086 # daemon_args and spare_key are lists, with tabs
        answer=$(IFS=$tab && "$sshd" -T -ddd $daemon_args $spare_key "$@" ${queried_file:+-f"$queried_file"} 2>&1 </dev/null) && return 0
        case $answer in
            *'no hostkeys available'*)
                [ -z "$spare_key" ] && rm -f "$spare_file" && ssh-keygen -q -t ed25519 -N '' -f "$spare_file" &&
                    spare_key=-h$spare_file && continue
                ;;
            *'Missing privilege separation directory: '*)
                query_dir=${answer##*Missing privilege separation directory: } query_dir=${query_dir%%"$nl"*}
                query_dir=${query_dir%"$cr"}
                case $query_dir in
                    # Kept on purpose: a daemon that starts at the same time needs it, and a reboot removes it.
                    *..* | *[!A-Za-z0-9/._-]*) ;;
                    /run/* | /var/run/*) [ ! -d "$query_dir" ] && mkdir -p "$query_dir" && continue ;;
                esac
                ;;
        esac
        return 1
    done
}
spare_key='' spare_file=$run_dir/.pulumi-ssh-keepalive.key

# Sets main_file to the one that sshd's output names; fails if it names none.
read_main_name() {
    case $answer in
        *'load_server_config: filename '*) main_file=${answer#*load_server_config: filename } main_file=${main_file%%["$cr$nl"]*} ;;
        *) return 1 ;;
    esac
}

# Prints sshd's error messages without debug lines, with the names of the live files instead of the staged ones.
complaint() {
    complaint=$(printf '%s\n' "$answer" | tr -d '\r' | grep -v '^debug[123]: ' | tail -n 5 | tr '\n' ' ')
    live_name "$mirror/" "$dropin_dir/"
    live_name "$mirror_main" "$main_file"
    live_name "${main_staged:-$mirror_main}" "$main_file"
    printf '%s' "$complaint"
}

# Done in the shell, because a name may contain any character.
live_name() {
    while :; do
        case $complaint in
            *"$1"*) complaint=${complaint%%"$1"*}$2${complaint#*"$1"} ;;
            *) return 0 ;;
        esac
    done
}

# Reads two outputs of sshd -T (before, after) and the wanted lines. Prints tab-separated lines, with keywords in lower
# case and flags as yes and no (OpenSSH 10.4 and later print mixed case, and 10.6 true and false):
#   version V | P keyword value (before) | E keyword value (after) | listen ADDRESS:PORT (after)
#   wrong keyword wanted found place | other keyword (it changed, and is not ours)
#   match | matched place keyword (a Match block sets a wanted keyword) | end
compare() {
    printf '%s\n=after\n%s\n=wanted\n%s\n' "$1" "$2" "$3" | awk -v keywords="$sshd_keywords" '
        BEGIN {
            OFS = "\t"
            split(tolower(keywords), k, "|")
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
            # In the second pass only Match blocks count, of which the first one wins too.
            if (!((key, pass) in by)) by[key, pass] = place
            next
        }
        # Any other line than keyword and value is a message, such as one about a deprecated option.
        !/^[A-Za-z0-9]+( |$)/ || / line [0-9]+: / { next }
        {
            key = tolower($1); value = $0; sub(/^[^ ]+ ?/, "", value)
            if (key == "tcpkeepalive") { sub(/^true$/, "yes", value); sub(/^false$/, "no", value) }
            # A RekeyLimit with a time changes when sshd probes.
            if (part == "after" && key == "rekeylimit" && $3 + 0) print "E", key, value
            if (part == "after" && key == "listenaddress") print "listen", value
            if (key in ours) { if (part == "") before[key] = value; else after[key] = value; next }
            if (part == "") { old[$0]++; olds++ } else new[$0]++
        }
        END {
            print "version", version
            # Every sshd prints these; they are missing from truncated output.
            whole = "clientaliveinterval" in after
            for (i in before) print "P", i, before[i]
            for (i in after) print "E", i, after[i]
            for (i = 1; i <= n; i++) {
                key = order[i]
                # sshd prints "none" for a timeout of 0; some versions omit it.
                if (after[key] == wanted[key] || after[key] ~ /^(none)?$/ && wanted[key] ~ /^(0|none)$/ && key ~ /timeout/) continue
                place = ((key, 1) in by) ? by[key, 1] : by[key, 0]
                print "wrong", key, wanted[key], (after[key] == "" ? "none" : after[key]), (place == "" ? "-" : place)
            }
            if (olds) {
                for (i in old) new[i] += 0
                for (i in new) if (new[i] != old[i]) { split(i, w, " "); changed[w[1]] = 1 }
                for (key in changed) print "other", key
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
            if (whole) print "end"
        }'
}
