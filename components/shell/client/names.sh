# Host names for queries with ssh -G.
#
# Needs: shared/text.sh.
# Provides: make_probes, matches.

# Sets probes: for each pattern, a host name that it matches. No such host need exist.
make_probes() {
    probes=
    for probes_pattern in $patterns; do
        case $probes_pattern in
            !*) continue ;;
        esac
        probes_found=no
        for probes_fill in keepalive-probe.invalid keepalive-probe a 1; do
            fill "$probes_pattern" "$probes_fill"
            matches "$filled" || continue
            probes=$probes$filled$nl probes_found=yes
            break
        done
        [ "$probes_found" = yes ] ||
            warn "no host name was found that the pattern $probes_pattern matches and that is not excluded: it was not tested"
    done
    [ -n "$probes" ] || die 1 "no host name was found that the patterns match and that is not excluded; nothing was changed."
    first_probe=${probes%%"$nl"*}
}

# Sets filled to a pattern with text instead of its wildcards.
fill() {
    filled='' fill_rest=$1
    while :; do
        case $fill_rest in
            *[*?]*) ;;
            *) break ;;
        esac
        fill_head=${fill_rest%%[*?]*}
        fill_rest=${fill_rest#"$fill_head"}
        case $fill_rest in
            '*'*) filled=$filled$fill_head$2 ;;
            *) filled=$filled${fill_head}a ;;
        esac
        fill_rest=${fill_rest#?}
    done
    filled=$filled$fill_rest
}

# Whether the block's patterns match a host, by ssh's rules.
matches() {
    matches_any=1
    for matches_pattern in $patterns; do
        # shellcheck disable=SC2254 # they are patterns, and have only wildcards that ssh has too
        case $matches_pattern in
            !*)
                case $1 in
                    ${matches_pattern#!}) return 1 ;;
                esac
                ;;
            *)
                case $1 in
                    $matches_pattern) matches_any=0 ;;
                esac
                ;;
        esac
    done
    return $matches_any
}
