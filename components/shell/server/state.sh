# What this program left behind the last time.

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
