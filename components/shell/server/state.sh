# The state of this program, in the folder $state, which only root can read: the settings of the last apply, and
# functions that write a file atomically.
#
# Needs: state, the folder.
# Provides: read_state, stamp, read_text, same_text, save, write_text, flush, make_dir.

# $state/record has the settings of the last apply, one per line; "main" and the main file that they were applied to;
# for each kernel key that was ever set, the key, the earlier value ("?" if it is unknown) and ours, tab-separated; and
# the folders that were created.
read_state() {
    pending=no last_lines='' last_main='' kernel_saved='' made_dirs='' record=
    [ ! -e "$state/pending" ] || pending=yes
    [ ! -r "$state/record" ] || { read_text "$state/record" && record=$text; }
    while IFS= read -r state_line; do
        case $state_line in
            '') ;;
            /*) made_dirs=$made_dirs$state_line$nl ;;
            'main '*) last_main=${state_line#main } ;;
            *"$tab"*) kernel_saved=$kernel_saved$state_line$nl ;;
            *) last_lines=$last_lines$state_line$nl ;;
        esac
    done <<END
$record
END
}

# Prints a text that differs for each apply, even if this machine is a copy of another.
stamp() {
    echo "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)$(stat -c :%i:%Z "$state/record" 2>/dev/null)"
}

# Sets text to a file's content without starting a process; adds a missing newline at the end.
read_text() {
    text=
    while IFS= read -r read_line || [ -n "$read_line" ]; do
        text=$text$read_line$nl
    done <"$1"
}

same_text() {
    [ "$(cat "$1" 2>/dev/null && echo .)" = "$(cat "$2" 2>/dev/null && echo .)" ]
}

# Writes a file in $state atomically.
save() {
    write_text "$state/.new" "$2" && flush "$state/.new" && mv -f "$state/.new" "$state/$1" && flush "$state" ||
        { rm -f "$state/.new" && false; }
}

write_text() {
    # cat is used because the printf of some shells reports no error on a full disk.
    printf '%s' "$2" | cat 2>/dev/null >"$1"
}

flush() {
    sync "$@" 2>/dev/null || sync
}

make_dir() {
    [ ! -d "$1" ] || return 0
    mkdir "$1" && made_dirs=$made_dirs$1$nl
}
