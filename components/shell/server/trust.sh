# Trust: rejects everything that a user other than root can write.
#
# Needs: shared/text.sh, nl.
# Provides: trust_tools, root_only, must_be_roots.

# The folders of an operating system's own tools, including NixOS.
system_path=/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin

# Restricts PATH to folders that only root can write to. The given PATH comes first, because it is the host's choice.
trust_tools() {
    tools_given=${PATH:-}:/usr/local/sbin:/usr/local/bin
    PATH=$system_path
    unset TMPDIR GREP_OPTIONS LD_PRELOAD LD_LIBRARY_PATH OPENSSL_CONF
    export PATH
    tools_ifs=$IFS
    IFS=:
    # shellcheck disable=SC2086 # a list of folders
    set -- $tools_given
    IFS=$tools_ifs
    # Checking all at once takes one process, and usually succeeds.
    if root_only "$@"; then
        tools_trusted="$tools_given:"
    else
        tools_trusted=
        for tools_folder in "$@"; do
            ! root_only "$tools_folder" || tools_trusted=$tools_trusted$tools_folder:
        done
    fi
    PATH=$tools_trusted$PATH
}

# Fails, with untrusted set, if a user other than root could change what one of these absolute paths leads to: the file,
# a folder above it, or a link on the way. A missing entry is as safe as its folder.
root_only() {
    trust_list=/
    for trust_left in "$@"; do
        walk "$trust_left" || return 1
    done
    trust_sticky=no
    # In a sticky folder such as /tmp, an existing entry of root is safe, but a missing one is not.
    while IFS=' ' read -r trust_uid trust_mode untrusted; do
        case $trust_sticky:$untrusted in
            no:* | "${trust_sticky%/}"/*) trust_sticky=no ;;
            *) untrusted=$trust_sticky && return 1 ;;
        esac
        case $trust_uid$trust_mode in
            0l* | 0?????[!w]??[!w]*) ;;
            0d????????[tT]*) trust_sticky=$untrusted ;;
            *) return 1 ;;
        esac
    done <<END
$(
        IFS=$nl
        # shellcheck disable=SC2086 # a list of lines
        stat -c '%u %A %n' $trust_list 2>/dev/null
    )
END
    [ "$trust_sticky" = no ] || { untrusted=$trust_sticky && return 1; }
}

# Adds every file, folder and link on a path to trust_list.
walk() {
    untrusted=$1
    case $1 in
        *"$nl"* | [!/]* | '') return 1 ;;
    esac
    walk_left=$1 walk_at='' walk_links=0
    while [ -n "$walk_left" ]; do
        walk_name=${walk_left%%/*}
        case $walk_left in
            */*) walk_left=${walk_left#*/} ;;
            *) walk_left= ;;
        esac
        case $walk_name in
            '' | .) continue ;;
            ..) walk_at=${walk_at%/*} && continue ;;
        esac
        trust_list=$trust_list$nl$walk_at/$walk_name
        if [ ! -L "$walk_at/$walk_name" ]; then
            walk_at=$walk_at/$walk_name
            continue
        fi
        walk_links=$((walk_links + 1))
        walk_target=$(readlink "$walk_at/$walk_name") && [ "$walk_links" -le 40 ] || return 1
        walk_left=$walk_target/$walk_left
        case $walk_target in
            /*) walk_at= ;;
        esac
    done
}

must_be_roots() {
    root_only "$@" ||
        die 1 "${untrusted:-what is on this host} can be changed by another user than root: give it to root, without write permission for others; nothing was changed."
}
