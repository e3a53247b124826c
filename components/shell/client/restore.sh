# Removes the block.
#
# Needs: file.sh, base.sh, swap.sh, shared/report.sh.
# Provides: restore.

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
            # The folder is removed, like everything else that was created, unless it has other content.
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
