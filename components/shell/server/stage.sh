# Staging.

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
