# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- .toolchain/languages: the language hosts of YAML, Python and Go, and gen-sdk ---

languages() {
    mkdir -p "$out/languages"
    need_go
    language_host yaml language-yaml .
    language_host python language-hosts github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python
    language_host go language-hosts github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go
    python_exec
    built_from gen-sdk gen-sdk . "gen-sdk, which makes SDKs"
    link "$built" "$out/languages/gen-sdk"
}

# language_host NAME FOLDER PACKAGE: the one of the official release where that has it, else the one that its module gives.
language_host() {
    local official
    official=$(dirname "$(readlink "$out/bin/pulumi-language-nodejs")")/pulumi-language-$1
    if [ -x "$official" ]; then
        built=$official
    else
        built_from "$2" "pulumi-language-$1" "$3" "the language host of $1"
    fi
    link "$built" "$out/languages/pulumi-language-$1"
}

# Pulumi's host of Python starts programs by a script that is not compiled into it.
python_exec() {
    local host script
    host=$(readlink "$out/languages/pulumi-language-python")
    script=$(dirname "$host")/pulumi-language-python-exec
    if [ ! -x "$script" ]; then
        cp "$(cd "$here/language-hosts" && go list -m -f '{{.Dir}}' github.com/pulumi/pulumi/sdk/v3)/python/cmd/${script##*/}" \
            "$script.new"
        chmod 755 "$script.new"
        mv "$script.new" "$script"
    fi
    link "$script" "$out/languages/${script##*/}"
}

# built_from FOLDER FILE PACKAGE WHAT: builds a package of a folder's own module, unless it was built before; sets built.
built_from() {
    local key
    key=$(printf '%s\n' "$(find "$here/$1" -type f | LC_ALL=C sort | xargs cat)" "$go_version" | digest)
    built=$cache/$1-$key/$2
    [ -x "$built" ] || timed "building $4, a minute the first time" go_build "$here/$1" "$built" "$3" ""
}
