# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- .toolchain ---

# The CLI looks for its language host beside itself, and for provider plugins in PULUMI_HOME. So both stand side by
# side, and the plugin in a PULUMI_HOME of the repository's own, which nobody's credentials and plugins mix with.
link_up() {
    local cli=$cli_dir/pulumi home=$out/home/plugins/resource-command-v$command_version
    if [ "$official" = no ]; then
        mkdir -p "$out/cli"
        place "$cli_dir/pulumi" "$out/cli/pulumi"
        place "$host" "$out/cli/pulumi-language-nodejs"
        cli=$out/cli/pulumi
    fi
    mkdir -p "$home" "$out/plugin"
    link "$plugin" "$home/pulumi-resource-command"
    link "$plugin" "$out/plugin/pulumi-resource-command"
    link "${cli%/*}/pulumi-language-nodejs" "$out/bin/pulumi-language-nodejs"

    cat >"$out/bin/pulumi.new" <<EOF
#!/bin/sh
# $wrapper_mark. The command plugin comes from a PULUMI_HOME of the repository's own, or, where the
# caller has one without it, from PATH.
if [ -z "\${PULUMI_HOME-}" ]; then
    export PULUMI_HOME='$out/home'
elif [ ! -e "\$PULUMI_HOME/plugins/${home##*/}" ]; then
    export PATH='$out/plugin':"\$PATH"
fi
exec '$cli' "\$@"
EOF
    chmod +x "$out/bin/pulumi.new"
    mv "$out/bin/pulumi.new" "$out/bin/pulumi"
    printf 'export PATH=%q:"%s"\n' "$out/bin" "\$PATH" >"$out/env"
}

link() { ln -sfn "$1" "$2.new" && mv -f "$2.new" "$2"; }

# A hard link where the cache is on the same file system, which saves 110 MB a clone; else a copy.
place() {
    # Already so: mv would refuse to move a file onto itself.
    [ ! "$1" -ef "$2" ] || return 0
    rm -f "$2.new"
    ln "$1" "$2.new" 2>/dev/null || cp "$1" "$2.new"
    mv -f "$2.new" "$2"
}
