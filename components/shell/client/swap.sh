# Swaps the file.
#
# Needs: shared/text.sh, apply.sh.
# Provides: writable, swap, prove, refuse.

# Refuses a file that could not be restored exactly.
writable() {
    [ -e "$file" ] || return 0
    [ -w "$file" ] && [ -w "${file%/*}" ] || refuse "$user may not write to $file and its folder (kept by another tool?)"
    # shellcheck disable=SC2012 # one known file
    writable_links=$(ls -lnd "$file" | awk '{ print $2 }')
    [ "$writable_links" = 1 ] || refuse "$file has $writable_links names (hard links), which a change would separate: make it one file, or a symbolic link"
}

# Replaces the file with $staged.
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
    # shellcheck disable=SC2012 # one known file
    ls -lnd "$1" | awk '{ print $1, $3, $4 }'
}

# Runs ssh -G on the live files: only this proves the result. Sets effective and line.
prove() {
    for prove_probe in $probes; do
        query_ssh '' "$prove_probe" || undo "ssh rejects the file: $complaint"
        [ -n "$effective" ] || { values "$answer" && effective=$values; }
        compare "$answer"
        [ -z "$wrong" ] || undo "for $prove_probe, ssh does not obtain the requested values"
    done
    rm -f "$before"
    made_folder=no line=$place
}

undo() {
    if [ -e "$before" ]; then
        mv -f "$before" "$file"
    else
        rm -f "$file"
    fi 2>/dev/null || die 3 "$1; and $file could not be restored: see $before."
    die 1 "$1; everything was rolled back."
}

refuse() {
    die 1 "$1; nothing was changed."
}
