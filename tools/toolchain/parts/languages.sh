# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- .toolchain/languages: the language hosts of YAML, Python and Go, and gen-sdk ---

languages() {
    mkdir -p "$out/languages"
    require_go
    language_host yaml language-yaml .
    language_host python language-hosts github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python
    language_host go language-hosts github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go
    python_exec
    build_here gen-sdk gen-sdk ''
    link "$built" "$out/languages/gen-sdk"
}

# language_host LANGUAGE MODULE PACKAGE: links the host of the official release if there is one, or else builds it.
language_host() {
    local name=pulumi-language-$1
    built=$(dirname "$(readlink "$out/bin/pulumi-language-nodejs")")/$name
    [ -x "$built" ] || build "$2" "$name" "$2" "$3" '' "$name, a minute the first time" serve "$2"
    link "$built" "$out/languages/$name"
}

# The Python host starts programs with a script that is not compiled into the host.
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
