# Stages the new files beside the live ones, and a main file for checking them with sshd -T.
#
# Needs: shared/text.sh, state.sh, plan.sh, journal.sh, the variables of plan.sh.
# Provides: stage, stage_original, tested_main, line_shift, main_staged.

# Sets tested_main: the main file for sshd -T, which includes the staged drop-in where the live file includes the live one.
stage() {
    tested_main=$main_file line_shift=0
    if [ -n "$dropin_want" ] && [ "$dropin_want" != "$dropin_text" ]; then
        stage_like=$main_file
        [ ! -e "$dropin" ] || stage_like=$dropin
        make_dir "$dropin_dir" && stage_file "$dropin" "$stage_like" "$dropin_want" ||
            refuse "cannot write to $dropin_dir (full or read-only disk, or immutable?)"
    fi
    if [ "$block_want" != "$block_text" ]; then
        stage_main || refuse "$cannot_write"
        tested_main=$main_staged
    fi
    if [ "$dropin_want" != "$dropin_text" ] && find_include; then
        stage_mirror || refuse "cannot write to $state (full or read-only disk?)"
        tested_main=$mirror_main
    fi
}

# Creates a file with the mode, owner and security context of another one.
stage_file() {
    beside "$1"
    cp -a "$2" "$beside.staged" 2>/dev/null && write_text "$beside.staged" "$3" && copy_context "$2" "$beside.staged"
}

copy_context() {
    [ ! -d /sys/fs/selinux ] || ! command -v chcon >/dev/null || chcon --reference="$1" "$2" 2>/dev/null || :
}

# Stages the main file without our old block and with the new one on top; everything else stays the same to the byte.
stage_main() {
    case $main_file in
        /usr/local/*) ;;
        /usr/* | /nix/*)
            cannot_write="the settings would have to go into $main_file, which belongs to the operating system's image or package: give this host a $default_main of its own, with 'Include $dropin_dir/*.conf' in its first line"
            return 1
            ;;
    esac
    cannot_write="cannot write to ${main_file%/*} (full or read-only disk, or immutable?)"
    beside "$main_file"
    main_staged=$beside.staged
    cp -a "$main_file" "$main_staged" 2>/dev/null || return 1
    # The lines of a block that restore keeps belong to others, so they need no markers.
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
    line_shift=$((line_shift + $(printf '%s' "$block_new" | wc -l)))
    copy_context "$main_file" "$main_staged"
    [ -n "$block_new" ] || [ ! -e "$beside.original" ] || stage_original "$main_file"
}

# If it has no block of ours any more, restores the original file, with its hard links, attributes and times.
stage_original() {
    if same_text "$beside.original" "$beside.staged"; then
        ln -f "$beside.original" "$beside.staged"
        return
    fi
    # shellcheck disable=SC2012,SC2046 # only the second word is used
    set -- $(ls -ld "$beside.original")
    [ "${2:-1}" -lt 2 ] || warn "$1 was edited while it had our block, so it is no longer one file with its other names (hard links)"
}

# Creates, in $state, links to everything in the drop-in folder, with the staged drop-in among them, under their own
# names, and the main file with that folder in its Include. $state is writable even if the live folders are not.
stage_mirror() {
    rm -rf "$mirror"
    mkdir "$mirror" 2>/dev/null || return 1
    beside "$dropin"
    set +f
    set -- "$dropin_dir"/*
    set -f
    [ ! -e "$1" ] && [ ! -L "$1" ] || ln -s "$@" "$mirror/" 2>/dev/null || return 1
    if [ -n "$dropin_want" ]; then
        ln -sf "$beside.staged" "$mirror/${dropin##*/}"
    else
        rm -f "$mirror/${dropin##*/}"
    fi || return 1
    (umask 077 && awk -v at=$((include_line + line_shift)) -v live="$dropin_dir/" -v mirror="$mirror/" '
        NR == at {
            # A relative name is relative to /etc/ssh, wherever the main file is.
            short = live; sub(/^\/etc\/ssh\//, "", short)
            for (left = $0; i = index(left, short); left = substr(left, i + length(short))) {
                before = substr(left, 1, i - 1)
                if (substr(before, length(before) - 8) == "/etc/ssh/") before = substr(before, 1, length(before) - 9)
                line = line before (before ~ /\/$/ ? short : mirror)
            }
            $0 = line left
        }
        { print }' "$tested_main" 2>/dev/null >"$mirror_main")
}
