# Hosts to ask about.

# Sets probes: for each pattern, the name of a host that it is for. No such host need exist.
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
            warn "no host was found that the pattern $probes_pattern is for, beside the excluded ones: it was not tried out"
    done
    [ -n "$probes" ] || die 1 "no host was found that the patterns are for, beside the excluded ones; nothing was changed."
    first_probe=${probes%%"$nl"*}
}

# Sets filled to a pattern with words in the place of its wildcards.
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

# Whether the block is for a host, as ssh decides it.
matches() {
    matches_any=1
    for matches_pattern in $patterns; do
        # shellcheck disable=SC2254 # they are meant as patterns, and have only wildcards that ssh has, too
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
