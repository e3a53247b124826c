# A part of tools/toolchain/install, which sources it.
# shellcheck shell=bash disable=SC2154,SC2034

# --- .toolchain: links to the chosen parts, and the wrapper of pulumi ---

# The CLI looks for its language host in its own directory, and for provider plugins in PULUMI_HOME. The repository has a
# PULUMI_HOME of its own, so that it does not mix with the user's credentials and plugins.
link_parts() {
    local cli=$cli_dir/pulumi home=$out/home/plugins/resource-command-v$command_version
    if [ "$official" = no ]; then
        mkdir -p "$out/cli"
        hard_link "$cli_dir/pulumi" "$out/cli/pulumi"
        hard_link "$host" "$out/cli/pulumi-language-nodejs"
        cli=$out/cli/pulumi
    fi
    mkdir -p "$home" "$out/plugin"
    link "$plugin" "$home/pulumi-resource-command"
    link "$plugin" "$out/plugin/pulumi-resource-command"
    link "${cli%/*}/pulumi-language-nodejs" "$out/bin/pulumi-language-nodejs"

    cat >"$out/bin/pulumi.new" <<EOF
#!/bin/sh
# $wrapper_mark. The command plugin is in the repository's own PULUMI_HOME. If the caller has set
# another PULUMI_HOME that lacks the plugin, it is on PATH.
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

# Makes a hard link, which saves 110 MB per clone, or a copy if the cache is on another file system.
hard_link() {
    # mv would refuse to move a file onto itself.
    [ ! "$1" -ef "$2" ] || return 0
    rm -f "$2.new"
    ln "$1" "$2.new" 2>/dev/null || cp "$1" "$2.new"
    mv -f "$2.new" "$2"
}
