# The user's file, its lock and its block.
#
# Needs: shared/text.sh, shared/owner.sh.
# Provides: find_file, take_lock, claim_folder, remove_leftovers, read_block, check_block, stamp.

# Sets home, folder, config, file (config without links) and the names of the work files beside it.
find_file() {
    user=$(id -un) || die 1 "the user ID $(id -u) has no name here, and ssh does not run without one."
    # ssh uses the user database, not HOME.
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

# macOS has no flock, so the lock is a folder that names its holder. It is not in ~/.ssh, which may not exist yet.
take_lock() {
    lock=${home%/}/.pulumi-ssh-keepalive.lock lock_tries=0 lock_misses=0
    until mkdir "$lock" 2>/dev/null; do
        if [ ! -d "$lock" ]; then
            # The holder may just have released it.
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

# Removes the lock of a run on this machine that has ended. Only one run at a time may do so; otherwise the second would
# remove the lock that the first has just taken.
break_lock() {
    lock_holder=$(cat "$lock/holder" 2>/dev/null)
    case $lock_holder in
        # The holder may be about to write this file.
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

# Marks the empty folder as ours for a later run, should this one be killed.
claim_folder() {
    : >"$lock/folder"
}

# Cleans up after a killed run. The file itself is complete, as before or after the change.
remove_leftovers() {
    rm -f "$base" "$staged" "$before"
    [ "$left_folder" = no ] || [ -e "$file" ] || rmdir "$folder" 2>/dev/null || :
}

# Sets begin, end, total (line numbers), body (the block without its first and last line, with indentation but without
# trailing blanks), block_size (its number of lines), above (whether a Host or Match line is above the block) and
# follows (whether a setting is directly below it).
read_block() {
    begin='' end='' total=0 body='' block_size=0 above=no follows=no markers=
    if [ -e "$file" ]; then
        [ -r "$file" ] || die 1 "$file cannot be read by $user; nothing was changed."
        # shellcheck disable=SC2013 # splits at newlines, with this IFS
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
        *) die 1 "$file must have the lines '$block_begin' and '$block_end' once and in this order, or neither: fix it; nothing was changed." ;;
    esac
    member "$owner_mark" && found_owner=$member || found_owner=
    member "$made_mark" && made=$member || made=
    member "$sum_mark" && sum=$member || sum=
}

# keyword(line): the keyword of a line as ssh parses it, in lower case; nothing for a comment. rest(line): the rest.
# shellcheck disable=SC2016 # the dollars are awk's
awk_words='
    function words(text) { gsub(/[="\t\r\f]/, " ", text); sub(/^ +/, "", text); sub(/ +$/, "", text); return text }
    function keyword(text) { text = words(text); sub(/ .*/, "", text); return text ~ /^#/ ? "" : tolower(text) }
    function rest(text) { text = words(text); return sub(/^[^ ]+ +/, "", text) ? text : "" }'

# Sets member to the text after a mark in the block; fails if the block has no such line.
member() {
    case $nl$body in
        *"$nl$1"*) member=${body#*"$1"} member=${member%%"$nl"*} ;;
        *) return 1 ;;
    esac
}

# Sets foreign to the block's owner if the block must be left alone.
check_block() {
    check_owner "in $file"
    [ -z "$foreign" ] || line=$begin
}

# Prints a text that differs for each write of the file, even on a copy of this machine.
stamp() {
    echo "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)" "$(ls -lid "$file" 2>/dev/null)"
}
